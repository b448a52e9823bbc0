-- Forms that were sent after the session had ended, sealed with a secret that only the browser holds.
create table public.unsent_forms (
    id uuid primary key,
    browser_hash bytea not null check (octet_length(browser_hash) = 32),
    person uuid not null,
    sealed bytea not null,
    made_at timestamptz not null
);

create index unsent_forms_of_browser on public.unsent_forms (browser_hash);
