create view lessons as
select l.*
from {tables}.lessons l
where {is_everything}
    or l.partnership = any ({whole})
    or l.review = any ({papers})
    or l.partnership = any ({published}) and l.review in (select published_reviews());
