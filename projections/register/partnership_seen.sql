create view partnerships as
select p.*
from {tables}.partnerships p
where p.id = any ({partnerships})
    or p.id in (select shared.partnership from {tables}.reviews shared where shared.id = any ({reviews}))
    or p.id in (select answered.partnership from answered_for answered);
