"""Agency involvement: asked, received, quality-assured or sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.review import Review
from domain.review.vocabulary import (
    ClockKind,
    DecisionOutcome,
    Finding,
    ReturnAnswer,
    ReturnKind,
    Step,
)
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, by, fact, given

ASKED_ON, DUE, CAME, AGAIN = date(2026, 1, 5), date(2026, 2, 2), date(2026, 1, 30), date(2026, 2, 27)
WHY: dict[str, Any] = {"age_reasons": "Known.", "cause_reasons": "Known.", "connection_reasons": "Known."}


def review() -> Review:
    """A review that waits for nothing."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def asked(kind: ReturnKind = ReturnKind.IMR) -> Review:
    """One in which the police were asked."""
    made = review()
    made.ask_for_return(POLICE, kind, DUE, by=by(happened_on=ASKED_ON))
    return made


def received(answer: ReturnAnswer = ReturnAnswer.IMR, independent: bool | None = True) -> Review:
    """One in which they answered."""
    made = asked()
    made.receive_return(POLICE, answer, "Folder 7", independent, by=by(happened_on=CAME))
    return made


def sent_back() -> Review:
    """One in which their return was sent back."""
    made = received()
    made.send_return_back(POLICE, AGAIN, by=by(happened_on=CAME, reason="The last year is missing."))
    return made


def test_asking_starts_a_clock() -> None:
    """It runs until the day that was named, about that agency."""
    outcome = given(review()).when(
        Review.ask_for_return, POLICE, ReturnKind.CHRONOLOGY, DUE, by=by(happened_on=ASKED_ON)
    )
    after = outcome.then(
        fact(Review.ReturnAsked, agency=POLICE, asked_for=ReturnKind.CHRONOLOGY, due=DUE),
        fact(
            Review.ClockStarted,
            kind=ClockKind.RETURN,
            about=POLICE,
            counted_from=ASKED_ON,
            due=DUE,
            source="as asked",
        ),
    )
    assert after.returns[POLICE].is_awaited


def test_it_waits_for_the_decision() -> None:
    """In strict order nobody is asked before it is decided to review the death."""
    made = review()
    made.notify(HOUSING, by=by(happened_on=ASKED_ON))
    outcome = given(made).when(Review.ask_for_return, POLICE, ReturnKind.IMR, AGAIN, by=by(happened_on=CAME))
    outcome.refused("It has not been decided to review this death.")


def test_nobody_is_asked_before_the_day_of_the_decision() -> None:
    """A day before it is refused."""
    made = review()
    made.notify(HOUSING, by=by(happened_on=ASKED_ON))
    made.consult(HOUSING, "Yes.", by=by(happened_on=ASKED_ON))
    made.assess(Finding.MET, Finding.MET, Finding.MET, **WHY, by=by(happened_on=ASKED_ON))
    made.decide(DecisionOutcome.REVIEW, "All are met.", by=by(happened_on=CAME))
    asking = given(made).when(
        Review.ask_for_return, POLICE, ReturnKind.IMR, AGAIN, by=by(happened_on=ASKED_ON)
    )
    asking.refused(
        "It was decided to review on 30 January 2026, and this cannot have happened before.",
        field="happened_on",
    )


@pytest.mark.parametrize("due", [ASKED_ON, date(2025, 12, 1)])
def test_it_is_due_later(due: date) -> None:
    """Not on the day on which they are asked."""
    outcome = given(review()).when(
        Review.ask_for_return, POLICE, ReturnKind.IMR, due, by=by(happened_on=ASKED_ON)
    )
    outcome.refused("It is due after the day on which they were asked.", field="due")


def test_nobody_is_asked_twice_at_once() -> None:
    """Not while an answer is awaited, nor while it is not quality-assured."""
    again: tuple[Any, ...] = (Review.ask_for_return, POLICE, ReturnKind.SUMMARY, date(2026, 4, 1))
    given(asked()).when(*again).refused("They have been asked, and have not answered yet.", field="agency")
    given(received()).when(*again).refused(
        "What they sent is to be quality-assured or sent back first.", field="agency"
    )


def test_they_may_be_asked_for_something_else_afterwards() -> None:
    """What came before is kept; and whoever was not involved may be asked again."""
    made = received()
    made.assure_return(POLICE, by=by())
    made.ask_for_return(POLICE, ReturnKind.CHRONOLOGY, date(2026, 4, 1), by=by())
    made.receive_return(POLICE, ReturnAnswer.NO_INVOLVEMENT, by=by())
    made.ask_for_return(POLICE, ReturnKind.SUMMARY, date(2026, 5, 1), by=by())
    last = made.returns[POLICE]
    assert last.is_awaited
    assert [(one.asked_for, one.answer, one.earlier) for one in last.earlier] == [
        (ReturnKind.IMR, ReturnAnswer.IMR, ()),
        (ReturnKind.CHRONOLOGY, ReturnAnswer.NO_INVOLVEMENT, ()),
    ]


def test_one_agency_is_asked_beside_another() -> None:
    """Each has its own clock."""
    made = asked()
    made.ask_for_return(HOUSING, ReturnKind.SUMMARY, DUE, by=by(happened_on=ASKED_ON))
    made.receive_return(HOUSING, ReturnAnswer.NO_INVOLVEMENT, by=by())
    assert [one.about for one in made.clocks.values() if one.runs] == [POLICE]


