-- A view that is shared is shared with those of the partnerships of whoever shares it.
alter table public.saved_views add column partnerships uuid[] not null default '{}';
