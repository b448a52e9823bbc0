create view contacts as
select c.*
from {tables}.contacts c
where c.partnership = any ({partnerships}) or c.person = {person};
