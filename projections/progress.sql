create table progress_notes (
    position bigint primary key,
    action uuid not null,
    progress text not null,
    evidence text not null,
    happened_on date not null
);

create index progress_notes_action on progress_notes (action, position);
