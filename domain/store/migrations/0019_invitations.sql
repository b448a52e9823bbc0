-- Invitations are one-time links that go by mail; their secret follows from the id and the master key.
alter table public.sign_in_links
    add column id uuid not null unique default gen_random_uuid(),
    add column invitation boolean not null default false,
    add column withdrawn boolean not null default false,
    add column next_attempt_at timestamptz,
    add column sent_at timestamptz,
    add column failures smallint not null default 0;

create index sign_in_links_waiting on public.sign_in_links (next_attempt_at, id) where next_attempt_at is not null;
create index sign_in_links_of_person on public.sign_in_links (person) where invitation;
