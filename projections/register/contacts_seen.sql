create view contacts as
select c.*
from {tables}.contacts c
where {is_administrator} or c.partnership = any ({partnerships}) or c.person = {person};
