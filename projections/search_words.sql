create table search_words (
    id uuid not null,
    word text not null,
    since bigint not null,
    until bigint
);

create index search_words_word on search_words using gin (word gin_trgm_ops) with (gin_pending_list_limit = 256);
