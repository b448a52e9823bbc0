"""The rules of a review: opened once, its plan imported and issued, its questions settled."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.review import Question, Review, review_identity
from domain.vocabulary import QuestionAbout
from tests.domain.given import PARTNERSHIP, RECOMMENDATION, by, fact, given, given_nothing

FILE: dict[str, Any] = {"recommendations": 2, "actions": 5, "questions": 1}
ASKED = Question(UUID(int=41), QuestionAbout.OWNER, "row 4", "Who is “Nurse”?", "Nurse", (RECOMMENDATION,))


def opened() -> Review:
    """A review under the reference DHR7."""
    return Review.open(PARTNERSHIP, "DHR7", pseudonym="Anna", by=by())


def questioned() -> Review:
    """A review with one question on it."""
    review = opened()
    review.raise_question(ASKED, by=by())
    return review


def test_a_review_is_opened_under_its_reference() -> None:
    """Spaces are evened out; its texts lie under its own key; it carries a label and a pseudonym."""
    outcome = given_nothing(Review.open).when(PARTNERSHIP, " DHR  7 ", label="DARDR", pseudonym=" Anna ")
    review = outcome.then(fact(Review.Opened, reference="DHR 7", label="DARDR", pseudonym="Anna"))
    assert review.id == review.text_key == review_identity(PARTNERSHIP, "DHR 7")
    assert (review.partnership, review.issued_on) == (PARTNERSHIP, None)


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"reference": " "}, "A review needs a reference.", "reference"),
        ({"reference": "7" * 61}, "A reference has at most 60 characters.", "reference"),
        ({"reference": "DHR7", "label": "SAR"}, "A review is labelled DHR or DARDR.", "label"),
    ],
)
def test_a_review_needs_a_short_reference_and_a_known_label(
    said: dict[str, Any], sentence: str, field: str
) -> None:
    """Everything that is missing or too much is said."""
    given_nothing(Review.open).when(PARTNERSHIP, **said).refused(sentence, field=field)


def test_one_reference_is_one_review_of_a_partnership() -> None:
    """Case and spaces make no other review; another partnership does."""
    same = {review_identity(PARTNERSHIP, written) for written in ("DHR 7", "dhr 7", " Dhr   7 ")}
    assert len(same) == 1
    assert review_identity(UUID(int=9), "DHR 7") not in same


def test_a_file_is_imported_once() -> None:
    """The very same bytes are not taken twice."""
    review = given(opened()).when(Review.import_plan, "plan.docx", "ab12", **FILE).then(Review.PlanImported)
    assert review.imported == {"ab12": date(2026, 3, 2)}
    given(review).when(Review.import_plan, "copy.docx", "ab12", **FILE).refused(
        "This very file has been imported into this review already."
    )
    given(review).when(Review.import_plan, "plan.docx", "cd34", **FILE).then(Review.PlanImported)


def test_a_plan_is_issued_once() -> None:
    """From the day on which it happened."""
    day = date(2026, 1, 5)
    review = given(opened()).when(Review.issue_plan, by=by(happened_on=day)).then(Review.PlanIssued)
    assert review.issued_on == day
    given(review).when(Review.issue_plan).refused("The plan of this review has been issued already.")


def test_a_question_stays_until_a_person_settles_it() -> None:
    """It comes back with the answer, and is open no longer."""
    review = (
        given(opened())
        .when(Review.raise_question, ASKED)
        .then(fact(Review.QuestionRaised, question=ASKED.id, words="Nurse", things=(RECOMMENDATION,)))
    )
    assert review.open_questions() == [ASKED]
    outcome = given(review).when(Review.settle_question, ASKED.id, " The named nurse ")
    assert outcome.answer == ASKED
    settled = outcome.then(fact(Review.QuestionSettled, question=ASKED.id, answer="The named nurse"))
    assert settled.open_questions() == []
    given(settled).when(Review.settle_question, ASKED.id, "Again").refused(
        "That question has been settled already.", field="question"
    )


def test_what_is_not_asked_is_not_settled() -> None:
    """A question needs words, to be there, and an answer."""
    empty = Question(UUID(int=42), QuestionAbout.READING, "", " ", "")
    given(opened()).when(Review.raise_question, empty).refused("A question needs words.", field="text")
    given(opened()).when(Review.settle_question, ASKED.id, "Yes").refused(
        "This review has no such question.", field="question"
    )
    given(questioned()).when(Review.settle_question, ASKED.id, " ").refused(
        "Say how the question is settled.", field="answer"
    )
