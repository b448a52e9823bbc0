create table actions (
    id uuid not null,
    partnership uuid not null,
    reviews uuid[] not null,
    recommendations uuid[] not null,
    number text not null,
    number_order text collate "C" not null,
    text text not null,
    lead uuid,
    lead_in_words text not null,
    supporting uuid[] not null,
    supporting_in_words text[] not null,
    owner uuid,
    owner_in_words text not null,
    expected_change text not null,
    delivery text not null,
    forecast text,
    timescale text not null,
    due date,
    original_due date,
    why_no_date text,
    next_review date,
    due_date_version bigint not null,
    due_recorded_on date,
    lapsed_version bigint not null,
    asked_until date,
    asked_on date,
    extended boolean not null,
    agency_signed_off boolean not null,
    reported_on date,
    in_imported_plan boolean not null,
    signed_off_on date,
    split_from uuid,
    split_into uuid[] not null,
    planned_on date not null,
    last_progress_on date,
    askings bigint not null,
    progress_asked_on date,
    answer_by date,
    version bigint not null,
    since bigint not null,
    until bigint,
    review uuid generated always as (reviews[1]) stored,
    moved integer generated always as (case when delivery <> 'cancelled' then due - original_due end) stored
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

create index actions_listed on actions (partnership, number_order, id)
    include (
        review, lead, owner, delivery, forecast, due, original_due, moved, asked_until,
        next_review, reported_on, signed_off_on, last_progress_on, since, reviews
    )
    where until is null;
create index actions_number on actions (number_order, id, since, until) include (partnership, delivery, due);
create index actions_due on actions (due, number_order, id, since, until) include (partnership, delivery, lead);
create index actions_lead on actions (lead, since, until) include (delivery, due);
create index actions_owner on actions (owner, since, until) include (delivery, due);
create index actions_supporting on actions using gin (supporting);
create index actions_reviews on actions using gin (reviews);
create index actions_recommendations on actions using gin (recommendations);
create index actions_reviews_standing on actions using gin (reviews) where until is null;
create index actions_recommendations_standing on actions using gin (recommendations) where until is null;
create index actions_versions on actions (id, since);
create index actions_figures on actions (partnership, delivery, lead, moved)
    include (review, owner, forecast, due, asked_until, since, reviews, id)
    where until is null;
create index actions_past_figures on actions (until, since)
    include (
        partnership, delivery, lead, moved, review, owner, forecast, due, asked_until, reviews,
        number_order, id
    )
    where until is not null;

-- What reviews count: of those of others, too, that are known by their counts alone.
create view counted_actions as
select reviews, recommendations, delivery, due, since, until
from actions;
