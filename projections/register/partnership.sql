create table partnerships (
    id uuid not null,
    code text not null,
    name text not null,
    reply_to text not null,
    go_live date,
    single_agency_closes_alone boolean not null,
    rag_rule jsonb not null,
    reminder_rule jsonb not null,
    delegation_schemes jsonb not null,
    version bigint not null,
    retention jsonb not null,
    since bigint not null,
    until bigint
);

create index partnerships_code on partnerships (code, since, until);

-- Of those that lead a review of which something is seen: what it is called by, and the rule of its colours.
create view leading_partnerships as
select id, code, name, rag_rule, since, until
from partnerships;

-- That a partnership is there is no secret within an installation.
create view partnership_names as
select id, name, since, until
from partnerships;
