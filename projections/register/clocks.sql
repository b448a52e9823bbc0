create table clocks (
    id uuid not null,
    partnership uuid not null,
    review uuid not null,
    kind text not null,
    about uuid,
    counted_from date not null,
    original_due date not null,
    due date not null,
    source text not null,
    due_recorded_on date not null,
    due_date_version bigint not null,
    agreed boolean not null,
    paused_on date,
    ended_on date,
    met boolean not null,
    since bigint not null,
    until bigint
);

create index clocks_review on clocks (review, since, until);
create index clocks_due on clocks (partnership, due, since, until);
