create table search_words (
    id uuid not null,
    word text not null,
    since bigint not null,
    until bigint
);

create index search_words_word on search_words using gist (word gist_trgm_ops (siglen = 32));
