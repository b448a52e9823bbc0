"""Who may use what is no command: each office, by role, by partnership, and for whom it is about."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.offices import MAY_USE, Office, is_open, partnerships_of, refuse_unless_open
from domain.refusals import NotAllowed
from domain.standing import Held, Standing
from domain.vocabulary import Contact, Role

HERE, THERE, ELSEWHERE = (UUID(int=number) for number in range(1, 4))
SOMEBODY, AGENCY, ANOTHER_AGENCY = (UUID(int=number) for number in range(11, 14))
COORDINATOR: set[str] = {Role.COORDINATOR}
CHAIRS = {Role.CHAIR, Role.DEPUTY_CHAIR}

USED_BY: dict[Office, set[str]] = {
    Office.ACCESS_LOG: {Role.AUDITOR},
    Office.CALENDARS: set(),
    Office.CHANGES_TOGETHER: {*COORDINATOR, *CHAIRS, *Contact, Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER},
    Office.FIGURES: set(),
    Office.HELD_ABOUT: set(),
    Office.IMPORT: COORDINATOR,
    Office.OUTBOX: COORDINATOR,
    Office.REPORTS: {*COORDINATOR, *CHAIRS, Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER, Role.AUDITOR},
    Office.RETENTION: {*COORDINATOR, *CHAIRS},
    Office.RETURN_SHEETS: {*COORDINATOR, *Contact},
    Office.SIGNING_OUT: set(),
    Office.TOKENS_OF_OTHERS: set(),
}
"""The roles of a partnership, and posts for an agency, that use each of them."""
OF_THE_INSTALLATION = {
    Office.ACCESS_LOG,
    Office.FIGURES,
    Office.HELD_ABOUT,
    Office.OUTBOX,
    Office.SIGNING_OUT,
    Office.TOKENS_OF_OTHERS,
}
THEIR_OWN = {Office.CALENDARS, Office.HELD_ABOUT}


def holding(*capacities: Role | Contact, partnership: UUID = HERE) -> Standing:
    """Somebody who holds these in a partnership; the posts for one agency."""
    held = {Held(one, partnership, agency=AGENCY if one in set(Contact) else None) for one in capacities}
    return Standing(SOMEBODY, held=frozenset(held))


@pytest.mark.parametrize("office", Office)
def test_each_capacity(office: Office) -> None:
    """Each role and post by itself opens what the table says, and nothing else."""
    found = {one for one in (*Role, *Contact) if is_open(office, holding(one), AGENCY)}
    assert found == USED_BY[office]


@pytest.mark.parametrize("office", Office)
def test_of_the_installation(office: Office) -> None:
    """Whoever keeps the installation opens what concerns it; a role of the same name does not."""
    assert is_open(office, Standing(SOMEBODY, administrator=True)) == (office in OF_THE_INSTALLATION)
    assert Role.ADMINISTRATOR not in MAY_USE[office]


@pytest.mark.parametrize("office", Office)
def test_ones_own(office: Office) -> None:
    """What belongs to a person they use themselves, without any role; what belongs to others they do not."""
    nobody = Standing(SOMEBODY)
    assert is_open(office, nobody, SOMEBODY) == (office in THEIR_OWN)
    assert not is_open(office, nobody, uuid4())
    assert not is_open(office, nobody)
    assert not is_open(office, Standing(None), None)


def test_ones_own_by_a_token() -> None:
    """A token that is limited to roles does not use what belongs to its person, unless it acts as them."""
    standing = holding(Role.COORDINATOR)
    for office in THEIR_OWN:
        assert not is_open(office, standing.limited([Role.COORDINATOR]), SOMEBODY)
        assert is_open(office, standing.limited(["owner"]), SOMEBODY)


def test_default_is_no_access() -> None:
    """Each office is in the table; whoever has no standing opens none."""
    assert set(MAY_USE) == set(Office)
    assert not any(is_open(office, Standing()) for office in Office)


def test_refused_in_a_sentence() -> None:
    """It names who may."""
    with pytest.raises(
        NotAllowed, match=r"^Only the chair, coordinator or deputy chair may see what was kept"
    ):
        refuse_unless_open(Office.RETENTION, holding(Role.AUDITOR))
    refuse_unless_open(Office.RETENTION, holding(Role.CHAIR))


@pytest.mark.parametrize("post", Contact)
def test_for_another_agency(post: Contact) -> None:
    """Who answers for one agency does not use the sheets of another; a coordinator does."""
    assert not is_open(Office.RETURN_SHEETS, holding(post), ANOTHER_AGENCY)
    assert is_open(Office.RETURN_SHEETS, holding(Role.COORDINATOR), ANOTHER_AGENCY)


def test_in_which_partnerships() -> None:
    """Only those in which they hold what it takes; keeping the installation adds none."""
    held = holding(Role.AUDITOR).held | holding(Role.AUDITOR, Role.CHAIR, partnership=THERE).held
    standing = Standing(SOMEBODY, administrator=True, held=held | holding(partnership=ELSEWHERE).held)
    assert partnerships_of(Office.ACCESS_LOG, standing) == {HERE, THERE}
    assert partnerships_of(Office.RETENTION, standing) == {THERE}
    assert partnerships_of(Office.OUTBOX, standing) == frozenset()
