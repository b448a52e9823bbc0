-- A reminder may be about a clock of a review in place of an action: it names the one or the other.
alter table public.reminders
    add column clock uuid,
    alter column action drop not null,
    add constraint reminders_about_one_thing check (num_nonnulls(action, clock) = 1);

create index reminders_clock on public.reminders (clock, due_date_version) include (step, what, outbox)
    where clock is not null;
create unique index reminders_clock_decided_once on public.reminders (outbox, clock, step)
    where what = 'decided' and clock is not null;
create index reminders_clock_skipped on public.reminders (outbox, clock)
    where what = 'skipped' and clock is not null;
create unique index reminders_clock_remarked_once
    on public.reminders (clock, due_date_version, step, what, why)
    where outbox is null and clock is not null;
