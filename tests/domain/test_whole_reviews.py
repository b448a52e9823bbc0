"""Whole reviews through the aggregate alone: to their conclusion, to no review, directed, entered midway."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from api.demo.course import Course, Given
from domain.review import Review
from domain.review.vocabulary import ClockKind, DecisionOutcome, Step
from tests.course import in_aggregate
from tests.domain.given import HOUSING, OWNER, PARTNERSHIP, POLICE, SOMEBODY, TODAY, by, replayed

COURSE = Course(TODAY, agencies=(POLICE, HOUSING), people=(SOMEBODY, OWNER))


def gone_through(steps: Iterator[Given]) -> Review:
    """A review that has gone this way."""
    return in_aggregate(Review.open(PARTNERSHIP, "DHR9", by=by()), steps, TODAY)


def test_from_notification_to_conclusion() -> None:
    """Every step is taken, each on its day; what ran has ended, but for the taking down."""
    review = gone_through(COURSE.concluded())
    assert {*review.taken} == {*Step}
    assert review.taken[Step.NOTIFIED] == COURSE.day(0)
    assert review.concluded_on == COURSE.day(390)
    assert {one.kind for one in review.clocks.values() if one.runs} == {ClockKind.TAKE_DOWN}
    assert [one.version for one in review.terms] == [1, 2]
    assert review.links == ("https://example.org/dhr9",)


def test_the_report_is_late_by_the_time_that_was_agreed() -> None:
    """The six months still stand; the pause moved what was due, and then another time was agreed."""
    review = gone_through(COURSE.concluded())
    (report,) = [one for one in review.clocks.values() if one.kind == ClockKind.REPORT]
    assert report.due == COURSE.day(260)
    assert report.original_due < report.due
    assert (report.ended_on, report.met) == (COURSE.day(200), True)


def test_no_review_is_concluded() -> None:
    """It keeps its reference and history; nothing runs any more."""
    review = gone_through(COURSE.not_reviewed())
    assert review.outcome == DecisionOutcome.NO_REVIEW
    assert Step.DECIDED not in review.taken
    assert not [one for one in review.clocks.values() if one.runs]


def test_a_directed_review_goes_on() -> None:
    """From the direction on it is a review as any other."""
    review = gone_through(COURSE.directed())
    assert review.taken[Step.DECIDED] == COURSE.day(30)
    assert {one.kind for one in review.clocks.values() if one.runs} == {ClockKind.REPORT, ClockKind.FAMILY}


def test_one_that_entered_midway_goes_on() -> None:
    """What came before is not recorded, and nothing waits for it."""
    review = gone_through(COURSE.midway())
    assert review.is_unrecorded(Step.DECIDED)
    assert Step.SUBMITTED in review.taken


WAYS: list[Callable[[], Iterator[Given]]] = [
    COURSE.concluded,
    COURSE.not_reviewed,
    COURSE.directed,
    COURSE.midway,
]


@pytest.mark.parametrize("way", WAYS)
def test_its_events_make_it_again(way: Callable[[], Iterator[Given]]) -> None:
    """What the log has of it is all that it is."""
    review = gone_through(way())
    again = replayed(review.collect_events())
    told = {name: value for name, value in vars(review).items() if not name.startswith("_")}
    assert told == {name: value for name, value in vars(again).items() if not name.startswith("_")}
