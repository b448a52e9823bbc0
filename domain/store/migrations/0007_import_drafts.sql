-- A file between being read and being recorded, sealed with the key of its partnership; a day at most.
create table public.import_drafts (
    id uuid primary key,
    person uuid not null,
    partnership uuid not null,
    reference text not null,
    issued boolean not null,
    file_name text not null,
    sealed bytea not null,
    sha256 text not null,
    made_at timestamptz not null
);
