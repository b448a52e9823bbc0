"""The timeline: every event by who, what and when. Its sentences are written when it is read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from domain.clocks import days_between, london_day
from domain.provenance import DIRECTORY
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections.asking import Asking, pattern
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
    said_by: str


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
        event.said_by,
    )


TIMELINE = AppendedView(name="timeline", sql="timeline.sql", row=TimelineRow, lines=line_of)

MANY: Final = 10
"""So many events of one request stand on one line of the log."""
BEYOND: Final = 2**62
"""No position is as high."""
LATE_AFTER: Final = 30
LATE: LiteralString = "({t}.recorded_at at time zone 'Europe/London')::date - {t}.happened_on > 30"
"""A late entry: more than 30 days lie between happening and recording (agreed practice)."""

# An action is in a version for each of its events, so that those of an agency, or of a review that is not the
# first one of an action, begin or end where its events are.
OF_REVIEW: LiteralString = """
            select line.position from timeline line where line.review = %(review)s
            union all
            select a.since from actions a where a.reviews @> array[%(review)s::uuid]
"""
OF_AGENCY: LiteralString = """
            select line.position from timeline line where line.thing = %(agency)s
            union all
            select unnest(array[a.since, a.until])
            from actions a
            where a.lead = %(agency)s or a.supporting @> array[%(agency)s::uuid]
            union all
            select unnest(array[rec.since, rec.until])
            from recommendations rec
            where rec.addressees @> array[%(agency)s::uuid]
"""
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
        and (%(others_than)s::uuid is null or {t}.entered_by is distinct from %(others_than)s)
        and (%(said_by)s::text is null or ({t}.said_by <> '' and {t}.said_by ilike %(said_by)s))
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
"""
ANYWHERE: LiteralString = """
        and (%(review)s::uuid is null or {t}.position in ({of_review}))
        and (%(agency)s::uuid is null or {t}.position in ({of_agency}))
"""
# What belongs to one review or agency is a small part of the log: it is found first, and then narrowed down.
SOME_OF_IT: LiteralString = """
    (
        select found.position from ({of_review}) found (position)
        union
        select found.position from ({of_agency}) found (position) where %(review)s::uuid is null
    ) chosen
    join timeline t on t.position = chosen.position
"""
IN_BOTH: LiteralString = """
        and (
            %(review)s::uuid is null
            or %(agency)s::uuid is null
            or t.position in ({of_agency})
        )
"""

PAGE: Final = """
    select t.position
    from {from}
    where t.position > %(after)s
        and (%(before)s::bigint is null or t.position < %(before)s)
        and {matching}
"""
# One line for each import, and for every other request with many events: at its newest event that fits.
LINES: Final = """
    select t.position, t.correlation, t.how, {late} as late
    from timeline t
    where t.position > %(after)s
        and (%(before)s::bigint is null or t.position < %(before)s)
        and {matching}
        and (
            %(correlation)s::uuid is not null
            or {few}
            or not exists (
                select
                from timeline newer
                where newer.correlation = t.correlation and newer.position > t.position and {matching_too}
            )
        )
    order by t.position desc
    limit %(limit)s
"""
LINES_OF_SOME: Final = """
    select t.position, t.correlation, t.how, t.late
    from (
        select
            t.position, t.correlation, t.how, {late} as late,
            row_number() over (partition by t.correlation order by t.position desc) as place
        from {from}
        where {matching}
    ) t
    where t.position > %(after)s
        and (%(before)s::bigint is null or t.position < %(before)s)
        and (%(correlation)s::uuid is not null or t.place = 1 or {few})
    order by t.position desc
    limit %(limit)s
"""
FEW: LiteralString = """
            (t.how <> 'import' and not exists (
                select
                from timeline other
                where other.correlation = t.correlation
                    and (%(at)s::bigint is null or other.position <= %(at)s)
                offset {many} - 1
            ))
"""
REQUESTS: Final = """
    select
        t.correlation, t.topic,
        count(*) as every,
        count(*) filter (where {matching}) as events,
        max(t.position) filter (where t.topic = 'review.plan_imported') as plan
    from timeline t
    where t.correlation = any (%(correlations)s) and (%(at)s::bigint is null or t.position <= %(at)s)
    group by t.correlation, t.topic
    order by events desc, t.topic
"""
COUNTED: Final = """
    select count(*) as events
    from timeline t
    where t.correlation = %(correlation)s and (%(at)s::bigint is null or t.position <= %(at)s)
"""
RECORDED_BY: Final = """
    select position
    from timeline
    where recorded_at < (%(day)s::date + 1)::timestamp at time zone 'Europe/London'
    order by recorded_at desc, position desc
    limit 1
"""


def _of(alias: LiteralString) -> LiteralString:
    """The whole condition for the rows of one alias."""
    return (MATCHING + ANYWHERE).replace("{late}", LATE).replace("{t}", alias)


