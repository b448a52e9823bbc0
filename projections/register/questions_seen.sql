create view questions as
select q.*
from {tables}.questions q
where q.partnership = any ({whole}) or q.review = any ({reviews});
