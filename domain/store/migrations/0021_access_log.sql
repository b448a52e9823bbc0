-- The access log: who came in, took files and read unpublished reviews; rows are added, and never changed.
-- Source, whose: keyed hashes of where on the network a request came from, and of an address of mail.
-- Reviews: the unpublished ones that were read, or are in a file. About: a token, a session, a person, or the
-- row of a file that this one goes on from.
create table public.access_log (
    id uuid primary key,
    at timestamptz not null,
    kind text not null,
    person uuid,
    came_by text not null,
    way_in uuid,
    source bytea check (octet_length(source) = 32),
    whose bytea check (octet_length(whose) = 32),
    reviews uuid[] not null,
    about uuid,
    address text not null,
    format text not null,
    rows_taken bigint,
    why text not null
);

create index access_log_at on public.access_log (at, id);
create index access_log_person on public.access_log (person, at, id) where person is not null;
create index access_log_kind on public.access_log (kind, at, id) where kind <> 'review read';
create index access_log_reviews on public.access_log using gin (reviews);

create function public.refuse_to_change_access_log() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('dhr.forgetting_access', true) = 'yes' then
        return null;
    end if;
    raise exception 'The access log is never changed; what has had its time is forgotten by forget_access.'
        using errcode = 'restrict_violation';
end
$$;

create trigger access_log_is_immutable before update or delete or truncate on public.access_log
    for each statement execute function public.refuse_to_change_access_log();

-- "Always": a session that plays the part of a replica is refused as well.
alter table public.access_log enable always trigger access_log_is_immutable;

-- The only way out of it. By the clock of the database, whatever the program's says, a year is always kept.
create function public.forget_access(older_than timestamptz) returns setof uuid language plpgsql as $$
begin
    if older_than > clock_timestamp() - interval '1 year' then
        raise exception 'The last year of the access log is never forgotten.' using errcode = 'restrict_violation';
    end if;
    perform set_config('dhr.forgetting_access', 'yes', true);
    return query delete from public.access_log where at < older_than returning id;
    perform set_config('dhr.forgetting_access', '', true);
end
$$;
