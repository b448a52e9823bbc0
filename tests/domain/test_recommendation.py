"""The rules of a recommendation: made, reworded, addressed, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from domain.recommendation import Recommendation
from domain.vocabulary import Reach, Scope
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, REVIEW, by, fact, given, given_nothing

FIRST, SECOND = uuid4(), uuid4()
"""Lessons of its review."""


def made() -> Recommendation:
    """A recommendation as a report prints it."""
    return Recommendation.make(
        REVIEW,
        "The Force should train all staff.",
        partnership=PARTNERSHIP,
        label="3.140(a)",
        addressees=(POLICE,),
        addressees_in_words=("The Force",),
        issue="Risk was not seen",
        by=by(),
    )


def test_a_recommendation_is_made_in_a_review() -> None:
    """Wording and label stand to the letter, without surrounding space, under the review's key."""
    outcome = given_nothing(Recommendation.make).when(
        REVIEW,
        " Train  all. ",
        partnership=PARTNERSHIP,
        label=" 3.140(a) ",
        scope=Scope.LOCAL,
        reach=Reach.SINGLE_AGENCY,
        place=3,
    )
    expected = fact(
        Recommendation.Made,
        wording="Train  all.",
        label="3.140(a)",
        text_key=REVIEW,
        scope=Scope.LOCAL,
        reach=Reach.SINGLE_AGENCY,
        place=3,
    )
    assert outcome.then(expected).withdrawn is False


@pytest.mark.parametrize("wording", ["", " \n "])
def test_a_recommendation_needs_its_wording(wording: str) -> None:
    """Neither made nor reworded to nothing."""
    sentence = "A recommendation needs its wording."
    given_nothing(Recommendation.make).when(REVIEW, wording, partnership=PARTNERSHIP).refused(
        sentence, field="wording"
    )
    given(made()).when(Recommendation.reword, wording).refused(sentence, field="wording")


@pytest.mark.parametrize(
    ("command", "said", "expected"),
    [
        (Recommendation.reword, (" Train everybody. ",), {"wording": "Train everybody."}),
        (Recommendation.relabel, (" R4 ",), {"label": "R4"}),
        (Recommendation.set_scope, (Scope.NATIONAL,), {"scope": Scope.NATIONAL}),
        (
            Recommendation.name_addressees,
            ((POLICE, HOUSING), ("All",)),
            {"addressees": (POLICE, HOUSING), "addressees_in_words": ("All",)},
        ),
        (Recommendation.state_background, ("Risk", "Training"), {"issue": "Risk", "theme": "Training"}),
    ],
)
def test_what_is_printed_of_it_changes(command: Any, said: tuple[Any, ...], expected: dict[str, Any]) -> None:
    """Each change is one event, and stands on the recommendation afterwards."""
    outcome = given(made()).when(command, *said)
    assert len(outcome.events) == 1
    outcome.then(fact(type(outcome.events[0]), **expected))
    assert {name: getattr(outcome.thing, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("command", "said", "sentence", "field"),
    [
        (
            Recommendation.reword,
            ("The Force should train all staff. ",),
            "That is its wording already.",
            "wording",
        ),
        (Recommendation.relabel, ("3.140(a) ",), "That is its label already.", "label"),
        (Recommendation.set_scope, (None,), "That is its scope already.", "scope"),
        (
            Recommendation.name_addressees,
            ((POLICE,), ("The Force",)),
            "Those are its addressees already.",
            "addressees",
        ),
        (Recommendation.state_background, ("Risk was not seen", ""), "Nothing was changed.", "issue"),
    ],
)
def test_what_stands_already_is_no_change(
    command: Any, said: tuple[Any, ...], sentence: str, field: str
) -> None:
    """Nothing is recorded twice."""
    given(made()).when(command, *said).refused(sentence, field=field)


def test_it_answers_lessons() -> None:
    """What is said last stands, each lesson once; none takes it back."""
    outcome = given(made()).when(Recommendation.answer_lessons, (FIRST, SECOND, FIRST))
    one = outcome.then(fact(Recommendation.LessonsAnswered, lessons=(FIRST, SECOND)))
    assert one.lessons == (FIRST, SECOND)
    other = given(one).when(Recommendation.answer_lessons, (SECOND,)).then(Recommendation.LessonsAnswered)
    assert other.lessons == (SECOND,)
    none = given(other).when(Recommendation.answer_lessons, ()).then(Recommendation.LessonsAnswered)
    assert none.lessons == ()


def test_the_same_lessons_are_no_change() -> None:
    """In whichever order they are named; and none, where none was."""
    one = (
        given(made())
        .when(Recommendation.answer_lessons, (FIRST, SECOND))
        .then(Recommendation.LessonsAnswered)
    )
    sentence = "Those are the lessons that it answers already."
    given(one).when(Recommendation.answer_lessons, (SECOND, FIRST)).refused(sentence, field="lessons")
    given(made()).when(Recommendation.answer_lessons, ()).refused(
        "Choose the lessons that it answers.", field="lessons"
    )


def test_a_withdrawn_recommendation_answers_nothing_anew() -> None:
    """It stands as it was when it was withdrawn."""
    gone = (
        given(made()).when(Recommendation.withdraw, by=by(reason="Made twice")).then(Recommendation.Withdrawn)
    )
    given(gone).when(Recommendation.answer_lessons, (FIRST,)).refused(
        "This recommendation has been withdrawn."
    )


def test_a_recommendation_is_withdrawn_once_with_a_reason() -> None:
    """Afterwards its wording stands as it was."""
    given(made()).when(Recommendation.withdraw).refused("Say why it is withdrawn.", field="reason")
    one = (
        given(made()).when(Recommendation.withdraw, by=by(reason="Made twice")).then(Recommendation.Withdrawn)
    )
    assert one.withdrawn
    sentence = "This recommendation has been withdrawn."
    given(one).when(Recommendation.withdraw, by=by(reason="Again")).refused(sentence)
    given(one).when(Recommendation.reword, "Other").refused(sentence)
