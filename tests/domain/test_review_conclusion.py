"""The conclusion of a review: what it waits for, and what it ends."""

from __future__ import annotations

from datetime import timedelta

from domain.review import Review
from domain.review.course import MISSING
from domain.review.rules import SEEDED
from domain.review.vocabulary import ClockKind, DecisionOutcome, Step
from tests.domain.courses import DECIDED_ON, decided
from tests.domain.given import PARTNERSHIP, TODAY, by, fact, given


def withheld() -> Review:
    """One recorded throughout, whose report was withheld at last."""
    made = decided()
    earlier = (Step.CHAIR_APPOINTED, Step.TERMS_AGREED, Step.ACCEPTED, Step.ANSWERED)
    made.taken = {**made.taken, **dict.fromkeys(earlier, DECIDED_ON)}
    made.withhold(by=by(reason="The family asked for it."))
    return made


def test_it_waits_for_publication_or_withholding() -> None:
    """Where it is recorded throughout."""
    given(decided()).when(Review.conclude, 0).refused(MISSING[Step.PUBLISHED])
    early = by(happened_on=TODAY - timedelta(days=1))
    given(withheld()).when(Review.conclude, 0, by=early).refused(
        "The last step was taken on 2 March 2026, and this cannot have happened before.", field="happened_on"
    )


def test_it_ends_every_clock_but_that_for_taking_down() -> None:
    """As not met: what they ran for is not to happen any more."""
    made = withheld()
    made._start_clock(ClockKind.TAKE_DOWN, TODAY, SEEDED, by=by())
    done = given(made).when(Review.conclude, 0, meeting="Board of 2 March", minute="7")
    stopped = fact(Review.ClockEnded, kind=ClockKind.REPORT, met=False)
    over = done.then(fact(Review.Concluded, meeting="Board of 2 March", minute="7"), stopped)
    assert over.running(ClockKind.TAKE_DOWN)
    assert (over.concluded_on, over.taken[Step.CONCLUDED]) == (TODAY, TODAY)


def test_what_was_taken_down_is_concluded() -> None:
    """It was published once."""
    made = withheld()
    made.check_publication(TODAY, dates_avoided=True, names_looked_for=True, by=by())
    made.publish(by=by())
    made.end_publication(by=by(reason="Taken down."))
    assert given(made).when(Review.conclude, 0).refusal is None


def test_a_death_that_is_not_reviewed() -> None:
    """Its retention counts from a conclusion, too."""
    given(decided(DecisionOutcome.NO_REVIEW)).when(Review.conclude, 0).then(Review.Concluded)


def test_others_wait_for_nothing() -> None:
    """Those recorded for their plan alone, or that entered later."""
    entered = Review.open(PARTNERSHIP, "DHR7", by=by())
    entered.enter(Step.SUBMITTED, by=by())
    given(entered).when(Review.conclude, 0).then(Review.Concluded)
