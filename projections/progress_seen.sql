create view progress_notes as
select n.*
from {tables}.progress_notes n
where exists (select from timeline t where t.position = n.position and t.is_whole);
