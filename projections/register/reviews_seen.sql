create view published_reviews as
select r.id, r.partnership
from {tables}.reviews r
where r.until is null
    and r.published_on is not null
    and r.erasure <> 'erased'
    and r.partnership = any ({published});

create view answered_for as
select a.id, a.partnership, a.reviews, a.recommendations
from {tables}.actions a
where a.until is null
    and (
        a.owner = {person}
        or (a.lead = any ({agencies}) or a.supporting && {agencies})
            and exists (
                select
                from unnest(a.supporting || a.lead) as its (agency)
                where a.partnership::text || ':' || its.agency::text = any ({answers_for})
            )
            and exists (
                select
                from {tables}.reviews r
                where r.id = any (a.reviews) and r.until is null and r.issued_on is not null
            )
    );

create view reviews as
select
    r.id,
    r.partnership,
    r.reference,
    r.label,
    case when its.is_whole then r.pseudonym else '' end as pseudonym,
    r.opened_on,
    r.issued_on,
    r.issue_recorded_on,
    r.published_on,
    r.version,
    r.concluded_on,
    case when its.is_whole then r.holds else '{}' end as holds,
    r.erasure,
    r.since,
    r.until
from {tables}.reviews r
cross join lateral (
    select
        r.partnership = any ({whole})
        or r.id = any ({reviews})
        or r.partnership = any ({published}) and r.id in (select public.id from published_reviews public) as is_whole
) its
where its.is_whole
    or r.partnership = any ({outlines})
    or r.id in (select unnest(answered.reviews) from answered_for answered);
