-- What stands beside the log: personal details, and the ways in. Of a secret only its SHA-256 is kept.
create table public.person_details (
    person uuid primary key,
    name text not null,
    email text not null default '',
    telephone text not null default ''
);

create unique index person_details_email_is_unique on public.person_details (lower(email)) where email <> '';

create table public.sign_in_links (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    person uuid not null,
    made_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
);

create table public.sessions (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    person uuid not null,
    made_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    ended_at timestamptz
);

create table public.api_tokens (
    id uuid primary key default gen_random_uuid(),
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    person uuid not null,
    name text not null default '',
    made_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
);

create table public.idempotency_keys (
    asked_by uuid not null,
    key text not null,
    address text not null,
    body_hash bytea not null check (octet_length(body_hash) = 32),
    status integer not null,
    response json not null,
    made_at timestamptz not null default now(),
    constraint idempotency_keys_are_unique primary key (asked_by, key)
);
