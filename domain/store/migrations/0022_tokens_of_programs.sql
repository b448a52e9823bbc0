-- To which roles of their person tokens of programs are limited: none is named where it is to all of them.
alter table public.api_tokens add column roles text[];

create index api_tokens_of_person on public.api_tokens (person, made_at);
