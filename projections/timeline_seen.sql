create function actions_of_several_reviews() returns setof uuid
language plpgsql stable security definer
set search_path = {tables}, public, pg_temp
as $$
begin
    return query
    select a.id
    from actions a
    where a.until is null
        and cardinality(a.reviews) > 1
        and (
            a.reviews && {reviews}
            or a.partnership = any ({published}) and a.reviews && array(select {seen}.published_reviews())
        );
end
$$;

create view timeline as
select t.*, its.is_whole
from {tables}.timeline t
cross join lateral (
    select
        {is_everything}
        or coalesce(t.partnership = any ({whole}), false)
        or t.partnership is null
            and ({keeps_directory} or t.kind = 'agency' and {person} is not null or t.thing = {person})
        or t.kind = 'partnership'
            and ({is_administrator} or coalesce(t.partnership = any ({administered}), false))
        or coalesce(t.review = any ({reviews}), false)
        or coalesce(t.partnership = any ({published}) and t.review in (select published_reviews()), false)
        or t.kind = 'action' and t.thing in (select answered.id from answered_for() answered)
        or t.kind = 'action' and t.thing in (select actions_of_several_reviews()) as is_whole
) its
where its.is_whole
    or t.partnership = any ({histories})
    -- Of a partnership everybody in it knows its rules and contacts; who has which role, its keepers alone.
    or t.kind = 'partnership'
        and t.partnership = any ({inside})
        and t.topic not in ('partnership.role_given', 'partnership.role_ended')
    -- Of other reviews that are known by their reference: their stages, without any words.
    or t.topic in (
        'review.opened', 'review.plan_issued', 'review.published', 'review.publication_ended', 'review.concluded'
    )
        and t.partnership = any ({outlines});
