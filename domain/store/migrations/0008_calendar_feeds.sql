-- The secret addresses of calendars. Of a secret only its SHA-256 is kept.
create table public.calendar_feeds (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    person uuid not null,
    made_at timestamptz not null,
    revoked_at timestamptz
);

create index calendar_feeds_of_person on public.calendar_feeds (person) where revoked_at is null;
