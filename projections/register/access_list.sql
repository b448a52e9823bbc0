create table access_list (
    id uuid not null,
    partnership uuid not null,
    review uuid not null,
    person uuid not null,
    first_day date not null,
    last_day date,
    since bigint not null,
    until bigint
);

create index access_list_person on access_list (person, since, until);
create index access_list_review on access_list (review, since, until);
