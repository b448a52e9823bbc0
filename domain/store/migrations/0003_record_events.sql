-- The only way into the log: one writer at a time, positions without gaps, time that never goes back.
create function public.record_events(
    originators uuid[],
    versions bigint[],
    topics text[],
    states text[],
    partnerships uuid[],
    correlations uuid[],
    keys uuid[]
) returns bigint language plpgsql as $$
declare
    last record;
    moment timestamptz;
begin
    -- Under another isolation level the last position would be read as it was before the lock.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Events are recorded under READ COMMITTED only.';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('dhr-tracker:events', 0));
    if exists (select from public.text_keys where id = any (keys) and destroyed_at is not null) then
        raise exception 'The key of this text was destroyed.' using errcode = 'DH001';
    end if;
    select position, recorded_at into last from public.events order by position desc limit 1;
    moment := greatest(clock_timestamp(), last.recorded_at);
    insert into public.events
    select coalesce(last.position, 0) + place, originator, version, topic, state::json, partnership, correlation, moment
    from unnest(originators, versions, topics, states, partnerships, correlations)
        with ordinality as given (originator, version, topic, state, partnership, correlation, place);
    perform pg_notify('events', '');
    return coalesce(last.position, 0) + cardinality(originators);
end
$$;

-- Destroys the key of a scope, under the same lock, so that no text is written with it afterwards.
create function public.destroy_text_key(given_scope uuid) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('dhr-tracker:events', 0));
    update public.text_keys set wrapped = null, destroyed_at = now()
    where scope = given_scope and destroyed_at is null;
end
$$;
