create table recommendations (
    id uuid not null,
    partnership uuid not null,
    review uuid not null,
    label text not null,
    label_order text collate "C" not null,
    wording text not null,
    scope text,
    reach text,
    addressees uuid[] not null,
    addressees_in_words text[] not null,
    issue text not null,
    theme text not null,
    lessons uuid[] not null,
    place bigint not null,
    withdrawn boolean not null,
    version bigint not null,
    since bigint not null,
    until bigint
);

create index recommendations_review on recommendations (review, label_order, place, since, until);
create index recommendations_label on recommendations (partnership, label_order, id, since, until) include (review);
create index recommendations_versions on recommendations (id, since);
create index recommendations_addressees on recommendations using gin (addressees) where until is null;

create view counted_recommendations as
select id, review, since, until
from recommendations;
