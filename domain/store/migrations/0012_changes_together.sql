-- One command on many things: which were chosen, what was typed (sealed), and what became of each.
-- Its id is the correlation of all its events. `body_hash`: of what was sent, null until then.
create table public.changes_together (
    id uuid primary key,
    person uuid not null,
    partnership uuid,
    noun text not null,
    key text,
    sealed text not null,
    body_hash bytea check (octet_length(body_hash) = 32),
    made_at timestamptz not null,
    constraint changes_together_key_is_unique unique (person, key)
);

create table public.things_together (
    change uuid not null references public.changes_together on delete cascade,
    place integer not null,
    thing uuid not null,
    version bigint not null,
    what text check (what in ('recorded', 'nothing new', 'refused')),
    sentence text not null default '',
    primary key (change, thing)
);

create index things_together_waiting on public.things_together (change, place) where what is null;
create index changes_together_made_at on public.changes_together (made_at);
