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
