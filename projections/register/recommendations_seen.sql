-- For whom an agency answers, a recommendation is its wording: not the lesson that it answers.
create view recommendations as
select
    rec.id,
    rec.partnership,
    rec.review,
    rec.label,
    rec.label_order,
    rec.wording,
    rec.scope,
    rec.reach,
    rec.addressees,
    rec.addressees_in_words,
    case when its.is_plan then rec.issue else '' end as issue,
    case when its.is_plan then rec.theme else '' end as theme,
    case when its.is_plan then rec.lessons else '{}' end as lessons,
    rec.place,
    rec.withdrawn,
    rec.version,
    rec.since,
    rec.until
from {tables}.recommendations rec
cross join lateral (
    select
        {is_everything}
        or rec.partnership = any ({whole})
        or rec.review = any ({papers})
        or rec.partnership = any ({overseen}) and rec.review in (select published_reviews()) as is_plan
) its
where its.is_plan or rec.id in (select answered_recommendations());

create view counted_recommendations as
select rec.id, rec.review, rec.since, rec.until
from {tables}.recommendations rec
where {is_everything}
    or rec.partnership = any ({whole})
    or rec.partnership = any ({outlines})
    or rec.review = any ({papers})
    or rec.partnership = any ({overseen}) and rec.review in (select published_reviews())
    or rec.id in (select answered_recommendations());
