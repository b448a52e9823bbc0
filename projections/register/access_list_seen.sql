create view access_list as
select a.*
from {tables}.access_list a
where a.partnership = any ({whole}) or a.partnership = any ({histories}) or a.person = {person};
