"""The timeline: every event by who, what and when. Its sentences are written when it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final, LiteralString, NamedTuple
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


def line_of(entry: LogEntry) -> Iterable[TimelineRow]:
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


TIMELINE = AppendedView(name="timeline", sql="timeline.sql", row=TimelineRow, lines=line_of)

LATE: LiteralString = "({t}.recorded_at at time zone 'Europe/London')::date - {t}.happened_on > 30"
"""A late entry: more than 30 days lie between happening and recording (agreed practice)."""

# An action is in a version for each of its events, so that those of an agency, or of a review that is not the
# first one of an action, begin or end where its events are.
MATCHING: LiteralString = """
        (
            %(partnerships)s::uuid[] is null
            or {t}.partnership is null
            or {t}.partnership = any (%(partnerships)s)
        )
        and (%(thing)s::uuid is null or {t}.thing = %(thing)s)
        and (%(topics)s::text[] is null or {t}.topic = any (%(topics)s))
        and (%(kinds)s::text[] is null or {t}.kind = any (%(kinds)s))
        and (%(who)s::uuid is null or {t}.entered_by = %(who)s)
        and (%(how)s::text is null or {t}.how = %(how)s)
        and (%(correlation)s::uuid is null or {t}.correlation = %(correlation)s)
        and (%(late)s::boolean is null or ({late}) = %(late)s)
        and (%(happened_from)s::date is null or {t}.happened_on >= %(happened_from)s)
        and (%(happened_until)s::date is null or {t}.happened_on <= %(happened_until)s)
        and (%(recorded_from)s::date is null or {t}.position >= (
            select line.position from timeline line
            where line.recorded_at >= %(recorded_from)s::date::timestamp at time zone 'Europe/London'
            order by line.recorded_at, line.position limit 1
        ))
        and (%(recorded_until)s::date is null or {t}.position <= (
            select line.position from timeline line
            where line.recorded_at < (%(recorded_until)s::date + 1)::timestamp at time zone 'Europe/London'
            order by line.recorded_at desc, line.position desc limit 1
        ))
        and (%(at)s::bigint is null or {t}.position <= %(at)s)
        and (%(review)s::uuid is null or {t}.position in (
            select line.position from timeline line where line.review = %(review)s
            union all
            select a.since from actions a where a.reviews @> array[%(review)s::uuid]
        ))
        and (%(agency)s::uuid is null or {t}.position in (
            select line.position from timeline line where line.thing = %(agency)s
            union all
            select unnest(array[a.since, a.until])
            from actions a
            where a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid]
            union all
            select unnest(array[rec.since, rec.until])
            from recommendations rec
            where rec.addressees @> array[%(agency)s::uuid]
        ))
""".replace("{late}", LATE)

PAGE: Final = """
    select t.position
    from timeline t
    where t.position > %(after)s
        and (%(before)s::bigint is null or t.position < %(before)s)
        and {matching}
"""
LINES: Final = """
    select t.position, t.correlation, t.how, {late} as late
    from timeline t
    where (%(before)s::bigint is null or t.position < %(before)s)
        and {matching}
        and (t.how <> 'import' or not exists (
            select
            from timeline newer
            where newer.correlation = t.correlation
                and newer.position > t.position
                and newer.how = 'import'
                and {matching_too}
        ))
    order by t.position desc
    limit %(limit)s
"""
IMPORTS: Final = """
    select t.correlation, count(*) as events
    from timeline t
    where t.how = 'import' and t.correlation = any (%(correlations)s) and {matching}
    group by t.correlation
"""
PARTS: Final = {
    "matching": MATCHING.replace("{t}", "t"),
    "matching_too": MATCHING.replace("{t}", "newer"),
    "late": LATE.replace("{t}", "t"),
}
LATE_AMONG: Final = "select t.position from timeline t where t.position = any (%(positions)s) and {late}"
OLDEST_FIRST = Asking.of(PAGE + "order by t.position limit %(limit)s", **PARTS)
NEWEST_FIRST = Asking.of(PAGE + "order by t.position desc limit %(limit)s", **PARTS)
LINES_ASKED = Asking.of(LINES, **PARTS)
IMPORTS_ASKED = Asking.of(IMPORTS, **PARTS)
LATE_ASKED = Asking.of(LATE_AMONG, **PARTS)


@dataclass(frozen=True)
class Filters:
    """Which events. None: all.

    `topics` are whole ("action.reworded"), `kinds` the nouns of things ("action"); `who` entered them. Days
    are days in London, the first and the last included. Of an agency are the events of itself, of the actions
    that it leads or supports just before or after them, and of recommendations addressed to it then. `late`:
    recorded more than 30 days after they happened.
    """

    partnerships: Sequence[UUID] | None = None
    review: UUID | None = None
    agency: UUID | None = None
    thing: UUID | None = None
    topics: Sequence[str] | None = None
    kinds: Sequence[str] | None = None
    who: UUID | None = None
    how: How | None = None
    correlation: UUID | None = None
    happened_from: date | None = None
    happened_until: date | None = None
    recorded_from: date | None = None
    recorded_until: date | None = None
    late: bool | None = None


class Line(NamedTuple):
    """One line of the log: one event, or a whole import by its newest event that is asked for.

    `events`: how many it stands for. An import opens with `Filters.correlation`.
    """

    position: int
    correlation: UUID
    how: How
    late: bool
    events: int


def positions(
    connection: Connection[Any],
    filters: Filters | None = None,
    *,
    topic: str | None = None,
    after: int = 0,
    before: int | None = None,
    limit: int = 50,
    newest_first: bool = False,
    at: int | None = None,
    **named: Any,
) -> list[int]:
    """A page of the positions of events: after one and before another. Filters may also be named singly."""
    said: dict[str, Any] = named | ({"topics": [topic]} if topic else {})
    chosen = replace(filters or Filters(), **said)
    page = {"after": after, "before": before, "limit": limit, "at": at}
    asked = NEWEST_FIRST if newest_first else OLDEST_FIRST
    return [row.position for row in asked.ask(connection, asdict(chosen) | page, None)]


def lines(
    connection: Connection[Any],
    filters: Filters,
    *,
    before: int | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[Line]:
    """A page of the log, newest first; an import is one line. The next page is `before` the last line."""
    asked = asdict(filters) | {"at": at}
    rows = LINES_ASKED.ask(connection, asked | {"before": before, "limit": limit}, None)
    imports = [row.correlation for row in rows if row.how == How.IMPORT]
    counts = {
        row.correlation: row.events
        for row in IMPORTS_ASKED.ask(connection, asked | {"correlations": imports}, None)
    }
    return [
        Line(
            row.position,
            row.correlation,
            How(row.how),
            row.late,
            counts.get(row.correlation, 1) if row.how == How.IMPORT else 1,
        )
        for row in rows
    ]


def late_among(connection: Connection[Any], positions: Sequence[int]) -> set[int]:
    """Which of these events are late entries."""
    rows = LATE_ASKED.ask(connection, {"positions": list(positions)}, None)
    return {row.position for row in rows}
