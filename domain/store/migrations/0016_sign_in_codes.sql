-- Codes that come by mail and sign somebody in, and how often an address and a source have tried to come in.
create table public.sign_in_codes (
    id uuid primary key,
    browser_hash bytea not null unique check (octet_length(browser_hash) = 32),
    address_hash bytea not null check (octet_length(address_hash) = 32),
    sealed_address bytea,
    person uuid,
    message_id text not null unique,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    tries smallint not null default 0,
    spent_at timestamptz,
    next_attempt_at timestamptz,
    sent_at timestamptz,
    failures smallint not null default 0
);

create index sign_in_codes_waiting on public.sign_in_codes (next_attempt_at, id) where next_attempt_at is not null;

-- Whose: the keyed hash of an address or a source, so that the table names nobody.
create table public.sign_in_attempts (
    what text not null,
    whose bytea not null check (octet_length(whose) = 32),
    begins timestamptz not null,
    times integer not null,
    constraint sign_in_attempts_are_counted_together primary key (what, whose, begins)
);

-- By which a person ends one of their sessions, without its secret.
alter table public.sessions add column id uuid not null unique default gen_random_uuid();

create index sessions_of_person on public.sessions (person) where ended_at is null;
