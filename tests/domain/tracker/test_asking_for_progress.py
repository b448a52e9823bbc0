"""Asking for progress on a real log: of actions of issued plans, where there is somebody to ask."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.action import Action
from domain.person import Person
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.review import Review
from domain.tracker import Tracker, action, partnership, person
from domain.tracker.person import Details
from domain.vocabulary import Contact
from tests.domain.given import by

QUESTION = "How far is the training?"
NOBODY = "There is nobody to ask: name its owner, or a main contact of its lead agency, first."


@pytest.fixture
def course(tracker: Tracker, dhr7: UUID, training: UUID, police: UUID) -> UUID:
    """An action of the police in an issued plan, without an owner."""
    tracker.change(Review.issue_plan, Review, dhr7, by=by())
    return action.plan(tracker, text="Hold a course", recommendations=(training,), lead=police, by=by())


@pytest.fixture
def officer(tracker: Tracker) -> UUID:
    """Somebody who may own it, or be the contact of the police."""
    return person.add(tracker, Details("Officer"), post="Officer", by=by())


def name_contact(tracker: Tracker, where: UUID, agency: UUID, contact: Contact, who: UUID) -> None:
    """Give somebody a contact post of an agency."""
    partnership.name_contact(tracker, where, agency=agency, contact=contact, person=who, by=by())


def refused(tracker: Tracker, course: UUID) -> str:
    """The sentence with which an asking is refused; nothing is recorded."""
    before = tracker.store.log.last_position()
    with pytest.raises(Refused) as refusal:
        action.ask_for_progress(tracker, course, question=QUESTION, by=by())
    assert tracker.store.log.last_position() == before
    return str(refusal.value)


def test_the_owner_is_asked(tracker: Tracker, course: UUID, officer: UUID) -> None:
    """What is asked, and by when, comes back out of the log."""
    action.assign_owner(tracker, course, owner=officer, by=by())
    action.ask_for_progress(tracker, course, question=QUESTION, answer_by=date(2026, 3, 20), by=by())
    event = tracker.store.log.of(course)[-1].event
    assert isinstance(event, Action.ProgressAsked)
    assert (event.question, event.answer_by, event.number) == (QUESTION, date(2026, 3, 20), 1)
    assert tracker.get(Action, course).askings == 1


def test_without_an_owner_the_main_contact_of_its_agency_is_asked(
    tracker: Tracker, walsall: UUID, course: UUID, police: UUID, officer: UUID
) -> None:
    """Only that one answers for the agency: with nobody, or another contact, there is nobody to ask."""
    assert refused(tracker, course) == NOBODY
    name_contact(tracker, walsall, police, Contact.ALTERNATE, officer)
    assert refused(tracker, course) == NOBODY
    name_contact(tracker, walsall, police, Contact.MAIN_CONTACT, officer)
    action.ask_for_progress(tracker, course, question=QUESTION, by=by())
    assert tracker.get(Action, course).askings == 1


def test_an_owner_who_has_left_is_not_asked(tracker: Tracker, course: UUID, officer: UUID) -> None:
    """Whoever asks is told so at once, rather than waiting for an answer that cannot come."""
    action.assign_owner(tracker, course, owner=officer, by=by())
    tracker.change(Person.leave, Person, officer, by=by())
    assert refused(tracker, course) == NOBODY


def test_nobody_is_asked_about_a_plan_that_was_not_issued(
    tracker: Tracker, training: UUID, officer: UUID
) -> None:
    """Its agencies have yet to see it."""
    course = action.plan(tracker, text="Hold a course", recommendations=(training,), by=by())
    action.assign_owner(tracker, course, owner=officer, by=by())
    assert refused(tracker, course) == "Its plan has not been issued to the agencies yet: issue it first."


def test_a_stale_page_or_another_thing_asks_nobody(tracker: Tracker, course: UUID, training: UUID) -> None:
    """The version that was seen counts, and only actions are asked about."""
    version = tracker.get(Action, course).version
    tracker.change(Action.remark, Action, course, remark="Seen", by=by())
    with pytest.raises(SomeoneWasFirst):
        action.ask_for_progress(tracker, course, question=QUESTION, version=version, by=by())
    with pytest.raises(NotFound):
        action.ask_for_progress(tracker, training, question=QUESTION, by=by())
