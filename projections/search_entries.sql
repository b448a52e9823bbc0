create table search_entries (
    id uuid not null,
    kind text not null,
    partnership uuid,
    reviews uuid[] not null,
    heading text not null,
    known_as text[] not null,
    text text not null,
    background text not null,
    lead text not null,
    others text not null,
    since bigint not null,
    until bigint,
    document tsvector not null generated always as (
        setweight(to_tsvector('english', heading), 'A')
        || setweight(to_tsvector('english', left(text, 100000)), 'B')
        || setweight(to_tsvector('english', left(background || ' ' || lead || ' ' || others, 100000)), 'C')
    ) stored,
    -- Without the background, for whoever may read the wording alone; null where there is none.
    worded tsvector generated always as (
        case when background <> '' then
            setweight(to_tsvector('english', heading), 'A')
            || setweight(to_tsvector('english', left(text, 100000)), 'B')
            || setweight(to_tsvector('english', left(lead || ' ' || others, 100000)), 'C')
        end
    ) stored
);

create index search_entries_document on search_entries using gin (document) with (gin_pending_list_limit = 512);
create index search_entries_known_as on search_entries using gin (known_as) with (gin_pending_list_limit = 512);
create index search_entries_id on search_entries (id, since, until);
