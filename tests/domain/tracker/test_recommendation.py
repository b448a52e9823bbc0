"""Recommendations on a real log: made by hand in a review."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.recommendation import Recommendation
from domain.refusals import NotFound, NotThere, Refused
from domain.review import Review
from domain.review.vocabulary import LessonReach
from domain.tracker import Tracker, recommendation
from domain.tracker import review as opened
from tests.domain.given import by


def test_each_takes_the_next_place_in_the_plan(tracker: Tracker, dhr7: UUID, training: UUID) -> None:
    """Also under a label that is there already."""
    other = recommendation.make(tracker, dhr7, wording="Share information.", label="R1", by=by())
    places = [vars(tracker.store.log.of(one)[0].event)["place"] for one in (training, other)]
    assert places == [1, 2]
    assert recommendation.in_plan(tracker, dhr7, "recommendation") == [training, other]
    assert recommendation.in_plan(tracker, dhr7, "action") == []


def test_it_is_addressed_to_agencies_of_the_directory(
    tracker: Tracker, dhr7: UUID, training: UUID, police: UUID
) -> None:
    """An agency that is not there is refused, by hand and on making it."""
    recommendation.name_addressees(tracker, training, addressees=(police,), by=by())
    assert tracker.get(Recommendation, training).addressees == (police,)
    with pytest.raises(NotFound):
        recommendation.name_addressees(tracker, training, addressees=(uuid4(),), by=by())
    with pytest.raises(NotFound):
        recommendation.make(tracker, dhr7, wording="Share.", addressees=(uuid4(),), by=by())
    with pytest.raises(NotFound):
        recommendation.make(tracker, uuid4(), wording="Share.", by=by())


def lesson_of(tracker: Tracker, review: UUID) -> UUID:
    """A lesson that was found in a review."""
    tracker.change(
        Review.find_lesson, Review, review, text="Ask again, alone.", reach=LessonReach.BETWEEN, by=by()
    )
    return list(tracker.get(Review, review).lessons)[-1]


def test_it_answers_lessons_of_its_own_review(
    tracker: Tracker, dhr7: UUID, training: UUID, walsall: UUID
) -> None:
    """One of another review is not there, like one that nobody has found."""
    first = lesson_of(tracker, dhr7)
    elsewhere = opened.open_review(tracker, walsall, reference="DHR8", by=by())
    for unknown in (uuid4(), lesson_of(tracker, elsewhere)):
        with pytest.raises(NotThere, match=r"^There is no such lesson in its review\.$"):
            recommendation.answer_lessons(tracker, training, lessons=(first, unknown), by=by())
    recommendation.answer_lessons(tracker, training, lessons=(first,), by=by())
    assert tracker.get(Recommendation, training).lessons == (first,)


def test_a_withdrawn_lesson_is_not_named_anew(tracker: Tracker, dhr7: UUID, training: UUID) -> None:
    """One that was answered before it was withdrawn may stay."""
    first, second, third = (lesson_of(tracker, dhr7) for _ in range(3))
    recommendation.answer_lessons(tracker, training, lessons=(first,), by=by())
    for one in (first, second):
        tracker.change(Review.withdraw_lesson, Review, dhr7, lesson=one, by=by(reason="Said twice."))
    with pytest.raises(Refused, match=r"^That lesson has been withdrawn\.$"):
        recommendation.answer_lessons(tracker, training, lessons=(second,), by=by())
    recommendation.answer_lessons(tracker, training, lessons=(first, third), by=by())
    assert tracker.get(Recommendation, training).lessons == (first, third)


def test_what_is_refused_takes_no_place(tracker: Tracker, dhr7: UUID) -> None:
    """Without wording nothing stands in the plan."""
    with pytest.raises(Refused, match=r"^A recommendation needs its wording\.$"):
        recommendation.make(tracker, dhr7, wording=" ", by=by())
    assert recommendation.in_plan(tracker, dhr7, "recommendation") == []
