-- Mail to send, and what was decided about every reminder: ledgers beside the log that no rebuild touches.
create table public.outbox (
    id uuid primary key,
    message_id text not null unique,
    person uuid not null,
    day date not null,
    kind text not null default 'digest' check (kind = 'digest'),
    prepared_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'skipped', 'replaced')),
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    sent_at timestamptz,
    last_error text not null default '',
    goes_with uuid references public.outbox,
    subject text not null default '',
    body text not null default '',
    constraint outbox_one_digest_a_day unique (person, day, kind),
    check ((state = 'waiting') = (next_attempt_at is not null)),
    check ((state = 'sent') = (sent_at is not null)),
    check ((state = 'replaced') = (goes_with is not null))
);

create index outbox_waiting on public.outbox (next_attempt_at, id) where state = 'waiting';
create index outbox_goes_with on public.outbox (goes_with) where goes_with is not null;
create index outbox_newest on public.outbox (day desc, id);

-- One row for everything that is decided about, or becomes of, one reminder of one action to one person.
create table public.reminders (
    id bigint generated always as identity primary key,
    action uuid not null,
    partnership uuid not null,
    due_date_version bigint not null,
    step text not null,
    rule_version integer not null,
    person uuid,
    outbox uuid references public.outbox,
    what text not null check (what in ('decided', 'sent', 'failed', 'skipped', 'held', 'bounced')),
    why text not null default '',
    day date not null,
    recorded_at timestamptz not null default clock_timestamp()
);

create index reminders_action on public.reminders (action, due_date_version) include (step, what, outbox);
create unique index reminders_decided_once on public.reminders (outbox, action) where what = 'decided';
create index reminders_skipped on public.reminders (outbox, action) where what = 'skipped';
create unique index reminders_remarked_once on public.reminders (action, due_date_version, step, what, why)
    where outbox is null;

create function public.refuse_to_change_reminders() returns trigger language plpgsql as $$
begin
    raise exception 'What was decided about a reminder is never changed or deleted.'
        using errcode = 'restrict_violation';
end
$$;

create trigger reminders_are_immutable before update or delete or truncate on public.reminders
    for each statement execute function public.refuse_to_change_reminders();

alter table public.reminders enable always trigger reminders_are_immutable;

-- Which days the clock has asked who is due: a day with no end is asked again after a restart.
create table public.scheduler_runs (
    day date primary key,
    started_at timestamptz not null,
    finished_at timestamptz
);
