-- Who said that words which look like personal details are none, in which field, and when.
-- Beside the log, by the correlation of the events that were recorded then; the words themselves stand there.
create table public.not_personal (
    correlation uuid not null,
    field text not null,
    likenesses text[] not null check (likenesses <> '{}'),
    person uuid not null,
    said_at timestamptz not null,
    constraint not_personal_is_said_once primary key (correlation, field)
);
