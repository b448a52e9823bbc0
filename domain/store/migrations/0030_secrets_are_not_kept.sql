-- Secrets of tokens and calendars that were kept, encrypted, for answers to repeated requests: they go.
update public.idempotency_keys set sealed = ''
where sealed <> ''
    and (address in ('/tokens', '/api/v1/calendar-feeds') or address like '/people/%/calendars');
