"""Agencies on a real log: no two of them share a name."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from psycopg.errors import UniqueViolation

from domain.agency import Agency
from domain.refusals import Refused
from domain.store.application import Along
from domain.tracker import Tracker, agency, person
from domain.tracker.person import Details
from domain.tracker.recommendation import put_in_plan
from tests.domain.given import by

TAKEN = r"^Another agency goes by that name already\.$"


@pytest.mark.parametrize("name", ["west midlands  police", "W.M.P.", "The West Midlands Police"])
def test_a_name_or_alias_is_taken_in_every_spelling(tracker: Tracker, police: UUID, name: str) -> None:
    """A second agency can neither be added, renamed nor known by it; nothing is recorded."""
    other = agency.add(tracker, "Probation", by=by())
    before = tracker.store.log.last_position()
    with pytest.raises(Refused, match=TAKEN) as refused:
        agency.add(tracker, name, by=by())
    assert refused.value.field == "name"
    with pytest.raises(Refused, match=TAKEN):
        agency.rename(tracker, other, name=name, by=by())
    with pytest.raises(Refused, match=TAKEN) as refused:
        agency.add_alias(tracker, other, alias=name, by=by())
    assert refused.value.field == "alias"
    assert tracker.store.log.last_position() == before


def test_the_old_name_is_still_taken_after_a_rename(tracker: Tracker, police: UUID) -> None:
    """It is an alias from then on, and plans that use either name find the agency."""
    agency.rename(tracker, police, name="WM Police", by=by())
    with pytest.raises(Refused, match=TAKEN):
        agency.add(tracker, "West Midlands Police", by=by())
    names = {"WM Police", "the west midlands police", "wmp", "Nobody"}
    assert agency.known(tracker, names) == dict.fromkeys(names - {"Nobody"}, police)


def test_a_removed_alias_is_free_again(tracker: Tracker, police: UUID) -> None:
    """Another agency may take it; a name that is still spelled otherwise stays taken."""
    agency.remove_alias(tracker, police, alias="WMP", by=by())
    assert agency.known(tracker, ["WMP"]) == {}
    water = agency.add(tracker, "WMP", by=by())
    assert agency.known(tracker, ["wmp"]) == {"wmp": water}
    agency.rename(tracker, police, name="WEST MIDLANDS POLICE", by=by())
    agency.remove_alias(tracker, police, alias="West Midlands Police", by=by())
    assert agency.known(tracker, ["West Midlands Police"]) == {"West Midlands Police": police}


def test_another_row_that_is_taken_is_not_called_a_name(tracker: Tracker, police: UUID) -> None:
    """What goes along with the command, such as the key of a request, says itself that it was there."""
    twice = "insert into public.agency_names (name_key, agency) values ('', gen_random_uuid())"
    key = Along("create unique index one_of_each on public.plan_things (kind)")
    tracker.store.record(along=[key])
    part = put_in_plan(police, "action", police, uuid4())
    with pytest.raises(UniqueViolation, match="one_of_each"):
        agency.add(tracker.alongside(part), "Probation", by=by())
    with pytest.raises(UniqueViolation, match="one_of_each"):
        person.add(tracker.alongside(part), Details("Invented Nurse"), by=by())
    with pytest.raises(Refused, match=TAKEN):
        agency.add(tracker.alongside(Along(twice), Along(twice)), "Probation", by=by())


def test_an_agency_is_stored_with_all_its_names(tracker: Tracker, police: UUID) -> None:
    """What is read back is what was decided."""
    stored = tracker.get(Agency, police)
    assert (stored.name, stored.aliases, stored.version) == ("West Midlands Police", ["WMP"], 2)
