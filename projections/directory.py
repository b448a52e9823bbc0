"""The directory: partnerships, agencies with their contacts, and people with their roles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from projections.asking import Asking, pattern

PARTNERSHIPS = Asking.of("select p.* from partnerships p where {p:stands} order by lower(p.name)", "p")

AGENCIES: Final = """
    select
        agency.*,
        count(a.id) filter (where a.delivery not in ('signed off', 'cancelled')) as open_actions,
        count(a.id) filter (where {overdue}) as overdue
    from agencies agency
    left join actions a on a.lead = agency.id and {a:stands}
    where {agency:stands}
        and (%(id)s::uuid is null or agency.id = %(id)s)
        and (
            %(words)s::text is null
            or agency.name ilike %(words)s
            or array_to_string(agency.aliases, '; ') ilike %(words)s
        )
    group by agency.id, agency.name, agency.aliases, agency.version, agency.since, agency.until
    order by lower(agency.name), agency.id
    limit %(limit)s offset %(offset)s
"""
AGENCIES_ASKED = Asking.of(AGENCIES, "agency", "a")

CONTACTS: Final = """
    select c.partnership, c.agency, c.contact, c.person, person.post, coalesce(details.name, '') as name
    from contacts c
    left join people person on person.id = c.person and {person:stands}
    left join public.person_details details on details.person = c.person
    where {c:stands}
        and (%(agency)s::uuid is null or c.agency = %(agency)s)
        and (%(person)s::uuid is null or c.person = %(person)s)
    order by c.contact, details.name
"""
CONTACTS_ASKED = Asking.of(CONTACTS, "c", "person")

PEOPLE: Final = """
    select
        person.*,
        coalesce(details.name, '') as name,
        coalesce(details.email, '') as email,
        coalesce(details.telephone, '') as telephone,
        agency.name as agency_name,
        array(
            select distinct role.role
            from roles role
            where role.person = person.id and {role:stands}
            order by 1
        ) as roles
    from people person
    left join public.person_details details on details.person = person.id
    left join agencies agency on agency.id = person.agency and {agency:stands}
    where {person:stands}
        and (%(id)s::uuid is null or person.id = %(id)s)
        and (%(agency)s::uuid is null or person.agency = %(agency)s)
        and (%(ids)s::uuid[] is null or person.id = any (%(ids)s))
    order by person.has_left, lower(details.name), person.id
    limit %(limit)s offset %(offset)s
"""
PEOPLE_ASKED = Asking.of(PEOPLE, "person", "agency", "role")

ROLES: Final = """
    select role.role, role.person, person.post, coalesce(details.name, '') as name
    from roles role
    left join people person on person.id = role.person and {person:stands}
    left join public.person_details details on details.person = role.person
    where {role:stands} and role.partnership = %(partnership)s
    order by role.role, details.name
"""
ROLES_ASKED = Asking.of(ROLES, "role", "person")

NAMES: Final = """
    select agency.id, agency.name from agencies agency where agency.id = any (%(ids)s) and {agency:stands}
    union all
    select person.id, concat_ws(', ', nullif(details.name, ''), nullif(person.post, ''), agency.name)
    from people person
    left join public.person_details details on details.person = person.id
    left join agencies agency on agency.id = person.agency and {agency:stands}
    where person.id = any (%(ids)s) and {person:stands}
    union all
    select a.id, a.number from actions a where a.id = any (%(ids)s) and {a:stands}
    union all
    select rec.id, rec.label from recommendations rec where rec.id = any (%(ids)s) and {rec:stands}
    union all
    select r.id, r.reference from reviews r where r.id = any (%(ids)s) and {r:stands}
    union all
    select p.id, p.name from partnerships p where p.id = any (%(ids)s) and {p:stands}
"""
NAMES_ASKED = Asking.of(NAMES, "agency", "person", "a", "rec", "r", "p")


def partnerships(connection: Connection[Any], *, at: int | None = None) -> Sequence[Any]:
    """All partnerships by name."""
    return PARTNERSHIPS.ask(connection, {}, at)


def agencies(
    connection: Connection[Any],
    *,
    today: date,
    words: str | None = None,
    identity: UUID | None = None,
    limit: int = 1000,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """Agencies by name, with how many open and how many overdue actions they lead."""
    parameters = {"id": identity, "words": pattern(words), "today": today, "limit": limit, "offset": offset}
    return AGENCIES_ASKED.ask(connection, parameters, at)


def contacts(
    connection: Connection[Any],
    *,
    agency: UUID | None = None,
    person: UUID | None = None,
    at: int | None = None,
) -> Sequence[Any]:
    """Who answers for an agency, or for whom a person answers."""
    return CONTACTS_ASKED.ask(connection, {"agency": agency, "person": person}, at)


def roles(connection: Connection[Any], *, partnership: UUID, at: int | None = None) -> Sequence[Any]:
    """Who has which role in a partnership."""
    return ROLES_ASKED.ask(connection, {"partnership": partnership}, at)


def people(
    connection: Connection[Any],
    *,
    agency: UUID | None = None,
    identity: UUID | None = None,
    identities: Iterable[UUID] | None = None,
    limit: int = 1000,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """People by name, those who have left last."""
    ids = None if identities is None else list(identities)
    parameters = {"id": identity, "agency": agency, "ids": ids, "limit": limit, "offset": offset}
    return PEOPLE_ASKED.ask(connection, parameters, at)


def names(
    connection: Connection[Any], identities: Iterable[UUID], *, at: int | None = None
) -> Mapping[UUID, str]:
    """By which names people know these things; an action by its number, a person by name, post and agency."""
    return {row.id: row.name for row in NAMES_ASKED.ask(connection, {"ids": list(set(identities))}, at)}
