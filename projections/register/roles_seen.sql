create view roles as
select r.*
from {tables}.roles r
where {is_administrator}
    or r.partnership = any ({administered})
    or r.partnership = any ({whole})
    or r.partnership = any ({histories})
    or r.person = {person};

-- What a person holds on a day, whoever asks: by it is found what they see. In one statement, as it is asked for
-- every request. Authors of a review that was published read it as others do, and change nothing any more. Until
-- somebody coordinates a partnership, the administrators of the installation stand in.
create function held_by(who uuid, today date)
returns table (
    name text, administrator boolean, held json[], access uuid[], partnerships uuid[], commissioned json[]
)
language sql stable security definer
set search_path = {tables}, public, pg_temp
as $$
    select
        coalesce((select details.name from public.person_details details where details.person = who), ''),
        its.administrator,
        array(
            select json_build_array(held.capacity, held.partnership, held.review, held.agency)
            from (
                select r.role as capacity, r.partnership, r.review, r.agency
                from roles r
                where r.person = who and r.until is null
                    and r.first_day <= today and coalesce(r.last_day >= today, true)
                    and not (
                        r.role in ('independent chair', 'report author')
                        and exists (
                            select
                            from reviews
                            where reviews.id = r.review and reviews.until is null
                                and reviews.published_on is not null
                        )
                    )
                union all
                select c.contact, c.partnership, null, c.agency
                from contacts c
                where c.person = who and c.until is null
                union all
                select 'coordinator', p.id, null, null
                from partnerships p
                where p.until is null
                    and its.administrator
                    and not exists (
                        select
                        from roles r
                        where r.partnership = p.id and r.role = 'coordinator' and r.until is null
                            and r.first_day <= today and coalesce(r.last_day >= today, true)
                    )
            ) held
        ),
        array(
            select a.review
            from access_list a
            where a.person = who and a.until is null
                and a.first_day <= today and coalesce(a.last_day >= today, true)
            union all
            select r.review
            from roles r
            where r.person = who and r.until is null and r.role in ('independent chair', 'report author')
                and r.first_day <= today and coalesce(r.last_day >= today, true)
        ),
        array(
            select p.id from partnerships p where its.administrator and p.until is null
            union
            select r.partnership
            from roles r
            where r.person = who and r.until is null
                and r.first_day <= today and coalesce(r.last_day >= today, true)
            union
            select c.partnership from contacts c where c.person = who and c.until is null
            union
            select a.partnership
            from access_list a
            where a.person = who and a.until is null
                and a.first_day <= today and coalesce(a.last_day >= today, true)
            union
            select a.partnership from actions a where a.owner = who and a.until is null
        ),
        array(
            select json_build_array(
                r.id, r.partnership, body.partnership, r.published_on is not null and r.erasure <> 'erased'
            )
            from reviews r
            cross join unnest(r.commissioned_with) body (partnership)
            where r.until is null and r.commissioned_with <> '{}'
                and (
                    its.administrator
                    or body.partnership in (
                        select held.partnership
                        from roles held
                        where held.person = who and held.until is null
                            and held.first_day <= today and coalesce(held.last_day >= today, true)
                    )
                )
        )
    from (
        select exists (select from public.administrators where person = who) as administrator
    ) its
$$;
