-- What somebody said is not personal is never changed: it holds no words that would have to be erased.
create function public.refuse_to_change_not_personal() returns trigger language plpgsql as $$
begin
    raise exception 'What was said not to be personal is never changed.' using errcode = 'restrict_violation';
end
$$;

create trigger not_personal_is_immutable before update or delete or truncate on public.not_personal
    for each statement execute function public.refuse_to_change_not_personal();

-- "Always": a session that plays the part of a replica is refused as well.
alter table public.not_personal enable always trigger not_personal_is_immutable;
