create view people as
select p.*
from {tables}.people p
where {person} is not null;

create view person_details as
select
    details.person,
    details.name,
    case when {keeps_directory} or details.person = {person} or its.is_near then details.email else '' end as email,
    case when {keeps_directory} or details.person = {person} or its.is_near then details.telephone else '' end
        as telephone
from public.person_details details
cross join lateral (
    select exists (
        select
        from {tables}.people p
        where p.id = details.person and p.until is null
            and (p.agency = {colleagues} or p.agency = any ({agencies}))
    ) as is_near
) its
where {keeps_directory} or {inside} is not null or {papers} is not null or details.person = {person};
