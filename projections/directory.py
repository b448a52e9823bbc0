"""The directory: partnerships, agencies with their contacts, and people with their roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.vocabulary import Role
from projections.asking import Asking, pattern
from projections.ordering import both_ways

PARTNERSHIPS = Asking.of(
    """
    select p.*
    from partnerships p
    where {p:stands} and (%(id)s::uuid is null or p.id = %(id)s)
    order by lower(p.name)
    """,
    "p",
)
NAMES_OF_PARTNERSHIPS = Asking.of(
    """
    select p.id, p.code, p.name
    from partnerships p
    where {p:stands} and (%(said)s::text is null or p.code = %(said)s or upper(p.id::text) = %(said)s)
    order by lower(p.name)
    """,
    "p",
)

OTHER_PARTNERSHIPS = Asking.of(
    """
    select p.id, p.name
    from partnership_names p
    where {p:stands} and p.id <> %(than)s
    order by lower(p.name), p.id
    """,
    "p",
)

CHOSEN_AGENCIES: Final = """
    from agencies agency
    cross join lateral (
        select
            count(*) filter (where a.delivery not in ('signed off', 'cancelled')) as open_actions,
            count(*) filter (where {overdue}) as overdue
        from actions a
        where a.lead = agency.id and {a:stands}
    ) counts
    where {agency:stands}
        and (%(id)s::uuid is null or agency.id = %(id)s)
        and (%(overdue)s::boolean is null or (counts.overdue > 0) = %(overdue)s)
        and (%(open)s::boolean is null or (counts.open_actions > 0) = %(open)s)
        and (
            %(words)s::text is null
            or agency.name ilike %(words)s
            or array_to_string(agency.aliases, '; ') ilike %(words)s
        )
"""

AGENCIES: Final = """
    select agency.*, counts.open_actions, counts.overdue
    {chosen}
    order by {order}
    limit %(limit)s offset %(offset)s
"""

# Agencies stand in alphabetical order: the tracker makes no league tables.
AGENCY_ORDERS: Final = both_ways({"name": "lower(agency.name)"}, "lower(agency.name), agency.id")
AGENCIES_ASKED = {
    name: Asking.of(AGENCIES, "agency", "a", chosen=CHOSEN_AGENCIES, order=order)
    for name, order in AGENCY_ORDERS.items()
}
AGENCIES_COUNTED = Asking.of("select count(*) {chosen}", "agency", "a", chosen=CHOSEN_AGENCIES)

CONTACTS: Final = """
    select c.partnership, c.agency, c.contact, c.person, person.post, coalesce(details.name, '') as name
    from contacts c
    left join people person on person.id = c.person and {person:stands}
    left join person_details details on details.person = c.person
    where {c:stands}
        and (%(agency)s::uuid is null or c.agency = %(agency)s)
        and (%(person)s::uuid is null or c.person = %(person)s)
    order by c.contact, details.name
"""
CONTACTS_ASKED = Asking.of(CONTACTS, "c", "person")

CHOSEN_PEOPLE: Final = """
    from people person
    left join person_details details on details.person = person.id
    left join agencies agency on agency.id = person.agency and {agency:stands}
    where {person:stands}
        and (%(id)s::uuid is null or person.id = %(id)s)
        and (%(agency)s::uuid is null or person.agency = %(agency)s)
        and (%(ids)s::uuid[] is null or person.id = any (%(ids)s))
        and (%(has_left)s::boolean is null or person.has_left = %(has_left)s)
        and (%(mail)s::boolean is null or (coalesce(details.email, '') <> '') = %(mail)s)
        and (
            %(role)s::text is null
            or exists (
                select from roles role
                where role.person = person.id and role.role = %(role)s and {role:stands}
            )
        )
        and (
            %(words)s::text is null
            or details.name ilike %(words)s
            or details.email ilike %(words)s
            or person.post ilike %(words)s
        )
"""

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
    {chosen}
    order by {order}
    limit %(limit)s offset %(offset)s
"""

PEOPLE_ORDERS: Final = both_ways(
    {
        "name": "lower(details.name)",
        "post": "nullif(lower(person.post), '')",
        "agency": "lower(agency.name)",
        "email": "nullif(lower(details.email), '')",
        "has_left": "person.has_left",
    },
    "person.has_left, lower(details.name), person.id",
)
PEOPLE_ASKED = {
    name: Asking.of(PEOPLE, "person", "agency", "role", chosen=CHOSEN_PEOPLE, order=order)
    for name, order in PEOPLE_ORDERS.items()
}
PEOPLE_COUNTED = Asking.of("select count(*) {chosen}", "person", "agency", "role", chosen=CHOSEN_PEOPLE)

ROLES: Final = """
    select
        role.role, role.person, role.review, role.first_day, role.last_day,
        person.post, coalesce(details.name, '') as name,
        review.reference, agency.name as agency_name
    from roles role
    left join reviews review on review.id = role.review and {review:stands}
    left join agencies agency on agency.id = role.agency and {agency:stands}
    left join people person on person.id = role.person and {person:stands}
    left join person_details details on details.person = role.person
    where {role:stands} and role.partnership = %(partnership)s
    order by role.role, details.name
"""
ROLES_ASKED = Asking.of(ROLES, "role", "person", "review", "agency")

