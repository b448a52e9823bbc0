create table chapters (
    id uuid not null,
    since bigint not null,
    until bigint,
    book uuid not null,
    chapter jsonb not null
);
