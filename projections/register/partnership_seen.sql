create view partnerships as
select p.*
from {tables}.partnerships p
where {is_administrator} or p.id = any ({partnerships});

create view leading_partnerships as
select p.id, p.code, p.name, p.rag_rule, p.since, p.until
from {tables}.partnerships p
where {is_administrator} or p.id = any ({partnerships}) or p.id = any ({leading});

create view partnership_names as
select p.id, p.name, p.since, p.until
from {tables}.partnerships p
where {partnerships} is not null;