NAMES: Final = """
    select agency.id, agency.name from agencies agency where agency.id = any (%(ids)s) and {agency:stands}
    union all
    select
        person.id,
        coalesce(
            nullif(concat_ws(', ', nullif(details.name, ''), nullif(person.post, ''), agency.name), ''),
            'somebody no longer known'
        )
    from people person
    left join person_details details on details.person = person.id
    left join agencies agency on agency.id = person.agency and {agency:stands}
    where person.id = any (%(ids)s) and {person:stands}
    union all
    select a.id, a.number from actions a where a.id = any (%(ids)s) and {a:stands}
    union all
    select rec.id, rec.label from recommendations rec where rec.id = any (%(ids)s) and {rec:stands}
    union all
    select l.id, 'lesson ' || count(*)
    from lessons l
    join lessons before on before.review = l.review and before.found_at <= l.found_at and {before:stands}
    where l.id = any (%(ids)s) and {l:stands}
    group by l.id
    union all
    select r.id, r.reference from reviews r where r.id = any (%(ids)s) and {r:stands}
    union all
    select p.id, p.name
    from partnership_names p
    where p.id = any (%(ids)s)
        and {p:stands}
        and (
            p.id in (select known.id from leading_partnerships known)
            or exists (
                select
                from reviews joint
                where joint.commissioned_with <> '{}' and p.id = any (joint.commissioned_with)
            )
        )
"""
NAMES_ASKED = Asking.of(NAMES, "agency", "person", "a", "rec", "l", "before", "r", "p")


def partnerships(
    connection: Connection[Any], *, identity: UUID | None = None, at: int | None = None
) -> Sequence[Any]:
    """All partnerships by name, or one, with their rules."""
    return PARTNERSHIPS.ask(connection, {"id": identity}, at)


def names_of_partnerships(
    connection: Connection[Any], said: str | None = None, *, at: int | None = None
) -> Sequence[Any]:
    """Id, code and name of all partnerships, by name, or of the one whose code or id was `said`.

    Their rules, which hardly a page shows, take as long to read as a page of actions.
    """
    return NAMES_OF_PARTNERSHIPS.ask(connection, {"said": said.upper() if said else said}, at)


def other_partnerships(connection: Connection[Any], than: UUID) -> Sequence[Any]:
    """Id and name of every other partnership of the installation, by name, whoever asks."""
    return OTHER_PARTNERSHIPS.ask(connection, {"than": than}, None)


@dataclass(frozen=True)
class Agencies:
    """Which agencies. None: all. `open`, `overdue`: that lead such actions; `words`: in name or alias."""

    id: UUID | None = None
    open: bool | None = None
    overdue: bool | None = None
    words: str | None = None

    def parameters(self, today: date) -> dict[str, Any]:
        """The parameters of the statements; `today` is the day in London on which overdue is reckoned."""
        return asdict(self) | {"words": pattern(self.words), "today": today}


@dataclass(frozen=True)
class People:
    """Which people. None: all. `mail`: with an e-mail address; `words`: in name, address and post."""

    id: UUID | None = None
    ids: Sequence[UUID] | None = None
    agency: UUID | None = None
    has_left: bool | None = None
    mail: bool | None = None
    role: Role | None = None
    words: str | None = None

    def parameters(self) -> dict[str, Any]:
        """The parameters of the statements."""
        return asdict(self) | {"words": pattern(self.words)}


def chosen_agencies(
    connection: Connection[Any],
    filters: Agencies,
    *,
    today: date,
    sort: str = "",
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """One page of agencies in one of the `AGENCY_ORDERS`, with their counts of actions that they lead."""
    parameters = filters.parameters(today) | {"limit": limit, "offset": offset}
    return AGENCIES_ASKED[sort].ask(connection, parameters, at)


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
    filters = Agencies(id=identity, words=words)
    return chosen_agencies(connection, filters, today=today, limit=limit, offset=offset, at=at)


def count_agencies(
    connection: Connection[Any], filters: Agencies, *, today: date, at: int | None = None
) -> int:
    """How many agencies there are of that kind."""
    return int(AGENCIES_COUNTED.ask(connection, filters.parameters(today), at)[0][0])


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


def chosen_people(
    connection: Connection[Any],
    filters: People,
    *,
    sort: str = "",
    limit: int = 50,
    offset: int = 0,
    at: int | None = None,
) -> Sequence[Any]:
    """One page of people in one of the `PEOPLE_ORDERS`."""
    return PEOPLE_ASKED[sort].ask(connection, filters.parameters() | {"limit": limit, "offset": offset}, at)


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
    filters = People(id=identity, ids=ids, agency=agency)
    return chosen_people(connection, filters, limit=limit, offset=offset, at=at)


def count_people(connection: Connection[Any], filters: People, *, at: int | None = None) -> int:
    """How many people there are of that kind."""
    return int(PEOPLE_COUNTED.ask(connection, filters.parameters(), at)[0][0])


def names(
    connection: Connection[Any], identities: Iterable[UUID], *, at: int | None = None
) -> Mapping[UUID, str]:
    """By which names people know these things; an action by its number, a person by name, post and agency."""
    return {row.id: row.name for row in NAMES_ASKED.ask(connection, {"ids": list(set(identities))}, at)}
