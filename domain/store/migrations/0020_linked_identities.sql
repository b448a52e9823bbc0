-- By which accounts of identity providers people sign in: known by issuer and subject, never by an e-mail address.
create table public.linked_identities (
    id uuid primary key default gen_random_uuid(),
    issuer text not null,
    subject text not null,
    person uuid not null,
    linked_at timestamptz not null,
    last_used_at timestamptz not null,
    constraint linked_identities_are_of_one_person unique (issuer, subject)
);

create index linked_identities_of_person on public.linked_identities (person);
