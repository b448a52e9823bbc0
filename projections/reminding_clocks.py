"""What is due of the clocks of reviews: those that run, and what a mail says of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Collection

    from psycopg import Connection

DUE = Path(__file__).with_name("reminding_clocks.sql").read_bytes()
LINES = Path(__file__).with_name("reminding_clock_lines.sql").read_bytes()
NAMES = """
    select clock.id, review.reference, clock.kind, coalesce(agency.name, '') as agency
    from clocks as clock
    join reviews as review on review.id = clock.review and review.until is null
    left join agencies as agency on agency.id = clock.about and agency.until is null
    where clock.id = any (%s) and clock.until is null
    """


class ClockDue(NamedTuple):
    """A clock that runs. `about`: the agency whose return is due. `since`: when its due date was recorded."""

    id: UUID
    partnership: UUID
    review: UUID
    about: UUID | None
    due: date
    due_date_version: int
    since: date
    already: list[str]


class ClockLine(NamedTuple):
    """What a mail may say of one clock, and whether there is still reason to.

    `stands`: it has come to its end, or stands still. `may_open`: whoever it goes to sees the review.
    """

    clock: UUID
    partnership: UUID
    due_date_version: int
    step: str
    rule_version: int
    person: UUID
    outbox: UUID
    kind: str
    due: date
    review: UUID
    reference: str
    about: UUID | None
    agency: str
    partnership_name: str
    reply_to: str
    stands: bool
    moved: bool
    may_open: bool

    @property
    def owner(self) -> None:
        """A clock has none."""

    @property
    def lead(self) -> UUID | None:
        """The agency whose return is due."""
        return self.about

    @property
    def called(self) -> str:
        """The clock in words."""
        return clock_name(self.reference, self.kind, self.agency)


def clock_name(reference: str, kind: str, agency: str) -> str:
    """A clock in words: "WAL/2025/03, agency return, Anytown Council"."""
    return ", ".join(part for part in (reference, kind, agency) if part)


def due(connection: Connection[Any], until: date) -> list[ClockDue]:
    """The clocks that run, do not stand still, and are due up to a day, longest first."""
    return [ClockDue(*row) for row in connection.execute(DUE, {"until": until})]


def lines(connection: Connection[Any], mail: UUID) -> list[ClockLine]:
    """The clocks of a mail as they stand now, each with its latest step, longest due first."""
    rows = connection.execute(LINES, {"mail": mail}).fetchall()
    return sorted((ClockLine(*row) for row in rows), key=lambda line: (line.due, line.called))


def names(connection: Connection[Any], clocks: Collection[UUID]) -> dict[UUID, str]:
    """Some clocks in words, as far as whoever asks sees them."""
    rows = connection.execute(NAMES, [list(clocks)]).fetchall() if clocks else []
    return {identity: clock_name(*parts) for identity, *parts in rows}
