-- The open actions of issued plans whose progress is asked for, while nobody was told of it nor has answered.
select action.id, action.partnership, action.owner, action.lead, action.due_date_version, action.askings
from actions as action
where action.until is null
    and action.progress_asked_on is not null
    and action.delivery = any (%(open)s)
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
            and decided.step = 'asked-' || action.askings
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
