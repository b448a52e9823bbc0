-- The extension by which search forgives typing errors: a trusted one, so that who may create in the database may add it.
do $$
declare
    place text;
begin
    create extension if not exists pg_trgm with schema public;
    select extnamespace::regnamespace::text into place from pg_extension where extname = 'pg_trgm';
    if place <> 'public' then
        raise exception using message = format(
            'The PostgreSQL extension pg_trgm, which search needs, is in the schema %s of this database. '
            'Run "alter extension pg_trgm set schema public" there, then migrate again.',
            place
        );
    end if;
exception
    when insufficient_privilege then
        raise exception using message =
            'This account may not add the PostgreSQL extension pg_trgm, which search needs. Let the owner of '
            'the database run "create extension pg_trgm with schema public" in it, then migrate again.';
    when feature_not_supported or undefined_file then
        raise exception using message =
            'This PostgreSQL server lacks the extension pg_trgm, which search needs. Install it (it comes with '
            'PostgreSQL, in the package of its contributed modules), then migrate again.';
end
$$;
