"""The way in of people on a real log: who may change an address, and invite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.refusals import NotAllowed
from domain.standing import Held, Standing
from domain.tracker import Tracker, invitation, partnership, person
from domain.tracker import standing as standings
from domain.tracker.person import Details
from domain.vocabulary import Contact, Role
from tests.domain.given import TODAY, by


@pytest.fixture
def nurse(tracker: Tracker) -> UUID:
    """Somebody who can be invited."""
    return person.add(tracker, Details("A Nurse", "nurse@health.example.org"), by=by())


@pytest.fixture
def coordinator(tracker: Tracker, walsall: UUID) -> Provenance:
    """What a coordinator enters who keeps no installation."""
    somebody = person.add(tracker, Details("Cor"), by=by())
    held = frozenset({Held(Role.COORDINATOR, walsall)})
    return by(entered_by=somebody, standing=Standing(somebody, held=held))


def new_address(tracker: Tracker, who: UUID, provenance: Provenance) -> int:
    """Another e-mail address."""
    return person.change_details(tracker, who, Details("A Nurse", "other@example.org"), by=provenance)


WAYS: dict[str, Callable[[Tracker, UUID, Provenance], Any]] = {
    "another address": new_address,
    "an invitation": lambda tracker, who, provenance: invitation.invite(tracker, who, by=provenance),
    "no invitation": lambda tracker, who, provenance: invitation.withdraw(tracker, who, by=provenance),
}


@pytest.mark.parametrize("way", WAYS)
def test_of_an_administrator(tracker: Tracker, nurse: UUID, coordinator: Provenance, way: str) -> None:
    """A coordinator changes nothing by which they could come in as an administrator of the installation."""
    invitation.invite(tracker, nurse, by=by())
    with tracker.store.connection() as connection:
        connection.execute("insert into public.administrators (person, made_at) values (%s, now())", [nurse])
    with pytest.raises(NotAllowed, match="only an administrator of the installation may do this"):
        WAYS[way](tracker, nurse, coordinator)
    assert person.of(tracker, nurse).email == "nurse@health.example.org"
    assert WAYS[way](tracker, nurse, by(entered_by=nurse))


@pytest.mark.parametrize("way", WAYS)
def test_of_whoever_holds_more(
    tracker: Tracker, nurse: UUID, coordinator: Provenance, walsall: UUID, way: str
) -> None:
    """Nor what leads to a role that they could not give, even one that begins on a later day."""
    invitation.invite(tracker, nurse, by=by())
    later: dict[str, Any] = {"first_day": date(2027, 1, 1)}
    partnership.give_role(tracker, walsall, person=nurse, role=Role.CHAIR, by=by(), **later)
    with pytest.raises(NotAllowed, match="They hold what you could not give them"):
        WAYS[way](tracker, nurse, coordinator)
    tracker.change(Partnership.end_role, Partnership, walsall, by=by(), person=nurse, role=Role.CHAIR)
    assert WAYS[way](tracker, nurse, coordinator)


def test_other_details(tracker: Tracker, nurse: UUID, coordinator: Provenance, walsall: UUID) -> None:
    """A name or a telephone number lets nobody in: these a coordinator keeps of everybody."""
    partnership.give_role(tracker, walsall, person=nurse, role=Role.CHAIR, by=by())
    told = Details("Another Name", "nurse@health.example.org", "01922 000000")
    assert person.change_details(tracker, nurse, told, by=coordinator)


def test_what_is_held(tracker: Tracker, nurse: UUID, walsall: UUID, police: UUID) -> None:
    """Posts and roles that stand, those of a later day too; not those that are over, ended, or of others."""
    other = person.add(tracker, Details("Other"), by=by())
    over: dict[str, Any] = {"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1)}
    later: dict[str, Any] = {"first_day": date(2026, 12, 1)}
    for one, role, term in (
        (nurse, Role.AUDITOR, {}),
        (nurse, Role.BOARD_MEMBER, over),
        (nurse, Role.CHAIR, later),
        (other, Role.COORDINATOR, {}),
    ):
        partnership.give_role(tracker, walsall, person=one, role=role, by=by(), **term)
    post = Contact.VALIDATOR
    partnership.name_contact(tracker, walsall, agency=police, contact=post, person=nurse, by=by())
    found = standings.of_person(tracker, nurse, today=TODAY)
    assert found == Standing(
        nurse,
        held=frozenset(
            {
                Held(Role.AUDITOR, walsall),
                Held(Role.CHAIR, walsall),
                Held(Contact.VALIDATOR, walsall, agency=police),
            }
        ),
    )