@pytest.mark.parametrize(("day", "late"), [(CAME, False), (date(2026, 3, 1), True)])
def test_a_return_ends_the_clock(day: date, late: bool) -> None:
    """As met, in time or late."""
    outcome = given(asked()).when(
        Review.receive_return, POLICE, ReturnAnswer.IMR, " Folder 7 ", True, by=by(happened_on=day)
    )
    after = outcome.then(
        fact(
            Review.ReturnReceived,
            agency=POLICE,
            answer=ReturnAnswer.IMR,
            document="Folder 7",
            author_independent=True,
        ),
        fact(Review.ClockEnded, kind=ClockKind.RETURN, about=POLICE, due=DUE, met=True, happened_on=day),
    )
    assert (day > DUE) is late
    assert (after.returns[POLICE].received_on, after.returns[POLICE].is_open) == (day, True)


def test_of_a_review_by_an_agency_it_is_said_who_wrote_it() -> None:
    """Whether the author had no part in the case; a review may have to live with one who had."""
    outcome = given(asked()).when(Review.receive_return, POLICE, ReturnAnswer.IMR)
    outcome.refused("Say whether its author had no part in the case.", field="author_independent")
    assert received(independent=False).returns[POLICE].author_independent is False


def test_of_anything_else_it_is_not_said() -> None:
    """What is ticked beside another answer means nothing."""
    assert received(ReturnAnswer.CHRONOLOGY).returns[POLICE].author_independent is None


def test_nothing_comes_that_was_not_asked_for() -> None:
    """And nothing comes twice, or before it was asked for."""
    said = (Review.receive_return, POLICE, ReturnAnswer.SUMMARY)
    not_asked = "They have not been asked for a return: record that first."
    given(review()).when(*said).refused(not_asked, field="agency")
    given(received()).when(*said).refused("Their return has come already.", field="agency")
    given(asked()).when(*said, by=by(happened_on=date(2026, 1, 4))).refused(
        "Something later is recorded of their return, on 5 January 2026.", field="happened_on"
    )


def test_it_is_quality_assured_once() -> None:
    """After it has come, and then it is settled."""
    after = given(received()).when(Review.assure_return, POLICE).then(Review.ReturnQualityAssured)
    assert not after.returns[POLICE].is_open
    said = "It has been quality-assured already."
    given(after).when(Review.assure_return, POLICE).refused(said, field="agency")
    given(after).when(Review.send_return_back, POLICE, date(2026, 4, 1)).refused(said, field="agency")


@pytest.mark.parametrize("command", [Review.assure_return, Review.send_return_back])
def test_only_what_has_come_is_looked_at(command: Any) -> None:
    """Neither quality-assured nor sent back before."""
    due = (AGAIN,) if command is Review.send_return_back else ()
    for made in (asked(), sent_back()):
        outcome = given(made).when(command, POLICE, *due)
        outcome.refused("Their return has not come yet: record that first.", field="agency")


def test_sent_back_it_is_due_again() -> None:
    """With a reason, and with a clock of its own."""
    outcome = given(received()).when(
        Review.send_return_back, POLICE, AGAIN, by=by(happened_on=CAME, reason="The last year is missing.")
    )
    after = outcome.then(
        fact(Review.ReturnSentBack, agency=POLICE, due=AGAIN),
        fact(
            Review.ClockStarted,
            kind=ClockKind.RETURN,
            about=POLICE,
            counted_from=CAME,
            due=AGAIN,
            source="as sent back",
        ),
    )
    stands = after.returns[POLICE]
    assert (stands.is_awaited, stands.due, stands.sent_back_because) == (
        True,
        AGAIN,
        "The last year is missing.",
    )


def test_sending_back_takes_a_reason_and_a_later_day() -> None:
    """Neither is left out."""
    back = given(received())
    back.when(Review.send_return_back, POLICE, AGAIN).refused("Say what is missing from it.", field="reason")
    late = back.when(Review.send_return_back, POLICE, CAME, by=by(happened_on=CAME, reason="Too short."))
    late.refused("It is due after the day on which it was sent back.", field="due")


def test_it_comes_again() -> None:
    """And is quality-assured then; both clocks were met."""
    made = sent_back()
    made.receive_return(POLICE, ReturnAnswer.IMR, author_independent=True, by=by(happened_on=AGAIN))
    made.assure_return(POLICE, by=by())
    assert [one.met for one in made.clocks.values()] == [True, True]
    assert not made.returns[POLICE].is_open


def test_a_review_that_is_over_asks_nobody() -> None:
    """Nor does anything come any more."""
    made = asked()
    made.conclude(0, by=by())
    given(made).when(Review.receive_return, POLICE, ReturnAnswer.SUMMARY).refused(
        "This review has been concluded."
    )


def test_a_review_of_which_returns_are_recorded_is_not_notified_any_more() -> None:
    """It has gone on: it says first where it entered."""
    given(asked()).when(Review.notify, HOUSING).refused(
        "Later steps are recorded already. Say first at which step it entered."
    )
    entered = asked()
    entered.enter(Step.DECIDED, by=by())
    given(entered).when(Review.assure_return, POLICE).refused(
        "Their return has not come yet: record that first.", field="agency"
    )
