create table questions (
    id uuid not null,
    partnership uuid not null,
    review uuid not null,
    about text not null,
    place text not null,
    question text not null,
    words text not null,
    things uuid[] not null,
    raised_on date not null,
    settled_on date,
    answer text not null,
    since bigint not null,
    until bigint
);

create index questions_review on questions (review, since, until) include (settled_on);
