-- What is asked for many rows at once stands in functions: written out in every statement that reads these views,
-- it would take longer to plan than to carry out.
create function published_reviews() returns setof uuid
language plpgsql stable security definer
set search_path = {tables}, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    select r.id
    from reviews r
    where r.until is null
        and r.published_on is not null
        and r.erasure <> 'erased'
        and r.partnership = any ({overseen});
end
$$;

create function answered_for() returns table (id uuid, reviews uuid[], recommendations uuid[], for_agency boolean)
language plpgsql stable security definer
set search_path = {tables}, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
    if {owner} is not null then
        return query
        select a.id, a.reviews, a.recommendations, false
        from actions a
        where a.until is null and a.owner = {owner};
    end if;
    if {agencies} is not null then
        return query
        select a.id, a.reviews, a.recommendations, true
        from actions a
        where a.until is null
            and (a.lead = any ({agencies}) or a.supporting && {agencies})
            and exists (
                select
                from unnest(a.supporting || a.lead) as its (agency)
                where a.partnership::text || ':' || its.agency::text = any ({answers_for})
            );
    end if;
end
$$;

create function answered_recommendations() returns setof uuid
language plpgsql stable security definer
set search_path = {tables}, public, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
    if {agencies} is not null then
        return query
        select answered.id
        from (
            -- As an array, they are found by their ids however many a plan expects.
            select rec.id, rec.review
            from recommendations rec
            where rec.until is null
                and rec.id = any (array(
                    select distinct unnest(its.recommendations) from {seen}.answered_for() its where its.for_agency
                ))
            union
            select rec.id, rec.review
            from recommendations rec
            where rec.until is null
                and rec.addressees && {agencies}
                and exists (
                    select
                    from unnest(rec.addressees) as its (agency)
                    where rec.partnership::text || ':' || its.agency::text = any ({answers_for})
                )
        ) answered
        join reviews r on r.id = answered.review and r.until is null and r.issued_on is not null;
    end if;
end
$$;

create view reviews as
select
    r.id,
    r.partnership,
    r.reference,
    r.label,
    case when its.is_whole or its.is_plan then r.pseudonym else '' end as pseudonym,
    r.opened_on,
    r.issued_on,
    r.issue_recorded_on,
    r.published_on,
    r.version,
    r.concluded_on,
    case when its.is_whole then r.holds else '{}' end as holds,
    r.erasure,
    r.commissioned_with,
    r.other_bodies,
    case when its.is_whole or its.is_plan or r.partnership = any ({outlines}) then r.entered_at end as entered_at,
    case
        when its.is_whole or its.is_plan or r.partnership = any ({outlines}) then r.steps
        else '{}'
    end as steps,
    case when its.is_whole or its.is_plan or r.partnership = any ({outlines}) then r.outcome end as outcome,
    case when its.is_whole or its.is_plan or r.partnership = any ({outlines}) then r.paused_on end as paused_on,
    r.since,
    r.until
from {tables}.reviews r
cross join lateral (
    select
        {is_everything}
        or r.partnership = any ({whole})
        or r.id = any ({reviews})
        or r.partnership = any ({published}) and r.id in (select published_reviews()) as is_whole,
        r.id = any ({papers})
        or r.partnership = any ({overseen}) and r.id in (select published_reviews()) as is_plan
) its
where its.is_whole
    or its.is_plan
    or r.partnership = any ({outlines})
    or r.id in (select unnest(answered.reviews) from answered_for() answered);
