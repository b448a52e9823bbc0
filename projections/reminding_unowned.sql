-- The open actions of issued plans whose owner has left or has said "not mine", while nobody was told of it.
-- Lost: the position in the log of the event by which it is without an owner.
select action.id, action.partnership, action.owner, action.lead, action.due_date_version, gone.lost
from actions as action
left join people as owner on owner.id = action.owner and owner.until is null
cross join lateral (
    select case
        when action.owner is null then (
            select max(earlier.until)
            from actions as earlier
            where earlier.id = action.id and earlier.owner is not null
        )
        when owner.has_left then (
            select max(earlier.until)
            from people as earlier
            where earlier.id = action.owner and not earlier.has_left
        )
    end as lost
) as gone
where action.until is null
    and action.delivery = any (%(open)s)
    and gone.lost is not null
    and exists (
        select
        from reviews as review
        where review.id = any (action.reviews)
            and review.until is null
            and review.issued_on is not null
            and review.erasure <> 'erased'
    )
    and not exists (
        select
        from public.reminders as decided
        where decided.action = action.id
            and decided.step = 'no-owner-' || gone.lost
            and decided.what = 'decided'
            and not exists (
                select
                from public.reminders as skipped
                where skipped.outbox = decided.outbox
                    and skipped.action = decided.action
                    and skipped.step = decided.step
                    and skipped.what = 'skipped'
            )
    )
order by action.number_order, action.id
