-- Which numbers the actions of a recommendation have, so that two that are planned at once get two numbers.
create table public.action_numbers (
    recommendation uuid not null,
    number integer not null,
    primary key (recommendation, number)
);

insert into public.action_numbers (recommendation, number)
select distinct
    (planned.state -> 'recommendations' ->> 0)::uuid,
    substring(planned.state ->> 'number' from '/([0-9]{1,9})$')::integer
from public.events as planned
where planned.topic = 'action.planned' and planned.state ->> 'number' ~ '/[0-9]{1,9}$';
