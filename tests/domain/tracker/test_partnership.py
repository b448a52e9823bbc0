"""Partnerships on a real log: registered once, with contacts and roles of people who are there."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.partnership import HeldRole, Partnership
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.tracker import Tracker, partnership, person
from domain.tracker.person import Details
from domain.vocabulary import Contact, Role
from tests.domain.given import by


def test_a_code_is_registered_once(tracker: Tracker, walsall: UUID) -> None:
    """Whatever its case; the first one stays as it was."""
    with pytest.raises(Refused, match=r"^There is a partnership with the code WAL already\.$") as refused:
        partnership.register(tracker, "wal", "Another", by=by())
    assert refused.value.field == "code"
    assert tracker.get(Partnership, walsall).name == "Walsall"
    assert partnership.is_registered(tracker, "Wal")
    assert not partnership.is_registered(tracker, "DUD")


def test_of_two_who_register_at_once_one_is_refused(tracker: Tracker) -> None:
    """The log refuses what the look-up could not see yet."""
    first, second = (Partnership.register("WAL", name, by=by()) for name in ("Walsall", "Wales"))
    tracker.record(first)
    with pytest.raises(SomeoneWasFirst, match="Nothing of yours was saved"):
        tracker.record(second)


def test_contacts_and_roles_are_people_of_the_directory(
    tracker: Tracker, walsall: UUID, police: UUID
) -> None:
    """Neither an agency nor a person that is not there can be named."""
    nurse = person.add(tracker, Details("A Nurse"), by=by())
    main = Contact.MAIN_CONTACT
    partnership.name_contact(tracker, walsall, agency=police, contact=main, person=nurse, by=by())
    partnership.give_role(tracker, walsall, person=nurse, role=Role.COORDINATOR, by=by())
    stored = tracker.get(Partnership, walsall)
    assert (stored.holders(police, main), [*stored.roles]) == ([nurse], [HeldRole(nurse, Role.COORDINATOR)])
    with pytest.raises(NotFound):
        partnership.name_contact(tracker, walsall, agency=uuid4(), contact=main, person=nurse, by=by())
    with pytest.raises(NotFound):
        partnership.name_contact(tracker, walsall, agency=police, contact=main, person=police, by=by())
    with pytest.raises(NotFound):
        partnership.give_role(tracker, walsall, person=uuid4(), role=Role.COORDINATOR, by=by())


def test_an_old_version_is_refused(tracker: Tracker, walsall: UUID) -> None:
    """Whoever has seen an earlier state looks again first."""
    seen = tracker.get(Partnership, walsall).version
    tracker.change(Partnership.rename, Partnership, walsall, version=seen, name="Safer Walsall", by=by())
    with pytest.raises(SomeoneWasFirst, match=r"^Somebody else has changed this since you opened it\.$"):
        tracker.change(Partnership.rename, Partnership, walsall, version=seen, name="Other", by=by())
    assert tracker.get(Partnership, walsall).name == "Safer Walsall"


def test_two_who_change_the_same_state_do_not_overwrite(tracker: Tracker, walsall: UUID) -> None:
    """Both read before either wrote: the second is refused and nothing of it is kept."""
    first, second = tracker.get(Partnership, walsall), tracker.get(Partnership, walsall)
    first.rename("First", by=by())
    second.rename("Second", by=by())
    tracker.record(first)
    with pytest.raises(SomeoneWasFirst):
        tracker.record(second)
    assert tracker.get(Partnership, walsall).name == "First"
