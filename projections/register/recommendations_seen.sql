create view recommendations as
select rec.*
from {tables}.recommendations rec
where rec.partnership = any ({whole})
    or rec.review = any ({reviews})
    or rec.partnership = any ({published}) and rec.review in (select public.id from published_reviews public)
    or (
        rec.id in (select unnest(answered.recommendations) from answered_for answered)
        or exists (
            select
            from unnest(rec.addressees) as its (agency)
            where rec.partnership::text || ':' || its.agency::text = any ({answers_for})
        )
    )
        and exists (
            select
            from {tables}.reviews r
            where r.id = rec.review and r.until is null and r.issued_on is not null
        );

create view counted_recommendations as
select rec.id, rec.review, rec.since, rec.until
from {tables}.recommendations rec
where rec.partnership = any ({whole})
    or rec.partnership = any ({outlines})
    or rec.id in (select seen.id from recommendations seen where seen.until is null);
