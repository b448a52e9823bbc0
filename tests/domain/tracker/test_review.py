"""Reviews on a real log: opened once; a settled question changes all that it touches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.agency import Agency
from domain.partnership import Partnership
from domain.person import Person
from domain.recommendation import Recommendation
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.review import Review
from domain.standing import Standing
from domain.tracker import Tracker, agency, partnership, person, review
from domain.tracker.person import Details
from domain.vocabulary import FOR_A_TIME, QuestionAbout, Role
from tests.domain.given import TODAY, by
from tests.domain.tracker.plans import imported
from tests.domain.tracker.test_importing import actions_of, recommendations_of


@pytest.fixture
def dhr7(tracker: Tracker, walsall: UUID, police: UUID, housing: UUID) -> UUID:
    """A review with an imported plan, whose words "Safer Estates" are no known agency."""
    return imported(tracker, walsall).review.id


@pytest.fixture
def nurse(tracker: Tracker) -> UUID:
    """Somebody of the directory."""
    return person.add(tracker, Details("Invented Nurse"), post="Named Nurse", by=by())


def question(tracker: Tracker, dhr7: UUID, about: QuestionAbout) -> UUID:
    """The question about this."""
    [found] = [one for one in tracker.get(Review, dhr7).open_questions() if one.about == about]
    return found.id


def test_a_reference_is_used_once(tracker: Tracker, walsall: UUID, dhr7: UUID) -> None:
    """Whatever its case, and only in a partnership that is there."""
    with pytest.raises(Refused, match=r"^There is a review dhr7 already\.$") as refused:
        review.open_review(tracker, walsall, reference=" dhr7 ", by=by())
    assert refused.value.field == "reference"
    with pytest.raises(NotFound):
        review.open_review(tracker, uuid4(), reference="DHR7", by=by())
    found = review.find(tracker, walsall, "dhr7")
    assert found is not None
    assert found.id == dhr7


def test_an_agency_of_the_directory_takes_name_and_places(
    tracker: Tracker, dhr7: UUID, housing: UUID
) -> None:
    """It leads every action on which the words stood, and the next plan finds it by them."""
    lead = question(tracker, dhr7, QuestionAbout.LEAD_AGENCY)
    review.settle_question(tracker, dhr7, question=lead, agency=housing, by=by())
    _, protocol, letter = actions_of(tracker, dhr7)
    assert (protocol.lead, letter.lead, protocol.lead_in_words) == (housing, housing, "Safer Estates")
    assert agency.known(tracker, ["safer estates"]) == {"safer estates": housing}
    addressee = question(tracker, dhr7, QuestionAbout.ADDRESSEE)
    review.settle_question(tracker, dhr7, question=addressee, agency=housing, by=by())
    assert housing in recommendations_of(tracker, dhr7)[0].addressees
    assert tracker.get(Agency, housing).aliases == ["Safer Estates"]
    assert vars(tracker.store.log.of(dhr7)[-1].event)["answer"] == "Housing"


def test_a_new_agency_is_added_in_the_same_transaction(tracker: Tracker, dhr7: UUID) -> None:
    """With the words of the plan as an alias, unless they are its name."""
    lead = question(tracker, dhr7, QuestionAbout.LEAD_AGENCY)
    before = tracker.store.log.last_position()
    review.settle_question(tracker, dhr7, question=lead, new_agency="Safer Estates Ltd", by=by())
    new = actions_of(tracker, dhr7)[1].lead
    assert new is not None
    stored = tracker.get(Agency, new)
    assert (stored.name, stored.aliases) == ("Safer Estates Ltd", ["Safer Estates"])
    entries = tracker.store.log.read(before, limit=20)
    assert len({entry.recorded_at for entry in entries}) == 1
    assert agency.known(tracker, ["Safer Estates"]) == {"Safer Estates": new}


def test_a_supporting_agency_takes_its_place_beside_the_lead(
    tracker: Tracker, walsall: UUID, police: UUID
) -> None:
    """Without the directory every name is a question; the lead itself is not put beside itself."""
    dhr7 = imported(tracker, walsall).review.id
    supporting = question(tracker, dhr7, QuestionAbout.SUPPORTING_AGENCY)
    review.settle_question(tracker, dhr7, question=supporting, new_agency="Housing", by=by())
    course = actions_of(tracker, dhr7)[0]
    assert course.lead == police
    assert [tracker.get(Agency, one).name for one in course.supporting] == ["Housing"]


def test_an_agency_that_has_the_name_already_takes_its_places(
    tracker: Tracker, dhr7: UUID, police: UUID
) -> None:
    """The name was made its alias by hand since the import."""
    agency.add_alias(tracker, police, alias="Safer Estates", by=by())
    version = tracker.get(Agency, police).version
    lead = question(tracker, dhr7, QuestionAbout.LEAD_AGENCY)
    review.settle_question(tracker, dhr7, question=lead, agency=police, by=by())
    assert actions_of(tracker, dhr7)[1].lead == police
    assert tracker.get(Agency, police).version == version


def test_a_name_that_another_agency_has_is_refused(tracker: Tracker, dhr7: UUID, police: UUID) -> None:
    """Nothing of the answer is recorded."""
    lead = question(tracker, dhr7, QuestionAbout.LEAD_AGENCY)
    before = tracker.store.log.last_position()
    with pytest.raises(Refused, match=r"^Another agency goes by that name already\.$") as refused:
        review.settle_question(tracker, dhr7, question=lead, new_agency="wmp", by=by())
    assert refused.value.field == "new_agency"
    assert tracker.store.log.last_position() == before


def test_a_person_becomes_the_owner(tracker: Tracker, dhr7: UUID, nurse: UUID) -> None:
    """Of the actions that have none; the post is the answer."""
    owner = question(tracker, dhr7, QuestionAbout.OWNER)
    review.settle_question(tracker, dhr7, question=owner, person=nurse, by=by())
    assert actions_of(tracker, dhr7)[0].owner == nurse
    assert vars(tracker.store.log.of(dhr7)[-1].event)["answer"] == "Named Nurse"


def test_an_owner_named_meanwhile_stays(tracker: Tracker, dhr7: UUID, nurse: UUID) -> None:
    """The answer does not take an action away from anybody."""
    other = person.add(tracker, Details("Other"), by=by())
    course = actions_of(tracker, dhr7)[0].id
    tracker.change(Action.assign_owner, Action, course, owner=other, by=by())
    owner = question(tracker, dhr7, QuestionAbout.OWNER)
    review.settle_question(tracker, dhr7, question=owner, person=nurse, by=by())
    assert tracker.get(Action, course).owner == other


@pytest.mark.parametrize("role", FOR_A_TIME)
def test_auditors_and_oversight_read_for_a_time(
    tracker: Tracker, walsall: UUID, dhr7: UUID, nurse: UUID, role: Role
) -> None:
    """A place on the access list of a review needs a last day, also where their role has yet to begin."""
    term: Any = {"first_day": TODAY + timedelta(days=7), "last_day": TODAY + timedelta(days=30)}
    partnership.give_role(tracker, walsall, person=nurse, role=role, by=by(), **term)
    before = tracker.store.log.last_position()
    sentence = rf"^They hold the role of {role}, so they read it for a time: name the last day\.$"
    with pytest.raises(Refused, match=sentence) as refused:
        review.give_access(tracker, dhr7, person=nurse, by=by(reason="The yearly audit"))
    assert (refused.value.field, tracker.store.log.last_position()) == ("last_day", before)
    review.give_access(
        tracker, dhr7, person=nurse, last_day=TODAY, by=by(reason="The yearly audit of closed plans")
    )
    assert tracker.get(Review, dhr7).access[nurse].last_day == TODAY


@pytest.mark.parametrize("role", FOR_A_TIME)
def test_who_reads_without_end_becomes_neither(
    tracker: Tracker, walsall: UUID, dhr7: UUID, nurse: UUID, role: Role
) -> None:
    """Somebody with a place without a last day gets these roles once it is ended, or has a last day."""
    review.give_access(tracker, dhr7, person=nurse, by=by(reason="She presents it to the board"))
    before = tracker.store.log.last_position()
    with pytest.raises(Refused, match="without a last day") as refused:
        partnership.give_role(tracker, walsall, person=nurse, role=role, by=by())
    assert (refused.value.field, tracker.store.log.last_position()) == ("person", before)
    tracker.change(Review.end_access, Review, dhr7, person=nurse, by=by())
    for_a_time: Any = {"last_day": TODAY + timedelta(days=7)}
    review.give_access(tracker, dhr7, person=nurse, by=by(reason="Until she is auditor"), **for_a_time)
    partnership.give_role(tracker, walsall, person=nurse, role=role, by=by())
    assert role in tracker.get(Partnership, walsall).roles_of(nurse, TODAY)


def test_other_roles_and_other_partnerships_are_given_all_the_same(
    tracker: Tracker, walsall: UUID, dhr7: UUID, nurse: UUID
) -> None:
    """A place without end stands beside any other role, and beside that of an auditor elsewhere."""
    review.give_access(tracker, dhr7, person=nurse, by=by(reason="She presents it to the board"))
    partnership.give_role(tracker, walsall, person=nurse, role=Role.BOARD_MEMBER, by=by())
    other = partnership.register(tracker, "FEN", "Fenland", by=by())
    partnership.give_role(tracker, other, person=nurse, role=Role.AUDITOR, by=by())
    assert tracker.get(Partnership, other).roles_of(nurse, TODAY) == {Role.AUDITOR}


def test_others_are_on_the_list_until_it_is_ended(
    tracker: Tracker, walsall: UUID, dhr7: UUID, nurse: UUID
) -> None:
    """Whoever holds another role, or was an auditor once, or is one of another partnership."""
    other = partnership.register(tracker, "FEN", "Fenland", by=by())
    partnership.give_role(tracker, other, person=nurse, role=Role.AUDITOR, by=by())
    partnership.give_role(tracker, walsall, person=nurse, role=Role.BOARD_MEMBER, by=by())
    long_ago: Any = {"first_day": TODAY - timedelta(days=9), "last_day": TODAY - timedelta(days=1)}
    partnership.give_role(tracker, walsall, person=nurse, role=Role.AUDITOR, by=by(), **long_ago)
    review.give_access(tracker, dhr7, person=nurse, by=by(reason="She presents it to the board"))
    assert tracker.get(Review, dhr7).access[nurse].last_day is None


def test_a_grant_is_refused_to_who_may_not_give_one_before_anything_is_said_of_roles(
    tracker: Tracker, walsall: UUID, dhr7: UUID, nurse: UUID
) -> None:
    """What roles somebody holds is no business of theirs."""
    partnership.give_role(tracker, walsall, person=nurse, role=Role.AUDITOR, by=by())
    with pytest.raises(NotFound):
        review.give_access(
            tracker, dhr7, person=nurse, by=by(entered_by=nurse, standing=Standing(nurse), reason="I audit")
        )


def test_what_ended_meanwhile_is_left_alone(tracker: Tracker, dhr7: UUID, housing: UUID, nurse: UUID) -> None:
    """Cancelled actions get neither lead nor owner; an addressee is not named twice."""
    course, protocol, letter = actions_of(tracker, dhr7)
    for one in (course, protocol):
        tracker.change(Action.cancel, Action, one.id, by=by(reason="Not needed"))
    first = recommendations_of(tracker, dhr7)[0]
    tracker.change(
        Recommendation.name_addressees,
        Recommendation,
        first.id,
        addressees=(housing,),
        in_words=first.addressees_in_words,
        by=by(),
    )
    for about in (QuestionAbout.LEAD_AGENCY, QuestionAbout.ADDRESSEE):
        asked = question(tracker, dhr7, about)
        review.settle_question(tracker, dhr7, question=asked, agency=housing, by=by())
    asked = question(tracker, dhr7, QuestionAbout.OWNER)
    review.settle_question(tracker, dhr7, question=asked, person=nurse, by=by())
    course, protocol, letter = actions_of(tracker, dhr7)
    assert (course.owner, protocol.lead, letter.lead) == (None, None, housing)
    assert recommendations_of(tracker, dhr7)[0].addressees == (housing,)


def test_words_settle_any_question(tracker: Tracker, dhr7: UUID) -> None:
    """They change nothing but the question, and settle it once."""
    asked = question(tracker, dhr7, QuestionAbout.TIMESCALE)
    before = tracker.store.log.last_position()
    last = review.settle_question(tracker, dhr7, question=asked, answer="Reviewed each June", by=by())
    assert last == before + 1
    with pytest.raises(Refused, match="settled already"):
        review.settle_question(tracker, dhr7, question=asked, answer="Again", by=by())


def test_an_answer_has_to_fit_the_question(tracker: Tracker, dhr7: UUID, police: UUID, nurse: UUID) -> None:
    """No agency for an owner, no person for an agency, nobody who has left, nothing unknown."""
    lead, owner = (
        question(tracker, dhr7, about) for about in (QuestionAbout.LEAD_AGENCY, QuestionAbout.OWNER)
    )
    before = tracker.store.log.last_position()
    for asked, answer, sentence in (
        (owner, {"agency": police}, "not about an agency"),
        (owner, {"new_agency": "Water"}, "not about an agency"),
        (lead, {"person": nurse}, "not about an owner"),
        (lead, {}, "Say how the question is settled"),
        (uuid4(), {"answer": "Yes"}, "no such question"),
        (lead, {"agency": nurse}, "no such agency"),
        (owner, {"person": police}, "no such person"),
    ):
        with pytest.raises(Refused, match=sentence):
            review.settle_question(tracker, dhr7, question=asked, by=by(), **answer)
    assert tracker.store.log.last_position() == before
    tracker.change(Person.leave, Person, nurse, by=by())
    with pytest.raises(Refused, match="They have left"):
        review.settle_question(tracker, dhr7, question=owner, person=nurse, by=by())
    with pytest.raises(SomeoneWasFirst):
        review.settle_question(tracker, dhr7, question=lead, answer="Yes", version=1, by=by())
