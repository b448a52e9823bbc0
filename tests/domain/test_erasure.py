"""The rules of an erasure: a lawful ground, two people, and nothing that holds it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.erasure import SOURCES, Erasable
from domain.person import Person
from domain.review import Review
from domain.vocabulary import ErasureGround, HoldReason
from tests.domain.given import OWNER, PARTNERSHIP, SOMEBODY, TODAY, by, fact, given

GROUND = ErasureGround.RETENTION_ENDED
SECOND_PERSON = "An erasure is approved by a second person, never by the one who proposed it."


def opened() -> Review:
    """A review."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def gone() -> Person:
    """Somebody who has left."""
    person = Person.add("Named Nurse", UUID(int=12), by=by())
    person.leave(by=by())
    return person


def proposed(thing: Any) -> Any:
    """The same, whose erasure its owner has proposed."""
    thing.propose_erasure(GROUND, by=by(entered_by=OWNER))
    return thing


THINGS = pytest.mark.parametrize("make", [opened, gone])


@THINGS
def test_an_erasure_is_proposed_on_a_ground(make: Any) -> None:
    """Once; and until it is approved whoever thinks better of it withdraws it."""
    thing = make()
    kind: type[Erasable] = type(thing)
    given(thing).when(kind.propose_erasure, GROUND).then(fact(kind.ErasureProposed, ground=GROUND))
    again = given(proposed(thing)).when(kind.propose_erasure, GROUND)
    again.refused("Its erasure has been proposed already.")
    given(thing).when(kind.withdraw_erasure).then(kind.ErasureWithdrawn)
    given(make()).when(kind.withdraw_erasure).refused("Its erasure has not been proposed.")


@THINGS
@pytest.mark.parametrize("who", [OWNER, None])
def test_nobody_approves_what_they_proposed(make: Any, who: UUID | None) -> None:
    """Nor does somebody at the command line, of whom nobody knows who they are."""
    thing = proposed(make())
    approval = given(thing).when(type(thing).approve_erasure, by=by(entered_by=who))
    approval.refused(SECOND_PERSON)


@THINGS
def test_a_second_person_approves_it(make: Any) -> None:
    """From then on it is carried out: it cannot be withdrawn, nor approved again."""
    thing = proposed(make())
    kind: type[Erasable] = type(thing)
    approved = given(thing).when(kind.approve_erasure, by=by(entered_by=SOMEBODY))
    thing = approved.then(kind.ErasureApproved)
    assert thing.is_to_be_erased
    withdrawal = given(thing).when(kind.withdraw_erasure)
    withdrawal.refused("The erasure has been approved and is being carried out.")
    again = given(thing).when(kind.approve_erasure, by=by(entered_by=SOMEBODY))
    again.refused("The erasure has been approved already.")
    done = given(thing).when(kind.note_erased).then(kind.Erased)
    for command in (kind.approve_erasure, kind.note_erased):
        given(done).when(command).refused("It has been erased.")
    given(done).when(kind.propose_erasure, GROUND).refused("It has been erased.")


@THINGS
def test_only_what_was_proposed_is_approved(make: Any) -> None:
    """Two people are needed from the beginning."""
    thing = make()
    approval = given(thing).when(type(thing).approve_erasure, by=by(entered_by=SOMEBODY))
    approval.refused("Its erasure has not been proposed.")


def test_somebody_who_is_there_is_not_erased() -> None:
    """They would still sign in and get mail."""
    person = Person.add("Named Nurse", None, by=by())
    proposal = given(person).when(Person.propose_erasure, GROUND)
    proposal.refused("They have not left: record first that they have.")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (Person.come_back, {}),
        (Person.change_post, {"post": "Clerk", "agency": None}),
        (Person.change_details, {"details": ("name",)}),
    ],
)
def test_an_erased_person_stays_as_they_are(command: Any, said: dict[str, Any]) -> None:
    """Nobody comes back of whom nothing is known."""
    person = gone()
    person.note_erased(by=by())
    given(person).when(command, **said).refused("It has been erased.")


def test_a_legal_hold_stops_any_erasure() -> None:
    """Proposal and approval are refused while one stands, and it names which."""
    held = opened()
    held.place_legal_hold(HoldReason.TRIAL, by=by())
    held.place_legal_hold(HoldReason.INQUEST, by=by())
    sentence = "A legal hold stands (inquest and trial): nothing of this review may be erased."
    given(held).when(Review.propose_erasure, GROUND).refused(sentence)
    given(held).when(Review.lift_legal_hold, HoldReason.TRIAL).then(
        fact(Review.LegalHoldLifted, because_of=HoldReason.TRIAL)
    )


def test_a_legal_hold_withdraws_what_was_proposed() -> None:
    """Also what was approved and not carried out yet: two people decide again when it is lifted."""
    review = proposed(opened())
    review.approve_erasure(by=by(entered_by=SOMEBODY))
    placed = given(review).when(Review.place_legal_hold, HoldReason.CLAIM, date(2026, 2, 1))
    hold = fact(Review.LegalHoldPlaced, because_of=HoldReason.CLAIM, since=date(2026, 2, 1))
    held = placed.then(hold, Review.ErasureWithdrawn)
    assert not held.is_to_be_erased


def test_a_legal_hold_begins_today_or_earlier_and_once_for_each_reason() -> None:
    """Without a day it begins with the day on which it is known."""
    review = opened()
    given(review).when(Review.place_legal_hold, HoldReason.TRIAL).then(
        fact(Review.LegalHoldPlaced, since=TODAY)
    )
    future = given(review).when(Review.place_legal_hold, HoldReason.TRIAL, date(2026, 3, 3))
    future.refused("A legal hold cannot begin in the future.", field="since")
    review.place_legal_hold(HoldReason.TRIAL, by=by())
    again = given(review).when(Review.place_legal_hold, HoldReason.TRIAL)
    again.refused("It is held for that trial already.", field="because_of")
    other = given(review).when(Review.lift_legal_hold, HoldReason.APPEAL)
    other.refused("It is not held for any appeal.", field="because_of")


def test_a_review_is_concluded_once() -> None:
    """With actions still open it takes a reason; the day is that of the board's decision."""
    review, on = opened(), date(2026, 2, 27)
    concluded = (
        given(review)
        .when(Review.conclude, 0, by=by(happened_on=on))
        .then(fact(Review.Concluded, open_actions=0))
    )
    assert concluded.concluded_on == on
    given(concluded).when(Review.conclude, 0).refused("This review has been concluded already.")
    unsaid = given(review).when(Review.conclude, 2)
    unsaid.refused("2 actions are still open: say why it is concluded all the same.", field="reason")
    given(review).when(Review.conclude, 2, by=by(reason="Superseded.")).then(
        fact(Review.Concluded, open_actions=2)
    )


@pytest.mark.parametrize(
    ("command", "said"),
    [(Review.issue_plan, {}), (Review.place_legal_hold, {"because_of": HoldReason.TRIAL})],
)
def test_nothing_happens_to_a_review_that_was_erased(command: Any, said: dict[str, Any]) -> None:
    """There is nothing left to work on, or to hold."""
    review = opened()
    review.note_erased(by=by())
    given(review).when(command, **said).refused("It has been erased.")


def test_every_ground_has_its_source() -> None:
    """The article that allows it, or asks for it."""
    assert set(SOURCES) == set(ErasureGround)
