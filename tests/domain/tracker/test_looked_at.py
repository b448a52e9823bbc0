"""Nothing of people is recorded that nobody has looked at: whatever way it comes to the log."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.agency import Agency
from domain.refusals import NotAllowed
from domain.standing import Standing
from domain.tracker import Tracker
from domain.tracker.together import carry_out, judged
from tests.domain.given import OWNER, SOMEBODY, by
from tests.domain.tracker.many import chosen

NOBODY_LOOKED = "Nobody has looked at whether this person may change Agency"


def renamed(tracker: Tracker, agency: UUID, name: str) -> Agency:
    """An agency to which somebody gives another name, past the tracker."""
    thing = tracker.get(Agency, agency)
    thing.rename(name, by=by(entered_by=SOMEBODY))
    return thing


class TestRecording:
    """`Tracker.record` takes what went through `Tracker.allow`, and what the tracker itself has done."""

    def test_of_whom_nobody_has_looked_at(self, tracker: Tracker, police: UUID, housing: UUID) -> None:
        """It is refused as a mistake of the program, and neither it nor what came along is recorded."""
        before, own = tracker.store.log.last_position(), tracker.get(Agency, housing)
        own.rename("Homes", by=by())
        with pytest.raises(LookupError, match=NOBODY_LOOKED):
            tracker.record(own, renamed(tracker, police, "The Police"))
        assert tracker.store.log.last_position() == before

    def test_of_whom_another_was_looked_at(self, tracker: Tracker, police: UUID) -> None:
        """That one person may change a thing says nothing of another."""
        thing = tracker.get(Agency, police)
        tracker.allow(Agency.rename, thing, by=by(entered_by=OWNER))
        thing.rename("The Police", by=by(entered_by=SOMEBODY))
        with pytest.raises(LookupError, match=NOBODY_LOOKED):
            tracker.record(thing)

    def test_of_whom_it_was_looked_at(self, tracker: Tracker, police: UUID) -> None:
        """It is recorded; for the next change of what was taken out of the log anew it is looked at again."""
        thing = tracker.get(Agency, police)
        tracker.allow(Agency.rename, thing, by=by(entered_by=SOMEBODY))
        thing.rename("The Police", by=by(entered_by=SOMEBODY))
        assert tracker.record(thing) == tracker.store.log.last_position()
        with pytest.raises(LookupError, match=NOBODY_LOOKED):
            tracker.record(renamed(tracker, police, "Police"))

    def test_of_whom_was_refused(self, tracker: Tracker, police: UUID) -> None:
        """Who was looked at and may not is not let in by that."""
        thing, provenance = tracker.get(Agency, police), by(entered_by=SOMEBODY, standing=Standing(SOMEBODY))
        with pytest.raises(NotAllowed):
            tracker.allow(Agency.add, Agency.add("Probation", by=provenance), by=provenance)
        thing.rename("The Police", by=provenance)
        with pytest.raises(LookupError, match=NOBODY_LOOKED):
            tracker.record(thing)

    def test_of_the_tracker_itself(self, tracker: Tracker, police: UUID) -> None:
        """The clock, and whoever runs it at its command line, enter nothing for themselves."""
        thing = tracker.get(Agency, police)
        thing.rename("The Police", by=by())
        assert tracker.record(thing)


def test_changes_to_several(tracker: Tracker, police: UUID, housing: UUID) -> None:
    """What is collected for many things passes the same look: the first that was not let in ends it."""
    change, before = chosen(tracker, [police, housing]), tracker.store.log.last_position()

    def command(collecting: Tracker, thing: UUID, _: int) -> object:
        return collecting.record(renamed(collecting, thing, f"New {thing}"))

    with pytest.raises(LookupError, match=NOBODY_LOOKED):
        carry_out(tracker, change, command)
    assert tracker.store.log.last_position() == before
    assert [one.what for one in judged(tracker.store, change)] == [None, None]
