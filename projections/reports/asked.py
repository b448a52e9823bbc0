"""Reports that somebody has asked for: a ledger of what a worker has to make, and of what it has made.

Nothing here counts anything: who asks for a report, and who shows one, never loads pandas.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID, uuid5

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from projections.reports.figures import Figures

KEPT_FOR: Final = timedelta(days=1)
LONGEST: Final = timedelta(minutes=2)
"""How long one attempt may take, before another worker takes it that the first one was ended."""
ATTEMPTS: Final = 3
ENDED: Final = "The worker was ended three times while it made this report. Tell whoever runs the tracker."

ASK: LiteralString = """
    insert into public.reports as known (id, person, partnerships, position, today, as_at, asked_at)
    values
        (%(id)s, %(person)s, %(partnerships)s, %(position)s, %(today)s, %(as_at)s, %(now)s)
    on conflict (id) do update
    set state = 'waiting', step = '', attempts = 0, why = '', ended_at = null, asked_at = excluded.asked_at
    where known.state = 'failed'
"""
TELL: LiteralString = "select pg_notify('reports', '')"
FIND: LiteralString = """
    select report.*
    from public.reports report
    where report.id = %(id)s and report.person = %(person)s and report.asked_at >= %(oldest)s
"""
OF_PERSON: LiteralString = """
    select report.*
    from public.reports report
    where report.person = %(person)s and report.asked_at >= %(oldest)s
    order by report.asked_at desc, report.id
"""
GIVE_UP: LiteralString = """
    update public.reports set state = 'failed', why = %(why)s, ended_at = %(now)s
    where state = 'being made' and begun_at < %(stale)s and attempts >= %(attempts)s
"""
TAKE: LiteralString = """
    update public.reports report
    set state = 'being made', step = '', begun_at = %(now)s, attempts = attempts + 1
    where id = (
        select id
        from public.reports
        where state = 'waiting' or (state = 'being made' and begun_at < %(stale)s)
        order by asked_at, id
        limit 1
        for update skip locked
    )
    returning report.*
"""
SAY: LiteralString = "update public.reports set step = %(step)s where id = %(id)s and state = 'being made'"
PUT_BACK: LiteralString = """
    update public.reports set state = 'waiting', attempts = attempts - 1
    where id = %(id)s and state = 'being made'
"""
KEEP: LiteralString = """
    update public.reports set state = 'made', step = '', figures = %(figures)s, ended_at = %(now)s
    where id = %(id)s and state = 'being made'
"""
FAIL: LiteralString = """
    update public.reports set state = 'failed', step = '', why = %(why)s, ended_at = %(now)s
    where id = %(id)s and state = 'being made'
"""


class State(StrEnum):
    """How far a report is."""

    WAITING = "waiting"
    BEING_MADE = "being made"
    MADE = "made"
    FAILED = "failed"


class Report(NamedTuple):
    """A report that somebody has asked for: over which partnerships, as the log stood at `position`.

    `partnerships` is None for all. Overdue is reckoned on `today`; `as_at` is the moment that was asked for,
    None for the present. `step` is what is being done just now, `why` a sentence for people where it failed.
    """

    id: UUID
    person: UUID
    partnerships: list[UUID] | None
    position: int
    today: date
    as_at: datetime | None
    asked_at: datetime
    state: State
    step: str
    begun_at: datetime | None
    ended_at: datetime | None
    figures: tuple[Figures, ...]
    why: str

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (State.MADE, State.FAILED)


class Wanted(NamedTuple):
    """What somebody asks for, in the terms of `Report`."""

    person: UUID
    partnerships: list[UUID] | None
    position: int
    today: date
    as_at: datetime | None


def ask(connection: Connection[Any], wanted: Wanted, *, now: datetime) -> UUID:
    """Ask for a report; the same one asked for twice is made once, and one that failed is tried again."""
    identity = uuid5(wanted.person, f"{wanted.partnerships} {wanted.position} {wanted.today} {wanted.as_at}")
    connection.execute(ASK, {**wanted._asdict(), "id": identity, "now": now})
    connection.execute(TELL)
    return identity


def find(connection: Connection[Any], person: UUID, report: UUID, *, now: datetime) -> Report | None:
    """A report that a person has asked for within a day."""
    facts = {"id": report, "person": person, "oldest": now - KEPT_FOR}
    return next(iter(_asked(connection, FIND, facts)), None)


def of_person(connection: Connection[Any], person: UUID, *, now: datetime) -> list[Report]:
    """The reports that a person has asked for within a day, the newest first."""
    facts = {"person": person, "oldest": now - KEPT_FOR}
    return _asked(connection, OF_PERSON, facts)


def take(connection: Connection[Any], *, now: datetime) -> Report | None:
    """The next report to make, now in the hands of the one who takes it; None where none waits."""
    stale = {"now": now, "stale": now - LONGEST}
    connection.execute(GIVE_UP, {**stale, "attempts": ATTEMPTS, "why": ENDED})
    return next(iter(_asked(connection, TAKE, stale)), None)


def put_back(connection: Connection[Any], report: UUID) -> None:
    """Let a report wait that cannot be made yet."""
    connection.execute(PUT_BACK, {"id": report})


def say(connection: Connection[Any], report: UUID, step: str) -> None:
    """Say what is being done for a report, in words for the one who waits."""
    connection.execute(SAY, {"id": report, "step": step})


def keep(connection: Connection[Any], report: UUID, figures: Sequence[Figures], *, now: datetime) -> None:
    """Keep the figures of a report that is made."""
    connection.execute(KEEP, {"id": report, "figures": Jsonb([vars(one) for one in figures]), "now": now})


def fail(connection: Connection[Any], report: UUID, why: str, *, now: datetime) -> None:
    """Note that a report cannot be made, with a sentence on why."""
    connection.execute(FAIL, {"id": report, "why": why, "now": now})


def _asked(connection: Connection[Any], statement: LiteralString, facts: Mapping[str, Any]) -> list[Report]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_report(row) for row in cursor.execute(statement, facts).fetchall()]


def _report(row: Mapping[str, Any]) -> Report:
    figures = tuple(
        Figures(one["title"], tuple(one["headings"]), tuple(tuple(line) for line in one["rows"]))
        for one in row["figures"] or ()
    )
    known = {name: row[name] for name in Report._fields}
    return Report(**{**known, "state": State(row["state"]), "figures": figures})
