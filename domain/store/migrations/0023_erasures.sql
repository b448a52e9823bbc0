-- Erasures that two people have decided, and how far each of them is: a step is taken whole, or taken again.
-- `again`: it was erased before, and came back with a backup from before that.
create table public.erasures (
    thing uuid primary key,
    kind text not null check (kind in ('review', 'person')),
    again boolean not null default false,
    decided_at timestamptz not null default now(),
    cleaned_at timestamptz,
    generation integer,
    done_at timestamptz,
    check (generation is null or cleaned_at is not null),
    check (done_at is null or cleaned_at is not null)
);

create index erasures_to_carry_out on public.erasures (decided_at) where done_at is null;
