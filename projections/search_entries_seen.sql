create view search_entries as
select
    e.id,
    e.kind,
    e.partnership,
    e.reviews,
    e.heading,
    e.known_as,
    e.text,
    e.background,
    e.lead,
    e.others,
    e.since,
    e.until,
    e.document
from {tables}.search_entries e
where {is_everything}
    or e.partnership = any ({whole})
    or e.kind = 'agency' and {person} is not null
    or e.kind = 'partnership' and ({is_administrator} or e.partnership = any ({partnerships}))
    or e.reviews && {papers}
    or e.partnership = any ({overseen}) and e.reviews && array(select published_reviews())
    or e.kind = 'action' and e.id in (select answered.id from answered_for() answered)
union all
-- For whom an agency answers, a recommendation is found by its wording, not by the lesson that it answers.
select
    e.id,
    e.kind,
    e.partnership,
    e.reviews,
    e.heading,
    e.known_as,
    e.text,
    '' as background,
    e.lead,
    e.others,
    e.since,
    e.until,
    coalesce(e.worded, e.document) as document
from {tables}.search_entries e
where {agencies} is not null
    and e.kind = 'recommendation'
    and e.id in (select answered_recommendations())
    and (
        {is_everything}
        or e.partnership = any ({whole})
        or e.reviews && {papers}
        or e.partnership = any ({overseen}) and e.reviews && array(select published_reviews())
    ) is not true;
