-- Who runs the installation, and the answer to a request that was sent twice.
create table public.administrators (
    person uuid primary key,
    made_at timestamptz not null
);

alter table public.idempotency_keys drop column response;
alter table public.idempotency_keys add column position bigint not null;
alter table public.idempotency_keys add column identity uuid not null;
alter table public.idempotency_keys add column sealed text not null;

-- Keeps what came of a request, in the transaction of its events: the last position, and the thing that was
-- made or (where it is given) changed. `DH002`: somebody used this key in the meantime.
create function public.keep_answer(
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
    select given_asker, given_key, given_address, given_body_hash, given_status, max(position),
        coalesce(given_identity, (array_agg(originator_id order by position) filter (where originator_version = 1))[1]),
        given_sealed, given_moment
    from public.events
    where correlation = given_correlation;
exception when unique_violation then
    raise exception 'This key has been used.' using errcode = 'DH002';
end
$$;
