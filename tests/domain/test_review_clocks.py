"""The clocks of reviews: at month ends, on leap days, with pauses, and when days are corrected."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from domain.review import Review
from domain.review.clocks import Clock
from domain.review.rules import SEEDED
from domain.review.vocabulary import ClockKind, Step
from tests.domain.courses import decided
from tests.domain.given import PARTNERSHIP, POLICE, by, fact, given

YEAR_LATER = date(2029, 1, 1)


def entered(step: Step, on: date) -> Review:
    """A review that had taken a step on a day."""
    made = Review.open(PARTNERSHIP, "DHR7", by=by(today=YEAR_LATER))
    made.enter(step, on, by=by(today=YEAR_LATER))
    return made


def of(review: Review, kind: ClockKind) -> Clock:
    """The clock of a kind that runs."""
    (found,) = review.running(kind)
    return found


@pytest.mark.parametrize(
    ("counted_from", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_one_month_for_the_decision(counted_from: date, due: date) -> None:
    """To the same day of the next month, or its last where it is shorter."""
    assert of(entered(Step.NOTIFIED, counted_from), ClockKind.DECISION).due == due


@pytest.mark.parametrize(
    ("counted_from", "due"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 8, 29)),
        (date(2026, 5, 31), date(2026, 11, 30)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)
def test_six_months_for_the_report(counted_from: date, due: date) -> None:
    """The same over half a year, and over the end of one."""
    assert of(entered(Step.DECIDED, counted_from), ClockKind.REPORT).due == due


def test_a_pause_moves_what_it_names_by_its_days() -> None:
    """The clocks named, over a leap day too; the others, and what was due at first, stay."""
    review = entered(Step.DECIDED, date(2027, 8, 31))
    report = of(review, ClockKind.REPORT)
    family = of(review, ClockKind.FAMILY)
    review.pause((report.id,), by=by(today=YEAR_LATER, happened_on=date(2028, 2, 20), reason="A trial."))
    assert of(review, ClockKind.REPORT).paused_on == date(2028, 2, 20)
    review.resume(by=by(today=YEAR_LATER, happened_on=date(2028, 3, 1)))
    moved = of(review, ClockKind.REPORT)
    assert moved.due == report.due + timedelta(days=10) == date(2028, 3, 10)
    assert (moved.original_due, moved.paused_on) == (report.original_due, None)
    assert of(review, ClockKind.FAMILY) == family


def test_what_is_refused_of_pauses() -> None:
    """Twice, without a reason, a clock that there is not, that did not run yet, and going on unpaused."""
    review = decided()
    report = of(review, ClockKind.REPORT).id
    why = by(reason="A trial.")
    given(review).when(Review.resume).refused("It is not paused.")
    given(review).when(Review.pause, ()).refused("Say why it is paused.", field="reason")
    given(review).when(Review.pause, (report, report), by=why).refused(
        "A clock is named twice.", field="clocks"
    )
    given(review).when(Review.pause, (UUID(int=1),), by=why).refused(
        "This review has no such clock.", field="clocks"
    )
    early = by(reason="A trial.", happened_on=date(2026, 1, 4))
    given(review).when(Review.pause, (report,), by=early).refused(
        "The clock for the report did not run on that day yet.", field="clocks"
    )
    review.pause((), by=why)
    given(review).when(Review.pause, (), by=why).refused("It is paused already.")
    given(review).when(Review.resume, by=by(happened_on=date(2026, 1, 6))).refused(
        "It cannot go on before it was paused.", field="happened_on"
    )
    given(review).when(Review.conclude, 0).refused("It is paused: record that it was resumed first.")


def test_another_time_may_be_agreed() -> None:
    """What was due at first still stands; without a reason, or of a clock that has ended, it is refused."""
    review = decided()
    report = of(review, ClockKind.REPORT)
    due = report.due + timedelta(days=90)
    agreed = given(review).when(
        Review.agree_other_time, report.id, due, meeting="Board", by=by(reason="A trial.")
    )
    after = agreed.then(fact(Review.OtherTimeAgreed, due=due, meeting="Board"))
    assert of(after, ClockKind.REPORT).original_due == report.due
    given(review).when(Review.agree_other_time, report.id, due).refused(
        "Say why another time was agreed.", field="reason"
    )
    ended = next(one.id for one in review.clocks.values() if not one.runs)
    outcome = given(review).when(Review.agree_other_time, ended, due, by=by(reason="So."))
    assert str(outcome.refusal) == "That clock has come to its end."
    outcome = given(review).when(Review.agree_other_time, uuid4(), due, by=by(reason="So."))
    assert str(outcome.refusal) == "This review has no such clock."


def test_a_corrected_day_moves_what_counts_from_it() -> None:
    """Also the day in words; the days between earlier and later steps alone will do."""
    review = Review.open(PARTNERSHIP, "DHR7", by=by())
    review.notify(POLICE, by=by(happened_on=date(2026, 2, 10)))
    why = by(reason="Misread.")
    moved = given(review).when(Review.correct_step_date, Step.NOTIFIED, date(2026, 1, 31), by=why)
    after = moved.then(
        fact(Review.StepDateCorrected, day=date(2026, 1, 31)),
        fact(Review.ClockMoved, kind=ClockKind.DECISION, due=date(2026, 2, 28)),
    )
    assert after.taken[Step.NOTIFIED] == date(2026, 1, 31)
    given(review).when(Review.correct_step_date, Step.DECIDED, date(2026, 1, 31), by=why).refused(
        "It is not recorded as decided to review.", field="step"
    )
    given(review).when(Review.correct_step_date, Step.NOTIFIED, date(2026, 2, 10), by=why).refused(
        "That is the day that is recorded.", field="day"
    )
    given(review).when(Review.correct_step_date, Step.NOTIFIED, date(2027, 1, 1), by=why).refused(
        "What has happened cannot lie in the future.", field="day"
    )
    given(review).when(Review.correct_step_date, Step.NOTIFIED, date(2026, 2, 9)).refused(
        "Say why it is corrected.", field="reason"
    )
    given(decided()).when(Review.correct_step_date, Step.NOTIFIED, date(2026, 1, 6), by=why).refused(
        "It was partners consulted on 5 January 2026, which came after.", field="day"
    )


def test_the_seeded_periods_name_their_source() -> None:
    """A rule without a source is nobody's."""
    assert all(one.source and (one.months or one.days) for one in SEEDED.clocks)