# The order counts: a part may stand for others that come after it.
PARTS: Final = {
    "few": FEW,
    "matching_too": _of("newer"),
    "of_review": OF_REVIEW,
    "of_agency": OF_AGENCY,
    "late": LATE.replace("{t}", "t"),
    "many": "10",
}
ALL: Final = {"from": "timeline t", "matching": _of("t")} | PARTS
SOME: Final = {
    "from": SOME_OF_IT,
    "matching": MATCHING.replace("{late}", LATE).replace("{t}", "t") + IN_BOTH,
} | PARTS
PAGES: Final = {
    (whole, newest_first): Asking.of(PAGE + f"order by t.position {order} limit %(limit)s", **parts)
    for whole, parts in ((True, ALL), (False, SOME))
    for newest_first, order in ((False, "asc"), (True, "desc"))
}
LINES_ASKED: Final = {True: Asking.of(LINES, **ALL), False: Asking.of(LINES_OF_SOME, **SOME)}
"""By whether the log is looked through, or some of it is found first."""
REQUESTS_ASKED = Asking.of(REQUESTS, **ALL)


@dataclass(frozen=True)
class Filters:
    """Which events. None: all.

    `topics` are whole ("action.reworded"), `kinds` the nouns of things ("action"); `who` entered them,
    `others_than` did not. `said_by` are words of who said so, where somebody typed for another. Days are days
    in London, the first and the last included. Of an agency are the events of itself, of the actions
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
    others_than: UUID | None = None
    said_by: str | None = None
    how: How | None = None
    correlation: UUID | None = None
    happened_from: date | None = None
    happened_until: date | None = None
    recorded_from: date | None = None
    recorded_until: date | None = None
    late: bool | None = None

    @property
    def of_all(self) -> bool:
        """Whether they may be anywhere in the log, not of one review or agency alone."""
        return self.review is None and self.agency is None


class Line(NamedTuple):
    """One line of the log: one event, or all that one request recorded, by its newest that is asked for.

    `events`: how many it stands for; `topics`: how many of each. `told_by` is the position of the event whose
    sentence tells it: of an imported plan, the one that says so. It opens with `Filters.correlation`.
    """

    position: int
    correlation: UUID
    how: How
    late: bool
    events: int = 1
    topics: Mapping[str, int] = {}
    told_by: int | None = None


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
    page = {"after": after, "before": before, "limit": limit}
    asked = PAGES[chosen.of_all, newest_first]
    return [row.position for row in asked.ask(connection, _parameters(chosen, at) | page, None)]


def lines(
    connection: Connection[Any],
    filters: Filters,
    *,
    after: int = 0,
    before: int | None = None,
    limit: int = 50,
    at: int | None = None,
) -> list[Line]:
    """A page of the log, newest first; the next page is `before` the last line.

    An import is one line, and so is every other request that recorded ten events or more. With
    `Filters.correlation`, which opens one of these, every event has its own.
    """
    asked = _parameters(filters, at)
    rows = _rows(connection, filters, asked | {"after": after, "before": before, "limit": limit})
    if filters.correlation is not None:
        return [Line(row.position, row.correlation, How(row.how), row.late) for row in rows]
    correlations = {"correlations": list({row.correlation for row in rows})}
    requests: dict[UUID, list[Any]] = defaultdict(list)
    for request in REQUESTS_ASKED.ask(connection, asked | correlations, None):
        requests[request.correlation].append(request)
    return [_line(row, requests[row.correlation]) for row in rows]


def _rows(connection: Connection[Any], filters: Filters, asked: dict[str, Any]) -> Sequence[Any]:
    """The rows of a page. Of what happened long ago, only late entries were recorded long after it."""
    asking = LINES_ASKED[filters.of_all]
    if filters.happened_until is None or not filters.of_all:
        return asking.ask(connection, asked, None)
    day = min(filters.happened_until, date.max - timedelta(days=LATE_AFTER + 1)) + timedelta(days=LATE_AFTER)
    ends = connection.execute(RECORDED_BY, {"day": day}).fetchone()
    last = ends.position if ends else 0
    later: Sequence[Any] = []
    if filters.late is not False:
        later = asking.ask(connection, asked | {"after": max(last, asked["after"]), "late": True}, None)
    before = min(last + 1, asked["before"] or BEYOND)
    return [*later, *asking.ask(connection, asked | {"before": before}, None)][: asked["limit"]]


def counted_of(connection: Connection[Any], correlation: UUID, *, at: int | None = None) -> int:
    """How many events one request recorded."""
    row = connection.execute(COUNTED, {"correlation": correlation, "at": at}).fetchone()
    return int(row[0]) if row else 0


def days_late(happened_on: date, recorded_at: datetime) -> int:
    """How many days lie between happening and recording, where that is a late entry; else 0.

    An entry is late after more than 30 days (agreed practice), by days in London.
    """
    days = days_between(happened_on, london_day(recorded_at))
    return days if days > LATE_AFTER else 0


def _line(row: Any, topics: Sequence[Any]) -> Line:
    line = Line(row.position, row.correlation, How(row.how), row.late)
    if line.how != How.IMPORT and sum(one.every for one in topics) < MANY:
        return line
    counts = {one.topic: one.events for one in topics if one.events}
    plan = next((one.plan for one in topics if one.plan), None)
    return line._replace(events=sum(counts.values()), topics=counts, told_by=plan)


def _parameters(filters: Filters, at: int | None) -> dict[str, Any]:
    return asdict(filters) | {"said_by": pattern(filters.said_by), "at": at}
