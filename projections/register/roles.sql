create table roles (
    id uuid not null,
    partnership uuid not null,
    person uuid not null,
    role text not null,
    review uuid,
    agency uuid,
    first_day date not null,
    last_day date,
    since bigint not null,
    until bigint
);

create index roles_person on roles (person, since, until) include (partnership, role);
create index roles_role on roles (partnership, role, since, until) include (person);
