create view clocks as
select c.*
from {tables}.clocks c
where {is_everything}
    or c.partnership = any ({whole})
    or c.partnership = any ({outlines})
    or c.review = any ({reviews})
    or c.review = any ({papers})
    or c.partnership = any ({published}) and c.review in (select published_reviews());
