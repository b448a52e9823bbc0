"""People on a real log: their details lie beside it, and no two share an e-mail address."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.person import Person
from domain.refusals import NotFound, Refused
from domain.tracker import Tracker, person
from domain.tracker.person import Details
from tests.domain.given import by

NURSE = Details("Invented Nurse", "nurse@health.example.org", "01922 000000")


@pytest.fixture
def nurse(tracker: Tracker, housing: UUID) -> UUID:
    """A person with a post."""
    return person.add(tracker, NURSE, post="Named Nurse", agency=housing, by=by())


def test_details_lie_beside_the_log(tracker: Tracker, nurse: UUID) -> None:
    """No event holds a name, an address or a number."""
    assert person.of(tracker, nurse) == NURSE
    assert tracker.get(Person, nurse).post == "Named Nurse"
    [entry] = tracker.store.log.of(nurse)
    assert not any(str(value) in NURSE.__dict__.values() for value in vars(entry.event).values())
    assert person.of(tracker, uuid4()) == Details("")


def test_an_address_is_one_persons(tracker: Tracker, nurse: UUID) -> None:
    """Whatever its case; whoever has none shares nothing."""
    sentence = r"^Somebody in the directory has that e-mail address\.$"
    with pytest.raises(Refused, match=sentence) as refused:
        person.add(tracker, Details("Other", "NURSE@health.example.org"), by=by())
    assert refused.value.field == "email"
    first, second = (person.add(tracker, Details(name), by=by()) for name in ("First", "Second"))
    with pytest.raises(Refused, match=sentence):
        person.change_details(tracker, second, Details("Second", NURSE.email), by=by())
    assert person.of(tracker, second) == Details("Second")
    assert tracker.get(Person, second).version == 1
    assert person.by_email(tracker, " Nurse@Health.example.org ") == nurse
    assert person.by_email(tracker, "") is None
    assert first != second


def test_changed_details_are_named_in_the_log(tracker: Tracker, nurse: UUID) -> None:
    """Which ones, and only those that are others now."""
    person.change_details(tracker, nurse, Details(" Invented  Nurse ", "new@health.example.org"), by=by())
    assert person.of(tracker, nurse) == Details("Invented Nurse", "new@health.example.org")
    assert vars(tracker.store.log.of(nurse)[-1].event)["details"] == ("email", "telephone")
    with pytest.raises(Refused, match=r"^Nothing was changed\.$"):
        person.change_details(tracker, nurse, person.of(tracker, nurse), by=by())


@pytest.mark.parametrize(
    ("details", "sentence", "field"),
    [
        (Details(" "), "A person needs a name.", "name"),
        (Details("A", "nurse"), "That is not an e-mail address.", "email"),
        (Details("A", telephone="1" * 201), "At most 200 characters, please.", "telephone"),
    ],
)
def test_details_are_checked(tracker: Tracker, details: Details, sentence: str, field: str) -> None:
    """Nothing is recorded of a person whose details cannot be right."""
    with pytest.raises(Refused) as refused:
        person.add(tracker, details, by=by())
    assert (str(refused.value), refused.value.field) == (sentence, field)
    assert tracker.store.log.last_position() == 0


def test_a_post_is_held_in_an_agency_that_is_there(tracker: Tracker, nurse: UUID, police: UUID) -> None:
    """In no agency, or in one of the directory."""
    person.change_post(tracker, nurse, post="Officer", agency=police, by=by())
    assert tracker.get(Person, nurse).agency == police
    person.change_post(tracker, nurse, post="Officer", agency=None, by=by())
    with pytest.raises(NotFound):
        person.change_post(tracker, nurse, post="Officer", agency=nurse, by=by())
    with pytest.raises(NotFound):
        person.add(tracker, Details("Other"), agency=uuid4(), by=by())
