-- A file that waits between being read and being recorded may be a plan, or a sheet that an agency has sent back.
-- `about` says what it is to be recorded as, in words of that kind.
alter table public.import_drafts rename to drafts;
alter table public.drafts add column kind text not null default 'plan' check (kind in ('plan', 'return sheet'));
alter table public.drafts add column about jsonb not null default '{}';

update public.drafts
set about = jsonb_build_object('reference', reference, 'issued', case when issued then 'yes' else 'no' end);

alter table public.drafts alter column kind drop default;
alter table public.drafts alter column about drop default;
alter table public.drafts drop column reference;
alter table public.drafts drop column issued;

-- Each calendar can be told from the others of a person, and revoked by itself.
alter table public.calendar_feeds add column id uuid not null default gen_random_uuid() unique;
alter table public.calendar_feeds add column last_used_at timestamptz;

-- As before, but for requests too that record no event: their answer has the position 0.
create or replace function public.keep_answer(
    given_asker uuid,
    given_key text,
    given_address text,
    given_body_hash bytea,
    given_correlation uuid,
    given_identity uuid,
    given_sealed text,
    given_status integer,
    given_moment timestamptz
) returns void language plpgsql as $$
begin
    insert into public.idempotency_keys
        (asked_by, key, address, body_hash, status, position, identity, sealed, made_at)
    select given_asker, given_key, given_address, given_body_hash, given_status, coalesce(max(position), 0),
        coalesce(given_identity, (array_agg(originator_id order by position) filter (where originator_version = 1))[1]),
        given_sealed, given_moment
    from public.events
    where correlation = given_correlation;
exception when unique_violation then
    raise exception 'This key has been used.' using errcode = 'DH002';
end
$$;
