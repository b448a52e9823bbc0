"""A keeper of the directory changes the way in of nobody who holds what the keeper could not give."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.keeping import refuse_whoever_holds_more
from domain.refusals import NotAllowed
from domain.standing import Held, Standing
from domain.vocabulary import Contact, Role

HERE, THERE, AGENCY, REVIEW = (UUID(int=number) for number in range(1, 5))
COORDINATOR = Standing(UUID(int=21), held=frozenset({Held(Role.COORDINATOR, HERE)}))
OF_PARTNERSHIP = Standing(UUID(int=22), held=frozenset({Held(Role.ADMINISTRATOR, HERE)}))
OF_INSTALLATION = Standing(UUID(int=23), administrator=True)


def somebody(*held: Held, administrator: bool = False) -> Standing:
    """Somebody else, who holds these."""
    return Standing(UUID(int=31), administrator=administrator, held=frozenset(held))


def allowed(keeper: Standing, other: Standing) -> bool:
    """Whether the keeper may."""
    try:
        refuse_whoever_holds_more(keeper, other)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("keeper", [COORDINATOR, OF_PARTNERSHIP])
def test_of_an_administrator_of_the_installation(keeper: Standing) -> None:
    """By a code to another mailbox anybody could come in as them: no role of a partnership is enough."""
    assert not allowed(keeper, somebody(administrator=True))
    assert allowed(OF_INSTALLATION, somebody(Held(Role.CHAIR, THERE), administrator=True))


@pytest.mark.parametrize(
    ("held", "by_coordinator", "by_administrator"),
    [
        (Held(Role.COORDINATOR, HERE), True, True),
        (Held(Contact.VALIDATOR, HERE, agency=AGENCY), True, False),
        (Held(Role.CHAIR, HERE), False, True),
        (Held(Role.AUDITOR, HERE), False, True),
        (Held(Role.ADMINISTRATOR, HERE), False, True),
        (Held(Role.INDEPENDENT_CHAIR, HERE, REVIEW), False, True),
        (Held(Role.COORDINATOR, THERE), False, False),
        (Held(Contact.VALIDATOR, THERE, agency=AGENCY), False, False),
    ],
)
def test_by_what_they_hold(held: Held, *, by_coordinator: bool, by_administrator: bool) -> None:
    """What the keeper holds, or could give in that very partnership, is within; anything more is not."""
    posts = isinstance(held.capacity, Contact) and held.partnership == HERE
    assert allowed(COORDINATOR, somebody(held)) == by_coordinator
    assert allowed(OF_PARTNERSHIP, somebody(held)) == (by_administrator or posts)
    assert not allowed(COORDINATOR, somebody(held, Held(Role.CHAIR, HERE)))


def test_of_nobody_in_particular() -> None:
    """Whoever holds nothing is kept by any keeper, and a token without its person's roles keeps nobody."""
    assert allowed(COORDINATOR, somebody())
    assert not allowed(COORDINATOR.limited([]), somebody(Held(Role.COORDINATOR, HERE)))
    assert not allowed(OF_INSTALLATION.limited([]), somebody(administrator=True))
