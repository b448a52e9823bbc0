-- The generations of the views, each a schema of its own; one of them is published.
create table public.generations (
    generation integer generated always as identity primary key,
    schema text not null generated always as ('views_' || generation::text) stored,
    published_at timestamptz,
    replaced_at timestamptz
);

create unique index one_published on public.generations ((true)) where published_at is not null and replaced_at is null;

create view public.published as
select generation, schema
from public.generations
where published_at is not null and replaced_at is null;

-- How far each view of a generation has followed the log, and where it stopped if it could not.
create table public.view_positions (
    generation integer not null references public.generations on delete cascade,
    view text not null,
    definition text not null,
    position bigint not null default 0,
    failed_at bigint,
    failure text,
    primary key (generation, view),
    check ((failed_at is null) = (failure is null))
);
