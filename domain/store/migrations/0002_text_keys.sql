-- The keys of confidential text, one a scope, each wrapped by the master key that stands outside the database.
create table public.text_keys (
    id uuid primary key,
    scope uuid not null constraint text_keys_scope_is_unique unique,
    wrapped bytea,
    made_at timestamptz not null default now(),
    destroyed_at timestamptz,
    constraint text_keys_destroyed_or_wrapped check ((wrapped is null) = (destroyed_at is not null))
);

create index text_keys_destroyed on public.text_keys (id) where destroyed_at is not null;

-- One known value, wrapped by the master key: shows at start whether the key at hand is the right one.
create table public.master_key_check (
    only_row boolean primary key default true check (only_row),
    wrapped bytea not null
);
