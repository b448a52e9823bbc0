-- What a mail may say of the clocks of reviews that it was prepared with, as they stand now.
select distinct on (decided.clock)
    decided.clock,
    decided.partnership,
    decided.due_date_version,
    decided.step,
    decided.rule_version,
    decided.person,
    decided.outbox,
    clock.kind,
    clock.due,
    clock.review,
    review.reference,
    clock.about,
    coalesce(agency.name, '') as agency,
    partnership.name as partnership_name,
    partnership.reply_to,
    clock.ended_on is not null or clock.paused_on is not null as stands,
    clock.due_date_version <> decided.due_date_version as moved,
    exists (
        select
        from roles as held
        where held.until is null
            and held.person = decided.person
            and held.partnership = decided.partnership
            and (held.review = clock.review or held.role in ('coordinator', 'administrator'))
    ) as may_open
from public.outbox as mail
join public.reminders as decided on decided.outbox = mail.id and decided.what = 'decided'
join clocks as clock on clock.id = decided.clock and clock.until is null
join reviews as review on review.id = clock.review and review.until is null
join partnerships as partnership on partnership.id = clock.partnership and partnership.until is null
left join agencies as agency on agency.id = clock.about and agency.until is null
where (mail.id = %(mail)s or mail.goes_with = %(mail)s) and review.erasure <> 'erased'
order by decided.clock, decided.day desc
