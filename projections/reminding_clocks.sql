-- The clocks that run and are due up to a day, with the reminders that were decided for this due date.
select
    clock.id,
    clock.partnership,
    clock.review,
    clock.about,
    clock.due,
    clock.due_date_version,
    clock.due_recorded_on as since,
    array(
        select distinct decided.step
        from public.reminders as decided
        where decided.clock = clock.id
            and decided.due_date_version = clock.due_date_version
            and decided.what = 'decided'
            and not exists (
                select
                from public.reminders as skipped
                where skipped.outbox = decided.outbox
                    and skipped.clock = decided.clock
                    and skipped.step = decided.step
                    and skipped.what = 'skipped'
            )
    ) as already
from clocks as clock
join reviews as review on review.id = clock.review and review.until is null
where clock.until is null
    and clock.ended_on is null
    and clock.paused_on is null
    and clock.due <= %(until)s
    and review.erasure <> 'erased'
order by clock.due, clock.id
