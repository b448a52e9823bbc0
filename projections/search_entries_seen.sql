create view search_entries as
select e.*
from {tables}.search_entries e
where {is_everything}
    or e.partnership = any ({whole})
    or e.kind = 'agency' and {person} is not null
    or e.kind = 'partnership' and ({is_administrator} or e.partnership = any ({partnerships}))
    or e.reviews && {reviews}
    or e.partnership = any ({published}) and e.reviews && array(select published_reviews())
    or e.kind = 'action' and e.id in (select answered.id from answered_for() answered)
    or e.kind = 'recommendation' and e.id in (select answered_recommendations());
