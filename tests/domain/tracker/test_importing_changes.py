"""A changed plan: only what differs is recorded, and nothing that people decided is undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from domain.action import Action
from domain.plan import Completion, Plan, PlanQuestion
from domain.recommendation import Recommendation
from domain.review import Review
from domain.timescales import read_timescale
from domain.tracker import Tracker, action, review
from domain.tracker.importing import Prepared
from domain.vocabulary import Delivery, QuestionAbout, Scope
from tests.domain.actions import due_on
from tests.domain.given import by
from tests.domain.tracker.plans import (
    ASKED,
    COURSE,
    FIRST,
    LETTER,
    PLAN,
    PROTOCOL,
    SECOND,
    TRAIN,
    imported,
    with_actions,
)
from tests.domain.tracker.test_importing import actions_of, recommendations_of

WHY = by(reason="As the board decided")


@pytest.fixture
def dhr7(tracker: Tracker, walsall: UUID, police: UUID, housing: UUID) -> UUID:
    """A review into which the plan has been imported."""
    return imported(tracker, walsall).review.id


class Again:
    """Imports a changed plan, and tells what that recorded."""

    def __init__(self, tracker: Tracker, walsall: UUID) -> None:
        self.tracker, self.walsall, self.count = tracker, walsall, 0

    def __call__(self, plan: Plan) -> tuple[Prepared, dict[str, int]]:
        """The import, and how many events it recorded by topic, but for the note of the import itself."""
        self.count += 1
        before = self.tracker.store.log.last_position()
        ready = imported(self.tracker, self.walsall, plan, f"changed {self.count}")
        topics = Counter(entry.topic for entry in self.tracker.store.log.read(before, limit=100))
        assert topics.pop("review.plan_imported", 0) == (0 if ready.nothing_new else 1)
        return ready, dict(topics)


@pytest.fixture
def again(tracker: Tracker, walsall: UUID, dhr7: UUID) -> Again:
    """Imports changed plans into that review."""
    return Again(tracker, walsall)


def test_a_recommendation_takes_what_is_new_of_it(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """Label, wording, scope, background and addressees, each as its own event; the rest stays."""
    changed = replace(
        FIRST,
        label="R1",
        text=FIRST.text + " And stalking.",
        scope=Scope.NATIONAL,
        theme="Training",
        addressees=("Housing",),
    )
    ready, topics = again(Plan((changed, SECOND)))
    assert topics == {
        f"recommendation.{what}": 1
        for what in ("relabelled", "reworded", "scope_set", "background_stated", "addressees_named")
    }
    assert {one.what for one in ready.differences} == {
        "reworded",
        "relabelled",
        "scope",
        "issue and theme",
        "addressees",
    }
    first = recommendations_of(tracker, dhr7)[0]
    assert (first.label, first.theme, first.issue) == ("R1", "Training", FIRST.issue)


def test_an_empty_cell_takes_nothing_away(again: Again) -> None:
    """A file that says less than is recorded changes nothing."""
    silent = replace(FIRST, label="", scope=None, issue="", addressees=())
    short = replace(COURSE, lead="", supporting=(), owner="", timescale=read_timescale(""))
    ready, topics = again(Plan((replace(silent, actions=(short, PROTOCOL)), SECOND)))
    assert (ready.nothing_new, topics) == (True, {})


def test_an_action_takes_what_is_new_of_it(tracker: Tracker, dhr7: UUID, again: Again, housing: UUID) -> None:
    """Text, agencies, progress, remarks; numbers and dates that stand are kept."""
    changed = replace(
        COURSE,
        text=TRAIN + " and managers",
        lead="Housing",
        supporting=("WMP", "Probation"),
        progress="Begun",
        remarks=("Cost agreed",),
    )
    _, topics = again(with_actions(changed, PROTOCOL))
    assert topics == {
        "action.reworded": 1,
        "action.lead_agency_named": 1,
        "action.supporting_agencies_named": 2,
        "action.progress_reported": 1,
        "action.remark_made": 1,
        "review.question_raised": 1,
    }
    course = actions_of(tracker, dhr7)[0]
    assert (course.lead, course.supporting_in_words) == (housing, ("WMP", "Probation"))
    assert (course.due, course.number) == (date(2026, 4, 30), "3.1/1")


def test_new_actions_and_recommendations_are_added(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """With the next numbers, wherever they stand in the file."""
    booklet = replace(COURSE, text="Print a booklet for victims", owner="", lead="Housing", supporting=())
    poster = replace(booklet, text="Hang up posters in surgeries and libraries")
    third = replace(SECOND, label="3.3", text="The board should meet families.", actions=(poster,))
    ready, topics = again(Plan((replace(FIRST, actions=(booklet, COURSE, PROTOCOL)), SECOND, third)))
    assert topics == {"action.planned": 2, "action.timescale_set": 2, "recommendation.made": 1}
    assert [one.number for one in ready.differences if one.what == "new action"] == ["3.1/3", "3.3/1"]
    assert [one.number for one in actions_of(tracker, dhr7)] == ["3.1/1", "3.1/2", "3.2/1", "3.1/3", "3.3/1"]
    assert len({one.place for one in actions_of(tracker, dhr7)}) == 5


def test_what_is_missing_is_asked_about(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """Nothing is withdrawn or cancelled by silence; it is asked about once, with the thing itself."""
    ready, topics = again(Plan((replace(FIRST, actions=(PROTOCOL,)),)))
    assert topics == {"review.question_raised": 2}
    asked = [one for one in tracker.get(Review, dhr7).open_questions() if one.about == QuestionAbout.READING]
    course, second = actions_of(tracker, dhr7)[0], recommendations_of(tracker, dhr7)[1]
    assert [(one.text, one.things) for one in asked] == [
        ("Action 3.1/1 is not in this file: is it to be cancelled?", (course.id,)),
        ("Recommendation 3.2 is not in this file: is it to be withdrawn?", (second.id,)),
    ]
    assert len(ready.plan.questions) >= 2
    _, topics = again(Plan((replace(FIRST, actions=(PROTOCOL,)),), remarks=("Again",)))
    assert topics == {}


def test_a_timescale_is_set_where_there_was_no_date(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """The word "ongoing" may get its day; a day that stands is never overwritten, but asked about."""
    dated = replace(PROTOCOL, timescale=read_timescale("31/05/2026"))
    moved = replace(COURSE, timescale=read_timescale("31/07/2026"))
    _, topics = again(with_actions(moved, dated))
    assert topics == {"action.timescale_set": 1, "review.question_raised": 1}
    course, protocol = actions_of(tracker, dhr7)[:2]
    assert (course.due, protocol.due, protocol.due_date_version) == (
        date(2026, 4, 30),
        date(2026, 5, 31),
        2,
    )
    question = tracker.get(Review, dhr7).open_questions()[-1]
    assert (question.about, question.words, question.things) == (
        QuestionAbout.TIMESCALE,
        "31/07/2026",
        (course.id,),
    )


def test_an_extension_granted_here_is_no_question(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """The file has caught up with what the board decided."""
    course = actions_of(tracker, dhr7)[0].id
    tracker.change(Action.request_extension, Action, course, until=date(2026, 7, 31), by=WHY)
    tracker.change(Action.grant_extension, Action, course, by=WHY)
    ready, _ = again(with_actions(replace(COURSE, timescale=read_timescale("31/07/2026")), PROTOCOL))
    assert ready.nothing_new


def test_completion_is_taken_once(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """With its day; what was sent back here since stays so until the file says something new."""
    done = replace(
        COURSE, completion=Completion("Done 12/01/2026", date(2026, 1, 12)), reported_complete=True
    )
    _, topics = again(with_actions(done, PROTOCOL))
    assert topics == {"action.reported_complete": 1}
    course = actions_of(tracker, dhr7)[0].id
    assert vars(tracker.store.log.of(course)[-1].event)["happened_on"] == date(2026, 1, 12)
    tracker.change(Action.send_back, Action, course, by=WHY)
    ready, topics = again(with_actions(done, PROTOCOL))
    assert (ready.nothing_new, tracker.get(Action, course).delivery) == (True, Delivery.SENT_BACK)
    finished = replace(done, completion=Completion("Done again 1/3/2026", date(2026, 3, 1)))
    _, topics = again(with_actions(finished, PROTOCOL))
    assert topics == {"action.reported_complete": 1}


def test_completion_on_a_day_to_come_is_asked_about(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """It is complete as the plan says, without a day, and somebody is asked."""
    early = replace(
        COURSE, completion=Completion("Done 12/12/2026", date(2026, 12, 12)), reported_complete=True
    )
    _, topics = again(with_actions(early, PROTOCOL))
    assert topics == {"action.reported_complete": 1, "review.question_raised": 1}
    course = actions_of(tracker, dhr7)[0]
    assert vars(tracker.store.log.of(course.id)[-1].event)["completed_on"] is None
    assert tracker.get(Review, dhr7).open_questions()[-1].about == QuestionAbout.COMPLETION


def test_what_ended_here_is_not_begun_again(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """Cancelled actions and withdrawn recommendations stay as people left them."""
    course = actions_of(tracker, dhr7)[0].id
    tracker.change(Action.cancel, Action, course, by=WHY)
    second = recommendations_of(tracker, dhr7)[1].id
    tracker.change(Recommendation.withdraw, Recommendation, second, by=WHY)
    reworded = replace(SECOND, text=SECOND.text + " At night too.")
    ready, topics = again(
        Plan((replace(FIRST, actions=(replace(COURSE, progress="More"), PROTOCOL)), reworded))
    )
    assert (ready.nothing_new, topics) == (True, {})


def test_the_parts_of_a_split_are_left_alone(
    tracker: Tracker, dhr7: UUID, again: Again, police: UUID, housing: UUID
) -> None:
    """The file still has the whole; neither is it planned again, nor are its parts touched or missed."""
    course = actions_of(tracker, dhr7)[0].id
    action.split_by_agency(tracker, course, agencies=(police, housing), by=WHY)
    ready, topics = again(with_actions(COURSE, PROTOCOL))
    assert (ready.nothing_new, topics) == (True, {})


def test_a_lead_named_by_hand_stays(tracker: Tracker, dhr7: UUID, again: Again, housing: UUID) -> None:
    """Until the file itself names another."""
    protocol = actions_of(tracker, dhr7)[1].id
    action.name_lead_agency(tracker, protocol, lead=housing, by=by())
    ready, _ = again(with_actions(COURSE, PROTOCOL))
    assert ready.nothing_new
    assert tracker.get(Action, protocol).lead == housing


def test_a_question_asked_before_is_asked_of_new_things_only(
    tracker: Tracker, dhr7: UUID, again: Again
) -> None:
    """An unknown name on a new action is asked about for that action; settled questions do not return."""
    for question in tracker.get(Review, dhr7).open_questions():
        review.settle_question(tracker, dhr7, question=question.id, answer="Known", by=by())
    another = replace(LETTER, text="Ring every surgery in the borough twice a year")
    _, topics = again(Plan((replace(FIRST, actions=(COURSE, PROTOCOL, another)), SECOND), (ASKED,)))
    assert topics["review.question_raised"] == 1
    [asked] = tracker.get(Review, dhr7).open_questions()
    new = actions_of(tracker, dhr7)[-1]
    assert (asked.words, asked.things, new.text) == ("Safer Estates", (new.id,), another.text)


def test_a_file_asks_its_own_questions_of_new_actions(tracker: Tracker, dhr7: UUID, again: Again) -> None:
    """The same words on another action are another question."""
    another = replace(
        COURSE, text="Review the course every year", timescale=read_timescale("Ongoing"), owner=""
    )
    same = PlanQuestion("table 1, row 9", ASKED.text, ASKED.about, ASKED.words, 0, 2)
    again(Plan((replace(FIRST, actions=(COURSE, PROTOCOL, another)), SECOND), (ASKED, same)))
    asked = [one for one in tracker.get(Review, dhr7).open_questions() if one.words == "Ongoing"]
    course, protocol, _, new = actions_of(tracker, dhr7)
    assert [one.things for one in asked] == [(protocol.id,), (new.id,)]
    assert course.timescale.raw == due_on(date(2026, 4, 30)).raw
    assert PLAN.questions == (ASKED,)
