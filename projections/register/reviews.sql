create table reviews (
    id uuid not null,
    partnership uuid not null,
    reference text not null,
    label text not null,
    pseudonym text not null,
    opened_on date not null,
    issued_on date,
    issue_recorded_on date,
    published_on date,
    version bigint not null,
    concluded_on date,
    holds text[] not null,
    erasure text not null,
    commissioned_with uuid[] not null,
    other_bodies text[] not null,
    entered_at text,
    steps jsonb not null,
    outcome text,
    paused_on date,
    since bigint not null,
    until bigint
);

create index reviews_reference on reviews (partnership, reference, since, until);
create index reviews_versions on reviews (id, since);
create index reviews_commissioned on reviews (id) where commissioned_with <> '{}';
