"""The history on the page of one thing: its events and its mails, an import as one line, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from psycopg import Connection

from api.access import log_of
from api.pages.history import Line, as_one, told
from api.pages.listing import A_PAGE
from api.pages.past import Shown
from domain.reminders import describe
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections import changed_together, directory
from projections.outbox import ReminderOf
from projections.telling import one_name
from projections.timeline import MANY

MOST_WITHIN: Final = 25
"""So many events of one request open within the page; more open on a page of the log."""
MOST_DIGITS: Final = 9
BY_MACHINES: Final = (How.IMPORT, How.SCHEDULER)
"""Of what these record at once nobody has made one change."""

FATES = {
    "decided": "Reminder prepared",
    "sent": "Reminder sent",
    "failed": "Reminder could not be sent",
    "skipped": "Reminder left out",
    "held": "Reminder held",
    "bounced": "Reminder came back",
}
Entries = list[LogEntry]
"""The events of one line, in order."""


@dataclass(frozen=True)
class History:
    """A page of a history, newest first: which lines of how many, and the addresses that lead on from it."""

    lines: list[Line]
    total: int
    first: int
    older: str
    newest: str


def history(
    request: Request,
    connection: Connection[Any],
    entries: Sequence[LogEntry],
    *,
    at: int | None = None,
    reminders: Sequence[ReminderOf] = (),
) -> History:
    """The page of a history that the address asks for, by the number of its newest line.

    Lines are numbered from the oldest, which stays the first: so an address keeps showing what it showed.
    """
    items: list[Entries | ReminderOf] = sorted([*requests(entries), *reminders], key=_recorded_at)
    last = _asked(request, len(items))
    first = max(0, last - A_PAGE)
    path = request.url.path
    return History(
        _told(request, connection, items[first:last][::-1], at),
        len(items),
        first,
        f"{path}?history={first}#history" if first else "",
        f"{path}#history" if last < len(items) else "",
    )


def requests(entries: Sequence[LogEntry]) -> list[Entries]:
    """Events in order: those of an import together, and many of one request, every other one by itself."""
    found: list[Entries] = []
    for _, run in groupby(entries, key=lambda entry: entry.event.correlation):
        members = list(run)
        together = members[0].event.how == How.IMPORT or len(members) >= MANY
        found += [members] if together else [[one] for one in members]
    return found


def recorded_by(reminders: Sequence[ReminderOf], state: Shown) -> list[ReminderOf]:
    """Those of the reminders that were recorded by the moment that a page shows."""
    end = state.entries_until
    return [one for one in reminders if end is None or one.recorded_at < end]


def _told(
    request: Request, connection: Connection[Any], shown: Sequence[Entries | ReminderOf], at: int | None
) -> list[Line]:
    entries = [entry for item in shown if isinstance(item, list) for entry in item]
    lines = {line.position: line for line in told(log_of(request), connection, entries[::-1], at=at)}
    singly = [item[0].event for item in shown if isinstance(item, list) and len(item) == 1]
    by_people = {one.correlation for one in singly if one.how not in BY_MACHINES}
    many = changed_together.actions_of(connection, by_people, at=at)
    people = {item.person for item in shown if isinstance(item, ReminderOf) and item.person}
    names = directory.names(connection, people)
    return [
        _of_request([lines[entry.position] for entry in item[::-1]], item[0], many)
        if isinstance(item, list)
        else _reminder(item, names)
        for item in shown
    ]


def _of_request(lines: Sequence[Line], entry: LogEntry, many: Mapping[UUID, int]) -> Line:
    if len(lines) == 1:
        return _one_of_many(lines[0], entry.event.correlation, many)
    within = as_one(lines)
    if len(lines) <= MOST_WITHIN:
        return within
    event = entry.event
    return within.opening(f"/log?thing={event.originator_id}&correlation={event.correlation}")


def _one_of_many(line: Line, correlation: UUID, many: Mapping[UUID, int]) -> Line:
    if correlation not in many:
        return line
    return replace(line, actions=many[correlation], together=f"/log?correlation={correlation}")


def _reminder(one: ReminderOf, names: Any) -> Line:
    to = f" to {one_name(one.person, names)}" if one.person else ""
    reason = (("Why", one.why),) if one.why else ()
    about = f"{one.about}: " if one.about else ""
    text = f"{FATES[one.what]}{to}: {about}{describe(one.step)}"
    return Line(one.recorded_at, text, "By the tracker's clock", None, reason, is_mail=True)


def _recorded_at(item: Entries | ReminderOf) -> datetime:
    return item[-1].recorded_at if isinstance(item, list) else item.recorded_at


def _asked(request: Request, total: int) -> int:
    said = request.query_params.get("history", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else total
    return min(max(number, 1), total)
