"""The time line of a review as a picture: its stages, pauses, proceedings and clocks, each as a bar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from domain.review import Review
from domain.review.vocabulary import Step
from projections.course import StepSeen

AHEAD: Final = timedelta(days=91)
"""So far at least the picture looks ahead of today; further by half of what has passed."""
THINNEST: Final = 0.8
"""What lasted a day is still seen: in hundredths of the width."""


@dataclass(frozen=True)
class Span:
    """What lasts from a day to another, or on (None). `due`: until when it was to last, of a clock."""

    kind: str
    what: str
    first: date
    last: date | None
    due: date | None = None


@dataclass(frozen=True)
class Bar:
    """A span as it is drawn, in hundredths of the width: where it begins, how long it is in time and late."""

    span: Span
    left: float
    in_time: float
    late: float


@dataclass(frozen=True)
class Picture:
    """Bars on one scale from the first day to the last; `years` and `today` are where their lines stand."""

    first: date
    last: date
    bars: Sequence[Bar]
    years: Sequence[float]
    today: float


def picture(spans: Sequence[Span], today: date) -> Picture | None:
    """The picture of these spans, as they stand on a day. None where there is nothing to draw."""
    if not spans:
        return None
    first = min(one.first for one in spans)
    furthest = today + max(AHEAD, (today - first) / 2)
    ends = (min(max(one.last or today, one.due or today), furthest) for one in spans)
    last = max(*ends, today, first + timedelta(days=1))
    whole = (last - first).days

    def place(day: date) -> float:
        return round(min(max((day - first).days / whole, 0), 1) * 100, 2)

    years = [place(date(year, 1, 1)) for year in range(first.year + 1, last.year + 1)]
    return Picture(first, last, [_bar(one, place, today) for one in spans], years, place(today))


def _bar(span: Span, place: Any, today: date) -> Bar:
    end = span.last or today
    in_time = min(end, span.due) if span.due and span.last else span.due or end
    begins, ends = place(span.first), place(max(in_time, span.first))
    left = min(begins, 100 - THINNEST)
    width = max(ends - left, THINNEST)
    late = max(place(end) - ends, 0) if span.due else 0
    return Bar(span, left, round(width, 2), round(late, 2))


def spans_of(steps: Sequence[StepSeen], clocks: Sequence[Any], review: Review | None) -> Sequence[Span]:
    """The stages of a review in order, its pauses and proceedings, and its clocks by the day they began.

    `clocks` are rows of the view; pauses and proceedings are left out where the review itself is not seen.
    """
    of_clocks = sorted(clocks, key=lambda one: (one.counted_from, one.due))
    return [*_stages(steps), *_interruptions(review), *(_clock(one) for one in of_clocks)]


def _stages(steps: Sequence[StepSeen]) -> Iterator[Span]:
    taken = sorted(((one.on, one.step) for one in steps if one.on), key=lambda one: one[0])
    ends: list[date | None] = [*(on for on, _ in taken[1:]), None]
    # Where no step was taken there is one end too many.
    for (on, step), until in zip(taken, ends, strict=False):
        yield Span("stage", str(step), on, on if step == Step.CONCLUDED else until)


def _interruptions(review: Review | None) -> Iterator[Span]:
    for one in review.pauses if review else ():
        yield Span("pause", "paused", one.since, one.until)
    for each in review.proceedings if review else ():
        yield Span("proceedings", each.of, each.since, each.until)


def _clock(row: Any) -> Span:
    about: Mapping[bool, str] = {True: f": {row.about_name}", False: ""}
    return Span("clock", f"{row.kind}{about[bool(row.about_name)]}", row.counted_from, row.ended_on, row.due)
