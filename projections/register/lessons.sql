create table lessons (
    id uuid not null,
    partnership uuid not null,
    review uuid not null,
    lesson text not null,
    reach text not null,
    agencies uuid[] not null,
    themes text[] not null,
    early boolean not null,
    found_on date not null,
    found_at bigint not null,
    shared_on date,
    withdrawn boolean not null,
    since bigint not null,
    until bigint
);

create index lessons_review on lessons (review, since, until);
create index lessons_versions on lessons (id, since);
