create view partnerships as
select p.*
from {tables}.partnerships p
where {is_administrator} or p.id = any ({partnerships});
