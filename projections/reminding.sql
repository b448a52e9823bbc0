-- The open actions of issued plans that are due up to a day, with the reminders that were decided for this due date.
select
    action.id,
    action.partnership,
    action.owner,
    action.lead,
    action.due,
    action.due_date_version,
    greatest(action.due_recorded_on, issued.recorded_on) as since,
    action.asked_until is not null as asks_for_time,
    array(
        select distinct decided.step
        from public.reminders as decided
        where decided.action = action.id
            and decided.due_date_version = action.due_date_version
            and decided.what = 'decided'
            and decided.step not like 'asked-%%'
            and decided.step not like 'no-owner-%%'
            and not exists (
                select
                from public.reminders as skipped
                where skipped.outbox = decided.outbox
                    and skipped.action = decided.action
                    and skipped.step = decided.step
                    and skipped.what = 'skipped'
            )
    ) as already
from actions as action
cross join lateral (
    select min(review.issue_recorded_on) as recorded_on
    from reviews as review
    where review.id = any (action.reviews) and review.until is null and review.erasure <> 'erased'
) as issued
where action.until is null
    and action.due <= %(until)s
    and action.delivery = any (%(open)s)
    and issued.recorded_on is not null
order by action.due, action.number_order, action.id
