"""Erasing, holding and concluding where several things have a say."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.action import Action
from domain.person import Person
from domain.refusals import Refused
from domain.review import Review
from domain.tracker import Tracker, action, erasing, person, recommendation, review
from domain.vocabulary import ErasureGround, HoldReason
from tests.domain.given import OWNER, SOMEBODY, by

GROUND = ErasureGround.RETENTION_ENDED
WORK = "select thing, kind, again from public.erasures where done_at is null"


def propose(tracker: Tracker, one: UUID) -> None:
    """The erasure of a review is proposed."""
    tracker.change(Review.propose_erasure, Review, one, ground=GROUND, by=by(entered_by=OWNER))


def shared_with(tracker: Tracker, partnership: UUID, training: UUID) -> UUID:
    """Another review, which shares an action with the first."""
    other = review.open_review(tracker, partnership, reference="DHR8", by=by())
    theirs = recommendation.make(tracker, other, wording="Train all staff as well.", label="9", by=by())
    action.plan(tracker, text="Train them.", recommendations=(training, theirs), by=by())
    return other


def test_an_approval_puts_it_on_the_list_of_work(tracker: Tracker, dhr7: UUID) -> None:
    """In the transaction of the event, so that neither is there without the other."""
    propose(tracker, dhr7)
    erasing.approve_erasing_review(tracker, dhr7, by=by(entered_by=SOMEBODY))
    with tracker.store.connection() as connection:
        assert connection.execute(WORK).fetchall() == [(dhr7, "review", False)]


def test_a_refused_approval_does_not(tracker: Tracker, dhr7: UUID) -> None:
    """Nothing is carried out that one person alone wanted."""
    propose(tracker, dhr7)
    with pytest.raises(Refused, match="second person"):
        erasing.approve_erasing_review(tracker, dhr7, by=by(entered_by=OWNER))
    with tracker.store.connection() as connection:
        assert connection.execute(WORK).fetchall() == []


def test_a_hold_on_a_review_that_shares_an_action(
    tracker: Tracker, walsall: UUID, dhr7: UUID, training: UUID
) -> None:
    """The text of the shared action lies under the key of its first review: it may not go either."""
    other = shared_with(tracker, walsall, training)
    assert erasing.sharing(tracker, dhr7) == {other: 1}
    tracker.change(Review.place_legal_hold, Review, other, because_of=HoldReason.TRIAL, by=by())
    propose(tracker, dhr7)
    with pytest.raises(Refused, match=r"shares actions with DHR8, on which a legal hold stands \(trial\)"):
        erasing.approve_erasing_review(tracker, dhr7, by=by(entered_by=SOMEBODY))


def test_nobody_approves_their_own_erasure(tracker: Tracker) -> None:
    """Not even of a proposal that somebody else has made."""
    left = person.add(tracker, person.Details("Ada Left"), by=by())
    tracker.change(Person.leave, Person, left, by=by())
    tracker.change(Person.propose_erasure, Person, left, ground=GROUND, by=by(entered_by=OWNER))
    with pytest.raises(Refused, match="Somebody else has to approve the erasure of your own details"):
        erasing.approve_erasing_person(tracker, left, by=by(entered_by=left))


def test_open_actions_are_counted_at_the_conclusion(tracker: Tracker, dhr7: UUID, training: UUID) -> None:
    """Those that are neither reported complete nor ended need a word of explanation."""
    planned = [
        action.plan(tracker, text=text, recommendations=(training,), by=by()) for text in ("One", "Two")
    ]
    tracker.change(Action.cancel, Action, planned[0], by=by(reason="Twice in the plan."))
    with pytest.raises(Refused, match="1 action is still open"):
        erasing.conclude(tracker, dhr7, by=by())
    erasing.conclude(tracker, dhr7, by=by(reason="The agency is gone."))
    assert tracker.look(Review, dhr7).concluded_on == by().today
