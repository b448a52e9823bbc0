"""Timescales that count from the publication of a review, on a real log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.action import Action
from domain.review import Review
from domain.review.vocabulary import Step
from domain.timescales import read_timescale
from domain.tracker import Tracker, action
from domain.tracker.review import take_step
from domain.tracker.timescales import say_timescale
from domain.vocabulary import QuestionAbout
from tests.domain.given import TODAY, by
from tests.domain.tracker.plans import COURSE, FIRST, PLAN, SECOND, imported
from tests.domain.tracker.test_importing import actions_of

WORDS = "3 months after publication"
AFTER_PUBLICATION = replace(COURSE, timescale=read_timescale(WORDS))
QUESTION = replace(PLAN.questions[0], text="When was it published?", words=WORDS, action=0)
RELATIVE = replace(
    PLAN,
    recommendations=(replace(FIRST, actions=(AFTER_PUBLICATION, *FIRST.actions[1:])), SECOND),
    questions=(*PLAN.questions, QUESTION),
)
PUBLISHED, DUE = date(2026, 1, 31), date(2026, 4, 30)


def publish(tracker: Tracker, review: UUID, day: date = PUBLISHED) -> None:
    """Record that a review was published on a day."""
    take_step(tracker, review, command=Review.publish, by=by(happened_on=day))


def dates(tracker: Tracker, actions: list[Action]) -> dict[str, date | None]:
    """The due date of each action, by its number."""
    return {one.number: tracker.get(Action, one.id).due for one in actions}


def asked_about(tracker: Tracker, review: UUID) -> list[str]:
    """The words of which somebody has still to say what date they mean."""
    open_questions = tracker.get(Review, review).open_questions()
    return [one.words for one in open_questions if one.about is QuestionAbout.TIMESCALE]


def test_due_dates_follow_publication_and_its_correction(
    tracker: Tracker, walsall: UUID, police: UUID, housing: UUID
) -> None:
    """They are recorded with it, and again with the correction; the question for them is settled."""
    review = imported(tracker, walsall, RELATIVE).review.id
    planned = actions_of(tracker, review)
    assert asked_about(tracker, review) == ["Ongoing", WORDS]
    publish(tracker, review)
    assert dates(tracker, planned) == {"3.1/1": DUE, "3.1/2": None, "3.2/1": None}
    assert asked_about(tracker, review) == ["Ongoing"]
    why = by(reason="Misread.")
    day = date(2026, 1, 15)
    take_step(tracker, review, command=Review.correct_step_date, step=Step.PUBLISHED, day=day, by=why)
    assert dates(tracker, planned)["3.1/1"] == date(2026, 4, 15)


def test_what_is_said_after_publication_counts_at_once(
    tracker: Tracker, dhr7: UUID, training: UUID, police: UUID, housing: UUID
) -> None:
    """An action that is planned, gets its timescale, has it corrected or is split after publication."""
    publish(tracker, dhr7)
    words, answers = read_timescale(WORDS), (training,)
    made = action.plan(tracker, text="Hold a course", recommendations=answers, timescale=words, by=by())
    later = action.plan(tracker, text="Write a leaflet", recommendations=answers, by=by())
    words = read_timescale("6 weeks after publication of the report")
    say_timescale(tracker, later, command=Action.set_timescale, timescale=words, by=by())
    assert [tracker.get(Action, one).due for one in (made, later)] == [DUE, date(2026, 3, 14)]
    words, why = read_timescale("Publication + 1 year"), by(reason="Misread.")
    say_timescale(tracker, later, command=Action.correct_timescale, timescale=words, by=why)
    assert tracker.get(Action, later).due == date(2027, 1, 31)
    action.split_by_agency(tracker, made, agencies=(police, housing), by=by())
    assert [tracker.get(Action, one).due for one in tracker.get(Action, made).split_into] == [DUE, DUE]


def test_a_plan_imported_after_publication_counts_at_once(
    tracker: Tracker, walsall: UUID, dhr7: UUID, police: UUID, housing: UUID
) -> None:
    """Nobody is asked for a date that is known."""
    publish(tracker, dhr7)
    imported(tracker, walsall, RELATIVE)
    assert dates(tracker, actions_of(tracker, dhr7))["3.1/1"] == DUE
    assert asked_about(tracker, dhr7) == ["Ongoing"]


def test_publication_recorded_by_mistake_and_again(
    tracker: Tracker, walsall: UUID, police: UUID, housing: UUID
) -> None:
    """The date stands until it is published anew, and follows then."""
    review = imported(tracker, walsall, RELATIVE).review.id
    publish(tracker, review)
    tracker.change(Review.end_publication, Review, review, by=by(reason="It was not published."))
    assert dates(tracker, actions_of(tracker, review))["3.1/1"] == DUE
    publish(tracker, review, TODAY)
    assert dates(tracker, actions_of(tracker, review))["3.1/1"] == date(2026, 6, 2)
