-- The disclosure log: to whom a file that was taken out of the tracker was handed on, by whom, and what for.
-- Export: the entry of the access log that says who took it. About: whose data it holds, where it is what is held
-- about one person. Sealed: to whom and what for, encrypted under the key of the review, the partnership or the
-- directory; null once it is erased.
create table public.disclosures (
    id uuid primary key,
    export uuid not null,
    person uuid not null,
    partnership uuid,
    review uuid,
    about uuid,
    handed_on date not null,
    sealed text,
    recorded_at timestamptz not null
);

create index disclosures_export on public.disclosures (export, recorded_at, id);
create index disclosures_about on public.disclosures (about) where about is not null;

-- Rows are added. All that may happen to one later is that its words are erased, or that it has had its time.
create function public.refuse_to_change_disclosures() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.sealed is null and to_jsonb(new) - 'sealed' = to_jsonb(old) - 'sealed' then
        return new;
    end if;
    if tg_op = 'DELETE' and current_setting('dhr.forgetting_disclosures', true) = 'yes' then
        return old;
    end if;
    raise exception 'The disclosure log is never changed; its words may be erased.'
        using errcode = 'restrict_violation';
end
$$;

create trigger disclosures_are_immutable before update or delete on public.disclosures
    for each row execute function public.refuse_to_change_disclosures();
create trigger disclosures_are_kept before truncate on public.disclosures
    for each statement execute function public.refuse_to_change_disclosures();

-- "Always": a session that plays the part of a replica is refused as well.
alter table public.disclosures enable always trigger disclosures_are_immutable;
alter table public.disclosures enable always trigger disclosures_are_kept;

-- The only way out of it. By the clock of the database, whatever the program's says, a year is always kept.
create function public.forget_disclosures(older_than timestamptz) returns setof uuid language plpgsql as $$
begin
    if older_than > clock_timestamp() - interval '1 year' then
        raise exception 'The last year of the disclosure log is never forgotten.' using errcode = 'restrict_violation';
    end if;
    perform set_config('dhr.forgetting_disclosures', 'yes', true);
    return query delete from public.disclosures where recorded_at < older_than returning id;
    perform set_config('dhr.forgetting_disclosures', '', true);
end
$$;

-- The files among the entries of the access log, and the further parts of each.
create index access_log_exports on public.access_log (at, id)
    where kind in ('file taken', 'what is held about somebody taken') and came_by <> 'calendar';
create index access_log_goes_on on public.access_log (about) where kind = 'file taken' and about is not null;
