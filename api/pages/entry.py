"""One event in full: its sentence, its facts, who, when, how and why, and what was recorded with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.not_personal import Said, said_of
from api.pages.history import Line, entered_by, told
from api.templating import sentence_case
from domain.store.log import Log, LogEntry
from projections import directory, timeline
from projections.event_words import CAME, heading_of, noun_of
from projections.sentences import mentioned


@dataclass(frozen=True)
class Entry:
    """What the page of an event shows. `together`: how many events the same request recorded.

    `meant`: what whoever entered it said of words that look like personal details.
    """

    line: Line
    position: int
    kind: str
    entry: LogEntry
    entered_by: str
    came: str
    partnership: str
    review: tuple[UUID, str] | None
    together: int
    meant: list[Said]


def entry_in_full(log: Log, connection: Connection[Any], entry: LogEntry, *, at: int | None = None) -> Entry:
    """Everything that is known of an event, by the names of now or of the position `at`."""
    (line,) = told(log, connection, [entry], linked=True, at=at)
    event, noun = entry.event, noun_of(entry.topic)
    names = directory.names(connection, {*mentioned([entry]), event.text_key}, at=at)
    of_review = event.text_key != event.partnership and event.text_key in names and noun != "review"
    return Entry(
        line,
        entry.position,
        heading_of(entry.topic),
        entry,
        entered_by(event, names),
        sentence_case(CAME[event.how]),
        names.get(event.partnership, "") if event.partnership else "",
        (event.text_key, names[event.text_key]) if of_review else None,
        timeline.counted_of(connection, event.correlation, at=at),
        said_of(connection, event.correlation),
    )
