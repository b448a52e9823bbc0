-- Each time a backup was brought back here; the mail of before is held until a person has released it.
create table public.restorations (
    restored_at timestamptz primary key,
    backed_up_at timestamptz not null,
    position bigint not null,
    mail_released_at timestamptz
);
