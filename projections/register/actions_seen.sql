create view actions as
select a.*
from {tables}.actions a
where a.partnership = any ({whole})
    or a.review = any ({reviews})
    or cardinality(a.reviews) > 1 and a.reviews && {reviews}
    or a.partnership = any ({published})
        and (
            a.review in (select public.id from published_reviews public)
            or cardinality(a.reviews) > 1
            and exists (select from published_reviews public where public.id = any (a.reviews))
        )
    or a.id in (select answered.id from answered_for answered);

create view counted_actions as
select a.reviews, a.recommendations, a.delivery, a.due, a.since, a.until
from {tables}.actions a
where a.partnership = any ({whole})
    or a.partnership = any ({outlines})
    or a.id in (select seen.id from actions seen where seen.until is null);
