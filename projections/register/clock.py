"""The clocks of reviews: what time runs for, until when, whether it stands still, and how it ended."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.clocks import london_day
from domain.review import Review
from domain.review.vocabulary import ClockKind
from domain.store.log import LogEntry
from projections.view import VersionedView


class ClockRow(Struct, frozen=True, gc=False):
    """One clock of one review. `about` is the agency whose return is due, `source` where its period is from.

    `agreed` says whether another time was agreed. `paused_on` is since when it stands still. `ended_on` is
    when what it ran for happened (`met`), or was to happen no longer. `due_date_version` counts the due dates
    that it had, and `due_recorded_on` is the day in London on which the present one was recorded.
    """

    id: UUID
    partnership: UUID
    review: UUID
    kind: ClockKind
    about: UUID | None
    counted_from: date
    original_due: date
    due: date
    source: str
    due_recorded_on: date
    due_date_version: int = 1
    agreed: bool = False
    paused_on: date | None = None
    ended_on: date | None = None
    met: bool = False


def of_clock(event: Any) -> dict[UUID, Any]:
    """A clock has an identity of its own."""
    return dict.fromkeys(event.clocks if hasattr(event, "clocks") else [event.clock], event)


def started(_: None, event: Any, entry: LogEntry) -> ClockRow:
    """Time runs."""
    (identity,) = of_clock(event)
    whose = event.partnership, event.originator_id, event.kind, event.about
    days = event.counted_from, event.due, event.due
    return ClockRow(identity, *whose, *days, event.source, london_day(entry.recorded_at))


def moved(row: ClockRow, event: Any, entry: LogEntry) -> ClockRow:
    """It counts from another day."""
    counted = replace(row, counted_from=event.counted_from, original_due=event.original_due)
    return due_on(counted, event.due, entry)


def agreed(row: ClockRow, event: Any, entry: LogEntry) -> ClockRow:
    """It is due on another day."""
    return replace(due_on(row, event.due, entry), agreed=True)


def due_on(row: ClockRow, due: date, entry: LogEntry) -> ClockRow:
    """The same clock, due on a day: another version of its due date where that is another day."""
    if due == row.due:
        return row
    version, day = row.due_date_version + 1, london_day(entry.recorded_at)
    return replace(row, due=due, due_date_version=version, due_recorded_on=day)


def ended(row: ClockRow, event: Any, _: LogEntry) -> ClockRow:
    """What it ran for has happened, or is not to happen."""
    return replace(row, ended_on=event.happened_on, met=event.met)


def paused(row: ClockRow, event: Any, _: LogEntry) -> ClockRow:
    """It stands still."""
    return replace(row, paused_on=event.happened_on)


def resumed(row: ClockRow, event: Any, entry: LogEntry) -> ClockRow:
    """It runs again, and later by the days of the pause."""
    return replace(due_on(row, row.due + timedelta(days=event.days), entry), paused_on=None)


CLOCKS = VersionedView(
    name="clocks",
    sql="clocks.sql",
    row=ClockRow,
    changes={
        Review.ClockStarted: started,
        Review.ClockMoved: moved,
        Review.OtherTimeAgreed: agreed,
        Review.ClockEnded: ended,
        Review.Paused: paused,
        Review.Resumed: resumed,
    },
    about=of_clock,
)
