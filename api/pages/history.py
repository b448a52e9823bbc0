"""The history of anything as people read it: sentences with who, how, when and why, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from api.pages.differing import Differing, differing
from api.templating import counted, sentence_case
from domain.clocks import london_day
from domain.provenance import Recorded
from domain.review import Review
from domain.store.log import Log, LogEntry
from domain.vocabulary import How
from projections import directory
from projections.before_and_after import BeforeAndAfter, before_and_after
from projections.event_words import CAME, counted_kinds
from projections.sentences import mentioned, sentence
from projections.telling import one_name
from projections.timeline import days_late

THINGS = {
    "action": "actions",
    "recommendation": "recommendations",
    "review": "reviews",
    "agency": "agencies",
    "person": "people",
    "partnership": "partnerships",
}
"""The addresses of things by the nouns with which topics begin."""

NOBODY_THERE: Mapping[How, str] = {
    How.SCHEDULER: "By the tracker's clock",
    How.IMPORT: "By an import at the command line",
}
PLAN: Final = Review.PlanImported.TOPIC
NUMBERED: Final = ("action", "recommendation", "review")
"""Things that are known by a number or a reference rather than by a name."""


@dataclass(frozen=True)
class Line:
    """One line of a history: an event, what became of a mail, or all that one request recorded.

    `happened_on` is None where it happened on the day of recording; `late`: by so many days. `position` has
    its address under /log. `thing` and `href` are what it is about, where a history is about several, and
    `review` is the reference of its review, as numbers repeat from plan to plan. A line that stands for
    several `events` holds them as `members`, or `opens` at an address. What was recorded as part of a change
    to several `actions` leads to all of it by `together`.
    """

    recorded_at: datetime
    text: str
    who: str
    happened_on: date | None = None
    details: tuple[tuple[str, str], ...] = ()
    differing: Differing | None = None
    late: int = 0
    position: int | None = None
    topic: str = ""
    thing: str = ""
    href: str = ""
    review: str = ""
    events: int = 1
    members: tuple[Line, ...] = ()
    opens: str = ""
    is_mail: bool = False
    actions: int = 0
    together: str = ""

    def opening(self, address: str) -> Line:
        """The same line, whose members are at an address."""
        return replace(self, members=(), opens=address)


def told(
    log: Log,
    connection: Connection[Any],
    entries: Sequence[LogEntry],
    *,
    linked: bool = False,
    at: int | None = None,
) -> list[Line]:
    """Log entries in sentences, newest first, by the names of now or of the position `at`.

    `linked`: each with the thing that it is about. However many there are, it takes three statements.
    """
    names = directory.names(connection, mentioned(entries), at=at)
    sides = before_and_after(log, connection, entries, at=at)
    return [_line(entry, names, sides.get(entry.position), linked=linked) for entry in reversed(entries)]


def as_one(lines: Sequence[Line]) -> Line:
    """The lines of one request (newest first) as one, told by its first event, or by the plan it imported."""
    newest, by = lines[0], next((one for one in lines if one.topic == PLAN), lines[-1])
    others = counted(len(lines) - 1, "more entry", "more entries")
    return replace(
        by,
        text=by.text if by.topic == PLAN else f"{by.text}, with {others} at once",
        events=len(lines),
        members=tuple(lines),
        recorded_at=newest.recorded_at,
        position=newest.position,
        late=max(one.late for one in lines),
    )


def of_many(line: Line, topics: Mapping[str, int], opens: str) -> Line:
    """One line of the log for many events: what was recorded, how often, and where it opens."""
    events = sum(topics.values())
    kinds = ("Entries", ", ".join(counted_kinds(topics)))
    many = replace(line, events=events, opens=opens, details=(*line.details, kinds))
    if line.topic == PLAN:
        return many
    text = f"{counted(events, 'entry was', 'entries were')} recorded at once"
    return replace(many, text=text, details=(kinds,), differing=None, thing="", href="", review="")


def entered_by(event: Recorded, names: Mapping[UUID, str]) -> str:
    """Who pressed the button: post and agency at that moment, or how it came without anybody."""
    if event.entered_by is None:
        return NOBODY_THERE.get(event.how, "At the command line")
    post = ", ".join(part for part in (event.post, event.post_agency) if part)
    return f"Entered by {post or one_name(event.entered_by, names)}"


def _line(entry: LogEntry, names: Mapping[UUID, str], sides: BeforeAndAfter | None, *, linked: bool) -> Line:
    event, told_as = entry.event, sentence(entry, names)
    shown = differing(sides, told_as.text) if sides else None
    said_already = {sides.after} if sides and shown and shown.spans else set()
    return Line(
        entry.recorded_at,
        told_as.text,
        _who(event, names),
        event.happened_on if event.happened_on != london_day(entry.recorded_at) else None,
        tuple(one for one in told_as.details if one[1] not in said_already),
        shown,
        days_late(event.happened_on, entry.recorded_at),
        entry.position,
        entry.topic,
        *(thing_of(entry, names) if linked else ()),
    )


def _who(event: Recorded, names: Mapping[UUID, str]) -> str:
    said = f", said by {event.said_by}" if event.said_by else ""
    came = event.how_in_detail or ("" if event.how == How.FORM else CAME[event.how])
    how = f" ({came})" if event.entered_by and came else ""
    return f"{entered_by(event, names)}{said}{how}"


def thing_of(entry: LogEntry, names: Mapping[UUID, str]) -> tuple[str, str, str]:
    """What an event happened to: its name, its address, and the review in which its number counts."""
    noun = entry.topic.partition(".")[0]
    identity = entry.event.originator_id
    name = names.get(identity, "")
    shown = f"{sentence_case(noun)} {name}".strip() if noun in NUMBERED else name
    review = names.get(entry.event.text_key, "") if noun in ("action", "recommendation") else ""
    return shown or sentence_case(noun), f"/{THINGS[noun]}/{identity}", review
