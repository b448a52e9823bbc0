create table people (
    id uuid not null,
    post text not null,
    agency uuid,
    has_left boolean not null,
    version bigint not null,
    invited_on date,
    invited_until date,
    accepted_on date,
    erasure text not null,
    since bigint not null,
    until bigint
);

create index people_agency on people (agency, since, until);
create index people_versions on people (id, since);
