"""A plan imported into a new review: first what would be recorded, then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.action import Action
from domain.plan import Plan, PlanQuestion
from domain.recommendation import Recommendation
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.review import Review
from domain.store.application import Along
from domain.tracker import Tracker, recommendation, review
from domain.tracker.importing import save
from domain.vocabulary import Delivery, QuestionAbout
from tests.domain.tracker.plans import (
    ASKED,
    COURSE,
    FIRST,
    PLAN,
    SECOND,
    SHARE,
    TRAIN,
    WRITE,
    imported,
    prepared,
)


@pytest.fixture
def directory(police: UUID, housing: UUID) -> dict[str, UUID]:
    """The agencies of the plan that are known."""
    return {"police": police, "housing": housing}


def actions_of(tracker: Tracker, identity: UUID) -> list[Action]:
    """The actions of a review's plan, in the order of the plan."""
    return [tracker.get(Action, one) for one in recommendation.in_plan(tracker, identity, "action")]


def recommendations_of(tracker: Tracker, identity: UUID) -> list[Recommendation]:
    """The recommendations of a review's plan, in the order of the plan."""
    in_plan = recommendation.in_plan(tracker, identity, "recommendation")
    return [tracker.get(Recommendation, one) for one in in_plan]


def test_a_new_plan_is_recorded_whole(tracker: Tracker, walsall: UUID, directory: dict[str, UUID]) -> None:
    """Review, recommendations and actions with all their words, in one transaction."""
    before = tracker.store.log.last_position()
    ready = imported(tracker, walsall)
    entries = tracker.store.log.read(before, limit=100)
    assert Counter(entry.topic for entry in entries) == {
        "review.opened": 1,
        "review.plan_imported": 1,
        "review.plan_issued": 1,
        "review.question_raised": 4,
        "recommendation.made": 2,
        "action.planned": 3,
        "action.timescale_set": 2,
        "action.progress_reported": 1,
        "action.remark_made": 3,
        "action.reported_complete": 1,
    }
    assert len({entry.recorded_at for entry in entries}) == 1
    assert len({entry.event.correlation for entry in entries}) == 1
    assert [one.what for one in ready.differences].count("new action") == 3


def test_the_words_of_the_plan_stand_in_their_fields(
    tracker: Tracker, walsall: UUID, directory: dict[str, UUID]
) -> None:
    """Nothing of a cell is lost, and known names have become agencies."""
    dhr7 = imported(tracker, walsall).review.id
    first, second = recommendations_of(tracker, dhr7)
    assert (first.label, first.wording, first.scope, first.issue) == (
        "3.1",
        FIRST.text,
        FIRST.scope,
        FIRST.issue,
    )
    assert (first.addressees, first.addressees_in_words) == ((directory["police"],), FIRST.addressees)
    assert second.label == "3.2"
    course, protocol, letter = actions_of(tracker, dhr7)
    assert (course.number, course.text, course.lead, course.supporting) == (
        "3.1/1",
        TRAIN,
        directory["police"],
        (directory["housing"],),
    )
    assert (course.owner_in_words, course.lead_in_words, course.timescale.raw) == (
        "Named Nurse",
        "WMP",
        "30/04/2026",
    )
    assert (protocol.text, protocol.lead, protocol.progress) == (
        SHARE,
        None,
        [("Draft circulated", "Minutes")],
    )
    assert protocol.remarks == ["Status in the plan: Amber", "See also the serious case review"]
    assert (letter.text, letter.number, letter.delivery) == (WRITE, "3.2/1", Delivery.REPORTED_COMPLETE)
    assert [one.place for one in (course, protocol, letter)] == sorted(
        {one.place for one in (course, protocol, letter)}
    )


def test_what_the_plan_leaves_open_becomes_questions(
    tracker: Tracker, walsall: UUID, directory: dict[str, UUID]
) -> None:
    """One question for a name and kind of name, with all that it stands on; the file's own with theirs."""
    dhr7 = imported(tracker, walsall).review.id
    course, protocol, letter = actions_of(tracker, dhr7)
    asked = {(one.about, one.words): set(one.things) for one in tracker.get(Review, dhr7).open_questions()}
    assert (
        asked
        == {
            (QuestionAbout.LEAD_AGENCY, "Safer Estates"): {protocol.id, letter.id},
            (QuestionAbout.ADDRESSEE, "Safer Estates"): {protocol.recommendations[0]},
            (QuestionAbout.OWNER, "Named Nurse"): {course.id},
            (QuestionAbout.TIMESCALE, ASKED.words): {protocol.id},
        }
        | {}
    )


def test_a_dry_run_records_nothing(tracker: Tracker, walsall: UUID, directory: dict[str, UUID]) -> None:
    """It shows what a commit would record, also for a review that is not there."""
    before = tracker.store.log.last_position()
    ready = prepared(tracker, walsall, PLAN, "first")
    assert (ready.opens_review, ready.nothing_new, len(ready.differences)) == (True, False, 5)
    assert tracker.store.log.last_position() == before
    assert review.find(tracker, walsall, "DHR7") is None


