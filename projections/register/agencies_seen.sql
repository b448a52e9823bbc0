create view agencies as
select a.*
from {tables}.agencies a
where {person} is not null;
