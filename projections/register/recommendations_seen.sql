create view recommendations as
select rec.*
from {tables}.recommendations rec
where {is_everything}
    or rec.partnership = any ({whole})
    or rec.review = any ({reviews})
    or rec.partnership = any ({published}) and rec.review in (select published_reviews())
    or rec.id in (select answered_recommendations());

create view counted_recommendations as
select rec.id, rec.review, rec.since, rec.until
from {tables}.recommendations rec
where {is_everything}
    or rec.partnership = any ({whole})
    or rec.partnership = any ({outlines})
    or rec.review = any ({reviews})
    or rec.partnership = any ({published}) and rec.review in (select published_reviews())
    or rec.id in (select answered_recommendations());
