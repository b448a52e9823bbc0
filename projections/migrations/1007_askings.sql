-- A mail may say two things of one action: that its date comes near, and that progress is asked for.
drop index public.reminders_decided_once;

create unique index reminders_decided_once on public.reminders (outbox, action, step) where what = 'decided';
