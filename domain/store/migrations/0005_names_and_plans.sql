-- What commands look up before they decide: whose each name of an agency is, and what belongs to a review's plan.
create table public.agency_names (
    name_key text primary key,
    agency uuid not null
);

create index agency_names_agency on public.agency_names (agency);

create table public.plan_things (
    review uuid not null,
    thing uuid not null,
    kind text not null check (kind in ('recommendation', 'action')),
    place bigint generated always as identity,
    primary key (review, thing)
);

create index plan_things_place on public.plan_things (review, kind, place);
