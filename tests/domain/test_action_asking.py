"""Asking for progress: of whom, when, and by when an answer is wanted."""

from __future__ import annotations

from datetime import date

import pytest

from domain.action import OPEN, Action
from domain.vocabulary import Delivery
from tests.domain.actions import action, planned
from tests.domain.given import HOUSING, PROBATION, TODAY, by, fact, given

QUESTION = "How far is the training?"


@pytest.mark.parametrize("delivery", OPEN)
def test_progress_is_asked_for_while_an_action_is_open(delivery: Delivery) -> None:
    """The question without surrounding space, and by which day an answer is wanted, today at the earliest."""
    given(action(delivery)).when(Action.ask_for_progress, f" {QUESTION} ", TODAY).then(
        fact(Action.ProgressAsked, question=QUESTION, answer_by=TODAY, number=1)
    )


def test_each_asking_has_its_number() -> None:
    """So that the mail about each is known."""
    one = action()
    one.ask_for_progress(QUESTION, by=by())
    given(one).when(Action.ask_for_progress, "And now?").then(
        fact(Action.ProgressAsked, answer_by=None, number=2)
    )


def test_asking_changes_nothing_else() -> None:
    """Neither where the action stands nor its due date."""
    one = action(Delivery.IN_PROGRESS)
    asked = given(one).when(Action.ask_for_progress, QUESTION).then(Action.ProgressAsked)
    assert (asked.delivery, asked.due, asked.due_date_version) == (
        one.delivery,
        one.due,
        one.due_date_version,
    )


@pytest.mark.parametrize("delivery", [Delivery.REPORTED_COMPLETE, Delivery.SIGNED_OFF, Delivery.CANCELLED])
def test_nobody_is_asked_about_what_is_done_or_ended(delivery: Delivery) -> None:
    """Its owner has said all there is to say."""
    sentence = f"Progress can be asked for only while it is open: it is {delivery}."
    given(action(delivery)).when(Action.ask_for_progress, QUESTION).refused(sentence)


def test_nobody_is_asked_about_what_was_split() -> None:
    """Ask about the actions that took its place."""
    one = action()
    one.split_by_agency((HOUSING, PROBATION), by=by())
    sentence = "Progress can be asked for only while it is open: it is cancelled."
    given(one).when(Action.ask_for_progress, QUESTION).refused(sentence)


def test_an_asking_says_what_is_asked() -> None:
    """An empty question is none."""
    given(action()).when(Action.ask_for_progress, "  ").refused(
        "Say what you want to know.", field="question"
    )


@pytest.mark.parametrize(
    ("answer_by", "sentence"),
    [
        (date(2026, 3, 1), "An answer cannot be wanted by a day in the past."),
        (date(2206, 3, 1), "Look at the year again: it must be one from 1900 to 2099."),
    ],
)
def test_an_answer_is_wanted_in_the_time_to_come(answer_by: date, sentence: str) -> None:
    """Not by a day that has passed, nor in a mistyped year."""
    asking = given(action()).when(Action.ask_for_progress, QUESTION, answer_by)
    asking.refused(sentence, field="answer_by")


def test_somebody_has_to_answer_for_it() -> None:
    """An owner, or an agency that leads."""
    nobody = planned(lead=None, supporting=())
    sentence = "There is nobody to ask: name its owner or its lead agency first."
    given(nobody).when(Action.ask_for_progress, QUESTION).refused(sentence)
    given(planned()).when(Action.ask_for_progress, QUESTION).then(Action.ProgressAsked)
