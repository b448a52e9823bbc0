create table contacts (
    id uuid not null,
    partnership uuid not null,
    agency uuid not null,
    contact text not null,
    person uuid not null,
    since bigint not null,
    until bigint
);

create index contacts_agency on contacts (partnership, agency, contact, since, until) include (person);
create index contacts_person on contacts (person, since, until);
