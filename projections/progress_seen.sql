create view progress_notes as
select n.*
from {tables}.progress_notes n
where n.action in (select a.id from actions a where a.id = n.action and a.until is null);
