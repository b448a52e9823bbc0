create table remarks (
    position bigint not null,
    book uuid not null,
    word text not null
);

create index remarks_book on remarks (book, position);
