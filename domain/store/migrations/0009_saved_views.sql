-- How people like to look at a list: settings of a person, with the query words of the address.
create table public.saved_views (
    id uuid primary key,
    person uuid not null,
    list text not null,
    name text not null check (char_length(name) between 1 and 80),
    query text not null,
    shared boolean not null,
    made_at timestamptz not null
);

create unique index saved_views_names on public.saved_views (person, list, lower(name));
create index saved_views_shared on public.saved_views (list) where shared;
