"""What a review learns: lessons, early learning and good practice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.review import Review
from domain.review.rules import ReviewRules
from domain.review.vocabulary import LessonReach, Step
from tests.domain.given import HOUSING, PARTNERSHIP, POLICE, by, fact, given

FOUND_ON = date(2026, 1, 5)
TEXT = "Ask again, and alone."


def review() -> Review:
    """A review that waits for nothing."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def learned() -> Review:
    """One with a lesson of the police."""
    made = review()
    made.find_lesson(TEXT, LessonReach.WITHIN, (POLICE,), ("suicide",), by=by(happened_on=FOUND_ON))
    return made


def only(made: Review) -> UUID:
    """Its lesson."""
    (found,) = made.lessons
    return found


def test_a_lesson_is_found() -> None:
    """With its reach, its agencies, and themes as the list has them, each once."""
    said: tuple[Any, ...] = (f" {TEXT} ", LessonReach.WITHIN, (POLICE,), ("Suicide", "suicide"))
    after = given(review()).when(Review.find_lesson, *said, early=True)
    thing = after.then(
        fact(
            Review.LessonFound,
            text=TEXT,
            reach=LessonReach.WITHIN,
            agencies=(POLICE,),
            themes=("suicide",),
            early=True,
        )
    )
    assert [one.text for one in thing.standing_lessons()] == [TEXT]


def test_it_waits_for_the_decision() -> None:
    """In strict order nothing is learned before it is decided to review the death."""
    made = review()
    made.notify(HOUSING, by=by(happened_on=FOUND_ON))
    refusal = "It has not been decided to review this death."
    given(made).when(Review.find_lesson, TEXT, LessonReach.BETWEEN).refused(refusal)
    given(made).when(Review.find_good_practice, TEXT).refused(refusal)


@pytest.mark.parametrize(
    ("reach", "agencies", "sentence"),
    [
        (LessonReach.WITHIN, (), "Name the one agency whose lesson it is."),
        (LessonReach.WITHIN, (POLICE, HOUSING), "Name the one agency whose lesson it is."),
        (
            LessonReach.BETWEEN,
            (POLICE,),
            "A lesson between agencies concerns at least two: name them, or none where it is all.",
        ),
    ],
)
def test_whose_lesson_it_is(reach: LessonReach, agencies: tuple[UUID, ...], sentence: str) -> None:
    """One agency within, at least two between, or all."""
    given(review()).when(Review.find_lesson, TEXT, reach, agencies).refused(sentence, field="agencies")


@pytest.mark.parametrize("agencies", [(), (POLICE, HOUSING)])
def test_a_lesson_between_agencies(agencies: tuple[UUID, ...]) -> None:
    """Between those named, or all."""
    given(review()).when(Review.find_lesson, TEXT, LessonReach.BETWEEN, agencies).then(Review.LessonFound)


def test_a_theme_is_on_the_list() -> None:
    """Of the partnership, whatever the case."""
    rules = ReviewRules(themes=("Fire safety",))
    found = given(review()).when(Review.find_good_practice, TEXT, (), ("fire  safety",), rules=rules)
    found.then(fact(Review.GoodPracticeFound, themes=("Fire safety",)))
    given(review()).when(Review.find_good_practice, TEXT, (), ("suicide",), rules=rules).refused(
        "suicide is not on your partnership's list of themes.", field="themes"
    )


def test_it_needs_words() -> None:
    """A lesson, good practice, and what was shared."""
    words = "It needs words."
    given(review()).when(Review.find_lesson, " ", LessonReach.BETWEEN).refused(words, field="text")
    given(review()).when(Review.find_good_practice, " ").refused(words, field="text")
    made = learned()
    given(made).when(Review.share_early_learning, only(made), (POLICE,), " ").refused(words, field="what")


def test_it_is_reworded() -> None:
    """To other words."""
    made = learned()
    after = given(made).when(Review.reword_lesson, only(made), "Always ask alone.")
    assert after.then(Review.LessonReworded).lessons[only(made)].text == "Always ask alone."
    given(made).when(Review.reword_lesson, only(made), TEXT).refused(
        "Those are its words already.", field="text"
    )


def test_it_is_withdrawn() -> None:
    """With a reason, and nothing becomes of it any more."""
    made = learned()
    given(made).when(Review.withdraw_lesson, only(made)).refused("Say why it is withdrawn.", field="reason")
    withdrawn = given(made).when(Review.withdraw_lesson, only(made), by=by(reason="Said twice."))
    after = withdrawn.then(Review.LessonWithdrawn)
    assert after.standing_lessons() == []
    gone = "That lesson has been withdrawn."
    given(after).when(Review.reword_lesson, only(made), "Other words.").refused(gone, field="lesson")
    given(after).when(Review.share_early_learning, only(made), (POLICE,), "All.").refused(
        gone, field="lesson"
    )


def test_early_learning_is_shared() -> None:
    """That makes it an early one, also while the review is paused."""
    made = learned()
    made.pause((), by=by(reason="A trial."))
    shared = given(made).when(Review.share_early_learning, only(made), (HOUSING,), "A briefing.")
    lesson = shared.then(Review.EarlyLearningShared).lessons[only(made)]
    assert lesson.early
    assert [(one.agencies, one.what) for one in lesson.shared] == [((HOUSING,), "A briefing.")]


def test_early_learning_has_its_time() -> None:
    """From when the lesson was found to when the report is finished; with agencies that are named."""
    made = learned()
    share: tuple[Any, ...] = (Review.share_early_learning, only(made))
    given(made).when(*share, (), "All.").refused("Name the agencies.", field="agencies")
    early = by(happened_on=date(2026, 1, 4))
    given(made).when(*share, (POLICE,), "All.", by=early).refused(
        "It was found on 5 January 2026.", field="happened_on"
    )
    made.enter(Step.ACCEPTED, date(2026, 2, 1), by=by())
    given(made).when(*share, (POLICE,), "All.").refused(
        "The report was finished on 1 February 2026: this is no early learning any more.",
        field="happened_on",
    )


def test_a_lesson_of_another_review() -> None:
    """It is not there."""
    given(review()).when(Review.reword_lesson, UUID(int=99), "Words.").refused(
        "This review has no such lesson.", field="lesson"
    )


def test_a_theme_that_says_nothing_is_none() -> None:
    """What was left empty in a list is not looked for in it."""
    made = review()
    made.find_lesson(TEXT, LessonReach.BETWEEN, (), ("", "suicide", " "), by=by())
    assert [one.themes for one in made.lessons.values()] == [("suicide",)]
