"""What is due or asked about: open actions of issued plans, whom to write to, what a mail says of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from domain.action import OPEN
from domain.refusals import Refused
from domain.reminders import ReminderRule
from domain.vocabulary import Contact, Role
from projections.projector import Projector
from projections.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg import Connection

    from domain.store.application import Store
    from projections.reading import Views
    from projections.reminding_clocks import ClockLine

ROWS_AT_A_TIME = 5_000
NEEDED = {"actions", "agencies", "clocks", "contacts", "partnerships", "people", "reviews", "roles"}

DUE = Path(__file__).with_name("reminding.sql").read_bytes()
ASKED = Path(__file__).with_name("reminding_asked.sql").read_bytes()
UNOWNED = Path(__file__).with_name("reminding_unowned.sql").read_bytes()
LAPSING = """
    select action.id, action.due
    from actions as action
    where action.until is null
        and action.due < %(day)s
        and action.lapsed_version < action.due_date_version
        and action.delivery = any (%(open)s)
        and exists (
            select
            from reviews as review
            where review.id = any (action.reviews) and review.until is null and review.issued_on is not null
        )
    order by action.due, action.number_order, action.id
    """
# Without a list of partnerships, agencies or people all of them are meant.
PARTNERSHIPS = """
    select id, go_live, reminder_rule
    from partnerships
    where until is null and (%(partnerships)s::uuid[] is null or id = any (%(partnerships)s))
    """
MAIN_CONTACTS = """
    select partnership, agency, person
    from contacts
    where until is null
        and contact = %(contact)s
        and (%(partnerships)s::uuid[] is null or partnership = any (%(partnerships)s))
        and (%(agencies)s::uuid[] is null or agency = any (%(agencies)s))
    order by person
    """
ROLES = """
    select partnership, role, person, review, agency
    from roles
    where until is null
        and first_day <= %(day)s
        and coalesce(last_day >= %(day)s, true)
        and (%(partnerships)s::uuid[] is null or partnership = any (%(partnerships)s))
    order by person
    """
PEOPLE = """
    select person.id, coalesce(details.email, '') as email, person.has_left
    from people as person
    left join person_details as details on details.person = person.id
    where person.until is null and (%(people)s::uuid[] is null or person.id = any (%(people)s))
    """
LINES = """
    select distinct on (decided.action, decided.step like 'asked-%%', decided.step like 'no-owner-%%')
        decided.action,
        decided.partnership,
        decided.due_date_version,
        decided.step,
        decided.rule_version,
        decided.person,
        decided.outbox,
        action.number,
        action.due,
        action.owner,
        coalesce(owner.has_left, false) as owner_has_left,
        action.lead,
        coalesce(agency.name, '') as agency,
        array(
            select review.reference
            from reviews as review
            where review.id = any (action.reviews) and review.until is null
            order by review.reference
        ) as "references",
        partnership.name as partnership_name,
        partnership.reply_to,
        action.delivery <> all (%(open)s) as closed,
        action.due_date_version <> decided.due_date_version as moved,
        action.asked_until is not null as asks_for_time,
        decided.step like 'asked-%%' as is_asked,
        decided.step like 'no-owner-%%' as is_unowned,
        action.progress_asked_on is null as answered,
        action.answer_by
    from public.outbox as mail
    join public.reminders as decided on decided.outbox = mail.id and decided.what = 'decided'
    join actions as action on action.id = decided.action and action.until is null
    join partnerships as partnership on partnership.id = action.partnership and partnership.until is null
    left join agencies as agency on agency.id = action.lead and agency.until is null
    left join people as owner on owner.id = action.owner and owner.until is null
    where mail.id = %(mail)s or mail.goes_with = %(mail)s
    order by
        decided.action, decided.step like 'asked-%%', decided.step like 'no-owner-%%', decided.day desc
    """


class Due(NamedTuple):
    """An open action with a due date. `since`: when that was recorded, or the plan issued if later."""

    id: UUID
    partnership: UUID
    owner: UUID | None
    lead: UUID | None
    due: date
    due_date_version: int
    since: date
    asks_for_time: bool
    already: list[str]


class Asked(NamedTuple):
    """An open action whose progress is asked for, and whose owner has still to be told."""

    id: UUID
    partnership: UUID
    owner: UUID | None
    lead: UUID | None
    due_date_version: int
    askings: int


class Unowned(NamedTuple):
    """An open action whose owner is gone since a position of the log, of which nobody was told yet."""

    id: UUID
    partnership: UUID
    owner: UUID | None
    lead: UUID | None
    due_date_version: int
    lost: int


class Lapsing(NamedTuple):
    """An action whose due date has passed, which nobody has noted yet."""

    id: UUID
    due: date


class Reach(NamedTuple):
    """Whether a person can be written to."""

    email: str
    has_left: bool


class Line(NamedTuple):
    """What a mail may say of one action, and whether there is still reason to.

    `is_asked`: that progress is asked for, `answered` or not. `is_unowned`: that its owner is gone. Else it
    is what its due date brings.
    """

    action: UUID
    partnership: UUID
    due_date_version: int
    step: str
    rule_version: int
    person: UUID
    outbox: UUID
    number: str
    due: date | None
    owner: UUID | None
    owner_has_left: bool
    lead: UUID | None
    agency: str
    references: list[str]
    partnership_name: str
    reply_to: str
    closed: bool
    moved: bool
    asks_for_time: bool
    is_asked: bool
    is_unowned: bool
    answered: bool
    answer_by: date | None


class Rules(NamedTuple):
    """What a partnership has decided about its reminders."""

    go_live: date | None
    reminder_rule: ReminderRule


@dataclass(frozen=True)
class Directory:
    """The rules of each partnership, its main contacts by agency, its people by role, and all people.

    `imr_authors`: who writes the return of an agency, by review and agency.
    """

    rules: dict[UUID, Rules]
    main_contacts: dict[tuple[UUID, UUID], list[UUID]]
    roles: dict[tuple[UUID, Role], list[UUID]]
    people: dict[UUID, Reach]
    imr_authors: dict[tuple[UUID, UUID], list[UUID]] = field(default_factory=dict)

    @property
    def longest_notice(self) -> timedelta:
        """The longest time before a due date at which any partnership reminds."""
        notices = (days for rules in self.rules.values() for days in rules.reminder_rule.days_before)
        return timedelta(days=max(notices, default=0))


def follow_the_log(store: Store, views: Views) -> None:
    """Bring the views to the end of the log. Refuses where one that reminders need has stopped."""
    Projector(store, VIEWS).catch_up()
    stopped = sorted(
        name for name, lag in views.lag().items() if name in NEEDED and lag.failed_at is not None
    )
    if stopped:
        raise Refused(
            f"No reminders are sent while these lists cannot be brought up to date: {', '.join(stopped)}."
            " What is wrong stands in the log of the worker; run `dhr rebuild` once it is mended."
        )


def lapsing(connection: Connection[Any], day: date) -> list[Lapsing]:
    """The actions of issued plans that are overdue on a day, their lapse not recorded, longest first."""
    rows = connection.execute(LAPSING, {"day": day, "open": list(OPEN)}).fetchall()
    return [Lapsing(*row) for row in rows]


def due(connection: Connection[Any], until: date) -> Iterator[Due]:
    """The open actions due up to a day, longest first, as they arrive; call it inside a transaction."""
    with connection.cursor(name="due") as cursor:
        cursor.itersize = ROWS_AT_A_TIME
        cursor.execute(DUE, {"until": until, "open": list(OPEN)})
        for row in cursor:
            yield Due(*row)


def asked(connection: Connection[Any]) -> list[Asked]:
    """The actions whose progress is asked for, as long as nobody was told of it."""
    return [Asked(*row) for row in connection.execute(ASKED, {"open": list(OPEN)})]


def unowned(connection: Connection[Any]) -> list[Unowned]:
    """The actions whose owner has left or has said "not mine", as long as nobody was told of it."""
    return [Unowned(*row) for row in connection.execute(UNOWNED, {"open": list(OPEN)})]


def directory(
    connection: Connection[Any], day: date, lines: Sequence[Line | ClockLine] | None = None
) -> Directory:
    """Everybody who may have to be written to on a day; with `lines`, about these alone."""
    everything = {"partnerships": None, "agencies": None}
    of = everything | _named_in(lines) | {"contact": Contact.MAIN_CONTACT, "day": day}
    partnerships = connection.execute(PARTNERSHIPS, of).fetchall()
    main_contacts, roles, imr_authors = defaultdict(list), defaultdict(list), defaultdict(list)
    for partnership, agency, person in connection.execute(MAIN_CONTACTS, of):
        main_contacts[partnership, agency].append(person)
    for partnership, role, person, review, agency in connection.execute(ROLES, of):
        roles[partnership, Role(role)].append(person)
        if role == Role.IMR_AUTHOR:
            imr_authors[review, agency].append(person)
    people = _people(lines, *main_contacts.values(), *roles.values())
    return Directory(
        {one: Rules(go_live, msgspec.convert(rule, ReminderRule)) for one, go_live, rule in partnerships},
        dict(main_contacts),
        dict(roles),
        {one: Reach(email, left) for one, email, left in connection.execute(PEOPLE, {"people": people})},
        dict(imr_authors),
    )


def _named_in(lines: Sequence[Line | ClockLine] | None) -> dict[str, list[UUID]]:
    """The partnerships and agencies of some lines, where these are all that matters."""
    if lines is None:
        return {}
    agencies = {line.lead for line in lines if line.lead}
    return {"partnerships": list({line.partnership for line in lines}), "agencies": list(agencies)}


def _people(lines: Sequence[Line | ClockLine] | None, *stand_in: list[UUID]) -> list[UUID] | None:
    """Whom some lines go to or belong to, and who stands in for them; None for everybody."""
    if lines is None:
        return None
    named = {person for line in lines for person in (line.person, line.owner) if person}
    return list(named.union(*stand_in))


def lines(connection: Connection[Any], mail: UUID) -> list[Line]:
    """The actions of a mail as they stand now, each with its latest step, longest due first."""
    rows = connection.execute(LINES, {"mail": mail, "open": list(OPEN)}).fetchall()
    return sorted((Line(*row) for row in rows), key=_longest_due_first)


def _longest_due_first(line: Line) -> tuple[date, list[str], str]:
    return line.due or date.max, line.references, line.number
