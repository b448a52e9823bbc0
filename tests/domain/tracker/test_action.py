"""Actions on a real log: planned by hand, led, owned, signed off by rule, split and lapsed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.partnership import Partnership
from domain.person import Person
from domain.recommendation import Recommendation
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.tracker import Tracker, action, partnership, person, recommendation, review
from domain.tracker.person import Details
from domain.tracker.recommendation import in_plan
from domain.vocabulary import Delivery
from tests.domain.actions import due_on
from tests.domain.given import by

DUE, LATER = date(2026, 4, 30), date(2026, 6, 30)


@pytest.fixture
def course(tracker: Tracker, training: UUID, police: UUID, housing: UUID) -> UUID:
    """An action of the police, supported by housing, due at the end of April."""
    return action.plan(
        tracker,
        text="Hold a course",
        recommendations=(training,),
        lead=police,
        supporting=(housing,),
        timescale=due_on(DUE),
        expected_change="Risk is seen",
        by=by(),
    )


def test_a_planned_action_has_the_next_number(tracker: Tracker, training: UUID, course: UUID) -> None:
    """Label and place in the plan."""
    first = tracker.get(Action, course)
    assert (first.number, first.due, first.expected_change) == ("R1/1", DUE, "Risk is seen")
    second = action.plan(tracker, text="Hold another", recommendations=(training,), by=by())
    assert (tracker.get(Action, second).number, tracker.get(Action, second).place) == ("R1/2", 2)


def test_an_action_may_serve_several_reviews(
    tracker: Tracker, walsall: UUID, dhr7: UUID, training: UUID
) -> None:
    """It stands in the plan of each, under the key of the first."""
    dhr8 = review.open_review(tracker, walsall, reference="DHR8", by=by())
    other = recommendation.make(tracker, dhr8, wording="Train managers.", label="R5", by=by())
    course = action.plan(tracker, text="Hold a course", recommendations=(training, other), by=by())
    stored = tracker.get(Action, course)
    assert (stored.reviews, stored.text_key) == ((dhr7, dhr8), dhr7)
    assert in_plan(tracker, dhr7, "action") == in_plan(tracker, dhr8, "action") == [course]


def test_what_an_action_serves_is_checked(
    tracker: Tracker, training: UUID, police: UUID, housing: UUID
) -> None:
    """Recommendations that are there, stand, and belong to one partnership; agencies of the directory."""
    plan: dict[str, Any] = {"text": "Hold a course", "by": by()}
    with pytest.raises(NotFound):
        action.plan(tracker, recommendations=(uuid4(),), **plan)
    with pytest.raises(NotFound):
        action.plan(tracker, recommendations=(training,), lead=uuid4(), **plan)
    with pytest.raises(Refused, match="carries out a recommendation"):
        action.plan(tracker, recommendations=(), **plan)
    with pytest.raises(Refused, match="cannot also support"):
        action.plan(tracker, recommendations=(training,), lead=police, supporting=(housing, police), **plan)
    elsewhere = partnership.register(tracker, "DUD", "Dudley", by=by())
    dudley = review.open_review(tracker, elsewhere, reference="DHR7", by=by())
    other = recommendation.make(tracker, dudley, wording="Train.", by=by())
    with pytest.raises(Refused, match="two partnerships"):
        action.plan(tracker, recommendations=(training, other), **plan)
    tracker.change(Recommendation.withdraw, Recommendation, training, by=by(reason="Made twice"))
    with pytest.raises(Refused, match="withdrawn gets no new actions"):
        action.plan(tracker, recommendations=(training,), **plan)


def test_a_supporting_agency_may_take_the_lead(tracker: Tracker, course: UUID, housing: UUID) -> None:
    """It supports no longer; agencies that are not there are refused."""
    action.name_lead_agency(tracker, course, lead=housing, by=by())
    stored = tracker.get(Action, course)
    assert (stored.lead, stored.supporting) == (housing, ())
    with pytest.raises(NotFound):
        action.name_lead_agency(tracker, course, lead=uuid4(), by=by())
    with pytest.raises(NotFound):
        action.name_supporting_agencies(tracker, course, supporting=(uuid4(),), by=by())


def test_an_owner_is_somebody_who_is_there(tracker: Tracker, course: UUID) -> None:
    """Neither a stranger nor one who has left."""
    officer = person.add(tracker, Details("Officer"), post="Officer", by=by())
    action.assign_owner(tracker, course, owner=officer, by=by())
    assert tracker.get(Action, course).owner == officer
    tracker.change(Person.leave, Person, officer, by=by())
    with pytest.raises(Refused, match=r"^They have left: choose somebody else\.$"):
        action.assign_owner(tracker, course, owner=officer, by=by())
    with pytest.raises(NotFound):
        action.assign_owner(tracker, course, owner=uuid4(), by=by())


@pytest.mark.parametrize(
    ("rule", "alone", "delivery"),
    [
        (False, True, Delivery.REPORTED_COMPLETE),
        (True, False, Delivery.REPORTED_COMPLETE),
        (True, True, Delivery.SIGNED_OFF),
    ],
)
def test_the_partnerships_rule_may_close_on_one_signature(
    tracker: Tracker, course: UUID, rule: bool, alone: bool, delivery: Delivery
) -> None:
    """Only where the rule says so, and only an action of one agency."""
    walsall = tracker.get(Action, course).led_by
    tracker.change(
        Partnership.set_sign_off_rule, Partnership, walsall, single_agency_closes_alone=rule, by=by()
    )
    if alone:
        action.name_supporting_agencies(tracker, course, supporting=(), by=by())
    tracker.change(Action.report_complete, Action, course, what_was_done="Held", by=by())
    action.sign_off_by_agency(tracker, course, by=by())
    assert tracker.get(Action, course).delivery == delivery


def test_a_split_puts_one_action_for_each_agency_in_its_place(
    tracker: Tracker, dhr7: UUID, course: UUID, police: UUID, housing: UUID
) -> None:
    """Each with the text, the timescale as extended, its own lead and number; all in one transaction."""
    tracker.change(Action.request_extension, Action, course, until=LATER, by=by(reason="Ill"))
    tracker.change(Action.grant_extension, Action, course, by=by())
    last = action.split_by_agency(tracker, course, agencies=(police, housing), by=by())
    whole = tracker.get(Action, course)
    parts = [tracker.get(Action, part) for part in whole.split_into]
    assert [(part.number, part.lead) for part in parts] == [("R1/1.1", police), ("R1/1.2", housing)]
    for part in parts:
        assert (part.text, part.original_due, part.due, part.place) == (whole.text, DUE, LATER, whole.place)
        assert (part.supporting, part.recommendations) == ((), whole.recommendations)
    assert whole.delivery == Delivery.CANCELLED
    assert in_plan(tracker, dhr7, "action") == [course, *whole.split_into]
    moments = {entry.recorded_at for entry in tracker.store.log.read(last - 9, limit=9)}
    assert len(moments) == 1


def test_a_split_of_an_action_without_a_timescale(
    tracker: Tracker, training: UUID, police: UUID, housing: UUID
) -> None:
    """Its parts have none either."""
    whole = action.plan(tracker, text="Hold a course", recommendations=(training,), by=by())
    action.split_by_agency(tracker, whole, agencies=(police, housing), by=by())
    parts = [tracker.get(Action, part) for part in tracker.get(Action, whole).split_into]
    assert [(part.due, part.due_date_version) for part in parts] == [(None, 0), (None, 0)]


def test_a_split_that_names_no_agencies_takes_its_own(
    tracker: Tracker, course: UUID, police: UUID, housing: UUID
) -> None:
    """The one that leads, then those that support."""
    action.split_by_agency(tracker, course, by=by())
    parts = [tracker.get(Action, part) for part in tracker.get(Action, course).split_into]
    assert [part.lead for part in parts] == [police, housing]


def test_a_split_by_its_own_agencies_loses_none(
    tracker: Tracker, course: UUID, training: UUID, police: UUID, housing: UUID
) -> None:
    """One agency is too few; an agency that only the words of the plan name has to be chosen."""
    alone = action.plan(tracker, text="Train", recommendations=(training,), lead=police, by=by())
    with pytest.raises(Refused, match=r"^Name at least two agencies\.$"):
        action.split_by_agency(tracker, alone, by=by())
    command, words = Action.name_supporting_agencies, ("Housing", "Probation")
    tracker.change(command, Action, course, in_words=words, supporting=(housing,), by=by())
    with pytest.raises(Refused, match="Its plan also names “Probation”: choose the agencies"):
        action.split_by_agency(tracker, course, by=by())
    action.split_by_agency(tracker, course, agencies=(police, housing), by=by())


def test_a_split_that_is_refused_leaves_nothing(tracker: Tracker, course: UUID, police: UUID) -> None:
    """One agency, the same twice, an unknown one, or an action that is closed."""
    before = tracker.store.log.last_position()
    for agencies, sentence in (
        ((police,), "at least two"),
        ((police, police), "each agency once"),
        ((police, uuid4()), "no such agency"),
    ):
        with pytest.raises(Refused, match=sentence):
            action.split_by_agency(tracker, course, agencies=agencies, by=by())
    assert tracker.store.log.last_position() == before


def test_a_lapse_is_recorded_once(tracker: Tracker, course: UUID) -> None:
    """The second run finds nothing, and records nothing."""
    overdue = by(today=date(2026, 5, 1))
    assert action.lapse(tracker, [course], by=overdue) == [course]
    before = tracker.store.log.last_position()
    assert action.lapse(tracker, [course], by=overdue) == []
    assert tracker.store.log.last_position() == before


def test_a_stale_page_changes_nothing(tracker: Tracker, course: UUID, housing: UUID) -> None:
    """A command with the version of before is refused, whatever it is."""
    version = tracker.get(Action, course).version
    tracker.change(Action.remark, Action, course, remark="Seen", by=by())
    with pytest.raises(SomeoneWasFirst):
        action.name_lead_agency(tracker, course, lead=housing, version=version, by=by())
    with pytest.raises(SomeoneWasFirst):
        action.split_by_agency(tracker, course, agencies=(housing,), version=version, by=by())


def test_a_thing_of_another_kind_is_not_there(tracker: Tracker, course: UUID, training: UUID) -> None:
    """An address of a recommendation is none of an action."""
    with pytest.raises(NotFound, match="nothing under this address"):
        tracker.change(Action.remark, Action, training, remark="Seen", by=by())
    assert tracker.get(Action, course).remarks == []
