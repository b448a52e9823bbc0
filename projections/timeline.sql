create table timeline (
    position bigint primary key,
    recorded_at timestamptz not null,
    topic text not null,
    kind text not null,
    thing uuid not null,
    partnership uuid,
    review uuid,
    entered_by uuid,
    how text not null,
    happened_on date not null,
    correlation uuid not null,
    said_by text not null
);

create index timeline_thing on timeline (thing, position);
create index timeline_review on timeline (review, position) where review is not null;
create index timeline_partnership on timeline (partnership, position);
create index timeline_topic on timeline (topic, position);
create index timeline_entered_by on timeline (entered_by, position) where entered_by is not null;
create index timeline_correlation on timeline (correlation, position);
create index timeline_recorded_at on timeline (recorded_at, position);
create index timeline_late on timeline (position)
    where (recorded_at at time zone 'Europe/London')::date - happened_on > 30;
create index timeline_said_by on timeline (position) where said_by <> '';
