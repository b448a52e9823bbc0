create view contacts as
select c.*
from {tables}.contacts c
where {is_administrator} or c.partnership = any ({inside}) or c.person = {person};
