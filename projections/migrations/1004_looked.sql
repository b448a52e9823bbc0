-- Up to which position of the log each person has seen what happened.
create table public.looked (
    person uuid primary key,
    position bigint not null check (position >= 0),
    looked_at timestamptz not null
);
