create table agencies (
    id uuid not null,
    name text not null,
    aliases text[] not null,
    version bigint not null,
    since bigint not null,
    until bigint
);

create index agencies_name on agencies (lower(name), since, until);
create index agencies_versions on agencies (id, since);
