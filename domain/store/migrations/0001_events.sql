-- The log: events in one order without gaps, which nobody can change or delete.
create table public.events (
    position bigint primary key,
    originator_id uuid not null,
    originator_version bigint not null,
    topic text not null,
    state json not null,
    partnership uuid,
    correlation uuid not null,
    recorded_at timestamptz not null,
    constraint events_version_is_unique unique (originator_id, originator_version)
);

create index events_correlation on public.events (correlation);
create index events_partnership on public.events (partnership, position);
create index events_recorded_at on public.events (recorded_at, position);

create function public.refuse_to_change_events() returns trigger language plpgsql as $$
begin
    raise exception 'Events are never changed or deleted; a mistake is put right by a new event.'
        using errcode = 'restrict_violation';
end
$$;

create trigger events_are_immutable before update or delete or truncate on public.events
    for each statement execute function public.refuse_to_change_events();

-- "Always": a session that plays the part of a replica is refused as well.
alter table public.events enable always trigger events_are_immutable;
