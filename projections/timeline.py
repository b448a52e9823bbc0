"""The timeline: every event by who, what and when. Its sentences are written when it is read."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from domain.provenance import DIRECTORY
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections.asking import Asking
from projections.view import AppendedView


class TimelineRow(Struct, frozen=True, gc=False):
    """One event. `kind` is the noun of its thing; `review` is None for what belongs to no review."""

    position: int
    recorded_at: datetime
    topic: str
    kind: str
    thing: UUID
    partnership: UUID | None
    review: UUID | None
    entered_by: UUID | None
    how: How
    happened_on: date
    correlation: UUID


def lines(entry: LogEntry) -> Iterable[TimelineRow]:
    """One line for each event."""
    event = entry.event
    reviewed = event.text_key not in (event.partnership, DIRECTORY)
    yield TimelineRow(
        entry.position,
        entry.recorded_at,
        entry.topic,
        entry.topic.partition(".")[0],
        event.originator_id,
        event.partnership,
        event.text_key if reviewed else None,
        event.entered_by,
        event.how,
        event.happened_on,
        event.correlation,
    )


TIMELINE = AppendedView(name="timeline", sql="timeline.sql", row=TimelineRow, lines=lines)

PAGE: Final = """
    select t.position
    from timeline t
    where t.position > %(after)s
        and (%(before)s::bigint is null or t.position < %(before)s)
        and (
            %(partnerships)s::uuid[] is null
            or t.partnership is null
            or t.partnership = any (%(partnerships)s)
        )
        and (%(review)s::uuid is null or t.review = %(review)s)
        and (%(thing)s::uuid is null or t.thing = %(thing)s)
        and (%(topic)s::text is null or t.topic = %(topic)s)
        and (%(at)s::bigint is null or t.position <= %(at)s)
"""
OLDEST_FIRST = Asking.of(PAGE + "order by t.position limit %(limit)s")
NEWEST_FIRST = Asking.of(PAGE + "order by t.position desc limit %(limit)s")


def positions(
    connection: Connection[Any],
    *,
    partnerships: list[UUID] | None = None,
    review: UUID | None = None,
    thing: UUID | None = None,
    topic: str | None = None,
    after: int = 0,
    before: int | None = None,
    limit: int = 50,
    newest_first: bool = False,
    at: int | None = None,
) -> list[int]:
    """A page of the positions of events: after one and before another, of a review, a thing or a topic."""
    parameters = {
        "partnerships": partnerships,
        "review": review,
        "thing": thing,
        "topic": topic,
        "after": after,
        "before": before,
        "limit": limit,
        "at": at,
    }
    asked = NEWEST_FIRST if newest_first else OLDEST_FIRST
    return [row.position for row in asked.ask(connection, parameters, None)]
