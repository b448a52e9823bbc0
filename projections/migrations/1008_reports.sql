-- Reports that somebody has asked for. A worker makes their figures; they are kept for a day. A ledger, which no
-- rebuild touches.
create table public.reports (
    id uuid primary key,
    person uuid not null,
    partnerships uuid[],
    position bigint not null,
    today date not null,
    as_at timestamptz,
    asked_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'being made', 'made', 'failed')),
    step text not null default '',
    attempts integer not null default 0,
    begun_at timestamptz,
    ended_at timestamptz,
    figures jsonb,
    why text not null default '',
    check ((state = 'made') = (figures is not null)),
    check ((state = 'failed') = (why <> '')),
    check ((state in ('made', 'failed')) = (ended_at is not null))
);

create index reports_to_make on public.reports (asked_at, id) where state in ('waiting', 'being made');
create index reports_of_person on public.reports (person, asked_at desc);