def test_a_review_is_opened_only_when_asked_for(tracker: Tracker, walsall: UUID) -> None:
    """Otherwise one sentence says so, and nothing is saved."""
    ready = prepared(tracker, walsall, PLAN, "first")
    with pytest.raises(Refused, match=r"^There is no review DHR7 yet: ask for it to be opened\.$") as refused:
        save(tracker, ready, open_review=False)
    assert refused.value.field == "review"
    assert review.find(tracker, walsall, "DHR7") is None
    with pytest.raises(NotFound):
        save(tracker, prepared(tracker, uuid4(), PLAN, "first"), open_review=True)


def test_a_plan_may_still_wait_to_be_issued(tracker: Tracker, walsall: UUID) -> None:
    """A plan imported as a draft is not issued; the next import may issue it."""
    save(tracker, prepared(tracker, walsall, PLAN, "first", issued=False), open_review=True)
    opened = review.find(tracker, walsall, "DHR7")
    assert opened is not None
    assert opened.issued_on is None


def test_the_same_file_again_is_nothing(tracker: Tracker, walsall: UUID, directory: dict[str, UUID]) -> None:
    """Neither the very same bytes nor another file that says the same records anything."""
    imported(tracker, walsall)
    before = tracker.store.log.last_position()
    again = prepared(tracker, walsall, PLAN, "first")
    assert (again.already_imported, again.nothing_new, again.differences) == (True, True, [])
    assert save(tracker, again, open_review=True) == 0
    saved_anew = prepared(tracker, walsall, PLAN, "other bytes")
    assert (saved_anew.already_imported, saved_anew.nothing_new, saved_anew.differences) == (False, True, [])
    assert save(tracker, saved_anew, open_review=False) == 0
    assert tracker.store.log.last_position() == before


def test_all_or_nothing(tracker: Tracker, walsall: UUID, directory: dict[str, UUID]) -> None:
    """A failure in the middle of saving leaves neither events nor parts of a plan."""
    before = tracker.store.log.last_position()
    ready = prepared(tracker, walsall, PLAN, "first")
    failing = tracker.alongside(Along("insert into public.plan_things (review) values (null)"))
    with pytest.raises(psycopg.errors.NotNullViolation):
        save(failing, ready, open_review=True)
    assert tracker.store.log.last_position() == before
    assert recommendation.in_plan(tracker, ready.review.id, "recommendation") == []
    imported(tracker, walsall)
    assert len(actions_of(tracker, ready.review.id)) == 3


def test_of_two_imports_at_once_one_is_refused(
    tracker: Tracker, walsall: UUID, directory: dict[str, UUID]
) -> None:
    """Into a new review: what the other brought is not brought twice."""
    first, second = (prepared(tracker, walsall, PLAN, content) for content in ("first", "second"))
    save(tracker, first, open_review=True)
    with pytest.raises(SomeoneWasFirst, match=r"^Somebody else recorded something here first\."):
        save(tracker, second, open_review=True)
    assert len(actions_of(tracker, first.review.id)) == 3
    assert len(recommendations_of(tracker, first.review.id)) == 2


def test_of_two_changed_files_at_once_one_is_refused(
    tracker: Tracker, walsall: UUID, directory: dict[str, UUID]
) -> None:
    """Also where they change different things: whoever comes second looks at the plan again."""
    dhr7 = imported(tracker, walsall).review.id
    reworded = Plan((FIRST, replace(SECOND, text=SECOND.text + " At night too.")))
    relabelled = Plan((replace(FIRST, label="R1"), SECOND))
    first, second = (
        prepared(tracker, walsall, plan, content) for plan, content in ((reworded, "2"), (relabelled, "3"))
    )
    save(tracker, first, open_review=False)
    with pytest.raises(SomeoneWasFirst):
        save(tracker, second, open_review=False)
    assert [one.label for one in recommendations_of(tracker, dhr7)] == ["3.1", "3.2"]
    save(tracker, prepared(tracker, walsall, relabelled, "3"), open_review=False)
    assert [one.label for one in recommendations_of(tracker, dhr7)] == ["R1", "3.2"]


def test_what_the_file_asks_of_nobody_or_of_all_is_kept(tracker: Tracker, walsall: UUID) -> None:
    """An owner that is nobody is asked about once, as what it is; a question may concern the whole file."""
    everybody = replace(COURSE, lead="All Agencies", supporting=(), owner="All Agencies")
    of_all = PlanQuestion("table 2", "Is this table part of the plan?")
    nobody = PlanQuestion(
        "table 1, row 2", "Which agencies are meant?", QuestionAbout.NOBODY, "All Agencies", 0, 0
    )
    plan = Plan((replace(FIRST, addressees=(), actions=(everybody,)),), (of_all, nobody))
    dhr7 = imported(tracker, walsall, plan).review.id
    [course] = actions_of(tracker, dhr7)
    asked = {one.about: one.things for one in tracker.get(Review, dhr7).open_questions()}
    assert asked == {QuestionAbout.READING: (), QuestionAbout.NOBODY: (course.id,)}
    assert (course.lead, course.lead_in_words, course.owner_in_words) == (
        None,
        "All Agencies",
        "All Agencies",
    )
