-- Since when a file is being recorded, and why the last attempt was refused.
alter table public.drafts add column recording_since timestamptz;
alter table public.drafts add column refusal text not null default '';
