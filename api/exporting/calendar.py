"""Due dates as a calendar feed (iCalendar, RFC 5545): reference, number, agency and day, and nothing else."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from domain.action import OPEN

_LONGEST_LINE: Final = 75
"""Octets in a line, by RFC 5545, 3.1."""
_ESCAPES: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""}


def calendar(rows: Iterable[Any], *, title: str, made_at: datetime) -> Iterator[bytes]:
    """A calendar of the open actions with a due date, in pieces: one event a day long for each.

    `rows` are those of `projections.actions.ActionSeen`; `title` names the calendar; `made_at` has a time
    zone and is what the calendar says of its own age.
    """
    yield from _lines(
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//DHR Tracker//Due dates//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", _escaped(title)),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT12H"),
    )
    stamp = f"{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for row in rows:
        if row.due is not None and row.delivery in OPEN:
            yield from _lines(*_event(row, stamp))
    yield from _lines(("END", "VCALENDAR"))


def identity(action: UUID) -> str:
    """The UID of an action's event: the same in every feed, for ever."""
    return f"{action}@actions.dhr-tracker"


def _event(row: Any, stamp: str) -> Iterator[tuple[str, str]]:
    agency = row.lead_name or row.lead_in_words or "no lead agency"
    due: date = row.due
    yield "BEGIN", "VEVENT"
    yield "UID", identity(row.id)
    yield "DTSTAMP", stamp
    yield "SEQUENCE", str(row.version)
    yield "DTSTART;VALUE=DATE", f"{due:%Y%m%d}"
    yield "DTEND;VALUE=DATE", f"{due + timedelta(days=1):%Y%m%d}"
    yield "SUMMARY", _escaped(f"{row.reference}, action {row.number}: due ({agency})")
    yield "TRANSP", "TRANSPARENT"
    yield "END", "VEVENT"


def _escaped(text: str) -> str:
    words = "".join(_ESCAPES.get(letter, letter) for letter in text)
    return "".join(letter for letter in words if letter.isprintable())


def _lines(*properties: tuple[str, str]) -> Iterator[bytes]:
    for name, value in properties:
        yield _folded(f"{name}:{value}")


def _folded(line: str) -> bytes:
    """A line with its end, broken before the character that would make it too long."""
    pieces, length = [b""], 0
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if length + len(octets) > _LONGEST_LINE:
            pieces.append(b" ")
            length = 1
        pieces[-1] += octets
        length += len(octets)
    return b"\r\n".join(pieces) + b"\r\n"
