-- Whoever is not the tracker itself reads the events of the partnerships in scope alone, and of the directory.
-- The scope is a setting of the connection: "*" for all, an array of partnerships, or nothing.
alter table public.events enable row level security;

create policy events_in_scope on public.events for select using (
    partnership is null
    or (select coalesce(current_setting('dhr.scope', true), '')) = '*'
    or partnership = any (
        (select nullif(replace(coalesce(current_setting('dhr.scope', true), ''), '*', ''), '')::uuid[])::uuid[]
    )
);

-- How far the log goes is known to everybody, as lists and the past are asked for by positions.
create function public.last_position() returns bigint language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
    select coalesce(max(position), 0) from public.events;
end;

create function public.position_before(moment timestamptz) returns bigint language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
    select position from public.events where recorded_at < moment order by recorded_at desc, position desc limit 1;
end;

create function public.recorded_at(of_position bigint) returns timestamptz language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
    select recorded_at from public.events where position = of_position;
end;

-- Into the log by this function alone, with the rights of the owner of the tables.
alter function public.record_events(uuid[], bigint[], text[], text[], uuid[], uuid[], uuid[])
    security definer set search_path = pg_catalog, pg_temp;
alter function public.destroy_text_key(uuid) security definer set search_path = pg_catalog, pg_temp;

revoke execute on function
    public.last_position(),
    public.position_before(timestamptz),
    public.recorded_at(bigint),
    public.record_events(uuid[], bigint[], text[], text[], uuid[], uuid[], uuid[]),
    public.destroy_text_key(uuid)
from public;
