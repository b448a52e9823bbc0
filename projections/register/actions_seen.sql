create view actions as
select a.*
from {tables}.actions a
where {is_everything}
    or a.partnership = any ({whole})
    or a.review = any ({papers})
    or cardinality(a.reviews) > 1 and a.reviews && {papers}
    or a.partnership = any ({overseen})
        and (
            a.review in (select published_reviews())
            or cardinality(a.reviews) > 1 and a.reviews && array(select published_reviews())
        )
    or a.id in (select answered.id from answered_for() answered);

create view counted_actions as
select a.reviews, a.recommendations, a.delivery, a.due, a.since, a.until
from {tables}.actions a
where {is_everything}
    or a.partnership = any ({whole})
    or a.partnership = any ({outlines})
    or a.review = any ({papers})
    or cardinality(a.reviews) > 1 and a.reviews && {papers}
    or a.partnership = any ({overseen}) and a.reviews && array(select published_reviews())
    or a.id in (select answered.id from answered_for() answered);
