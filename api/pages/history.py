"""The history of a thing as people read it: sentences, newest first, with who, how, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.templating import sentence_case
from domain.clocks import london_day
from domain.provenance import Recorded
from domain.reminders import describe
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections import directory
from projections.outbox import ReminderOf
from projections.sentences import mentioned, one_name, sentence

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
FATES = {
    "decided": "Reminder prepared",
    "sent": "Reminder sent",
    "failed": "Reminder could not be sent",
    "skipped": "Reminder left out",
    "held": "Reminder held",
    "bounced": "Reminder came back",
}


@dataclass(frozen=True)
class Line:
    """One line of a history. `happened_on` is None where it happened on the day of recording."""

    recorded_at: datetime
    text: str
    who: str
    happened_on: date | None = None
    details: tuple[tuple[str, str], ...] = ()
    thing: str = ""
    href: str = ""
    is_mail: bool = False


def told(
    connection: Connection[Any],
    entries: Sequence[LogEntry],
    *,
    linked: bool = False,
    at: int | None = None,
) -> list[Line]:
    """Log entries in sentences, newest first, by the names of now or of the position `at`.

    `linked`: each with the thing that it is about.
    """
    names = directory.names(connection, mentioned(entries), at=at)
    return [_line(entry, names, linked=linked) for entry in reversed(entries)]


def with_reminders(
    connection: Connection[Any], lines: Iterable[Line], reminders: Sequence[ReminderOf]
) -> list[Line]:
    """The history of an action together with what became of its reminders, newest first."""
    people = {one.person for one in reminders if one.person}
    names = directory.names(connection, people)
    mails = [_reminder(one, names) for one in reminders]
    return sorted([*lines, *mails], key=lambda line: line.recorded_at, reverse=True)


def entered_by(event: Recorded, names: Mapping[UUID, str]) -> str:
    """Who pressed the button: post and agency at that moment, or how it came without anybody."""
    if event.entered_by is None:
        return NOBODY_THERE.get(event.how, "At the command line")
    post = ", ".join(part for part in (event.post, event.post_agency) if part)
    return f"Entered by {post or one_name(event.entered_by, names)}"


def _line(entry: LogEntry, names: Mapping[UUID, str], *, linked: bool) -> Line:
    event, told_as = entry.event, sentence(entry, names)
    return Line(
        entry.recorded_at,
        told_as.text,
        _who(event, names),
        event.happened_on if event.happened_on != london_day(entry.recorded_at) else None,
        told_as.details,
        *(_thing(entry, names) if linked else ()),
    )


def _who(event: Recorded, names: Mapping[UUID, str]) -> str:
    said = f", said by {event.said_by}" if event.said_by else ""
    came = event.how_in_detail or ("" if event.how == How.FORM else event.how)
    how = f" ({came})" if event.entered_by and came else ""
    return f"{entered_by(event, names)}{said}{how}"


def _thing(entry: LogEntry, names: Mapping[UUID, str]) -> tuple[str, str]:
    noun = entry.topic.partition(".")[0]
    identity = entry.event.originator_id
    name = names.get(identity, "")
    shown = (
        f"{sentence_case(noun)} {name}".strip() if noun in ("action", "recommendation", "review") else name
    )
    return shown or sentence_case(noun), f"/{THINGS[noun]}/{identity}"


def _reminder(one: ReminderOf, names: Mapping[UUID, str]) -> Line:
    to = f" to {one_name(one.person, names)}" if one.person else ""
    reason = (("Why", one.why),) if one.why else ()
    text = f"{FATES[one.what]}{to}: {describe(one.step)}"
    return Line(one.recorded_at, text, "By the tracker's clock", None, reason, is_mail=True)
