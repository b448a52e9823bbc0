create table books (
    id uuid not null,
    since bigint not null,
    until bigint,
    title text not null,
    state text not null check (state <> title),
    until_day date,
    readers uuid[] not null,
    seen_at timestamptz not null,
    gone boolean not null
);

create index books_title on books (title, since, until);
