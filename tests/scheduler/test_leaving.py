"""Somebody leaves, or says that an action is not theirs: the next mail about it goes to the main contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.action import Action
from tests.scheduler.installation import Installation
from tests.scheduler.test_asking import OWNER, ask

DAY = timedelta(days=1)
CONTACT = "contact@council.example"
ASKS_FOR_ANOTHER = "Its owner has left: please name another."


@pytest.fixture
def owner(installation: Installation) -> UUID:
    """Somebody who owns actions, in an agency that has a main contact."""
    installation.main_contact(installation.person(CONTACT))
    return installation.person(OWNER)


def to(installation: Installation, day: date) -> list[str]:
    """To whom the digests of a day go."""
    return [digest.to for digest in installation.remind(day).digests]


def test_the_very_next_step_goes_to_the_main_contact(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """They need not wait until it is late, and the mail says what to do first: name another."""
    installation.action(owner=owner)
    first, second = installation.due - 28 * DAY, installation.due - 7 * DAY
    assert to(installation, first) == [OWNER]
    assert ASKS_FOR_ANOTHER not in send(first)[0]
    installation.leave(owner)
    assert to(installation, second) == [CONTACT]
    assert ASKS_FOR_ANOTHER in send(second)[0]


def test_a_mail_that_waits_does_not_go_to_who_has_left(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """It was prepared before they left: it is left out, and the main contact has it on the next day."""
    action = installation.action(owner=owner)
    assert to(installation, installation.due) == [OWNER]
    installation.leave(owner)
    assert send(installation.due) == []
    assert installation.history(action)[-1].why == "Somebody else is to be written to about it by now."
    assert to(installation, installation.due + DAY) == [CONTACT]


def test_what_is_not_theirs_goes_to_the_main_contact(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """Once its owner has said so: the next mail asks for another, and the owner gets no more of it."""
    action = installation.action(owner=owner)
    installation.change(Action.decline_ownership, action)
    assert to(installation, installation.due) == [CONTACT]
    assert "It has no owner yet: please name one." in send(installation.due)[0]


def test_what_was_asked_of_them_is_asked_of_the_main_contact(installation: Installation, owner: UUID) -> None:
    """Progress that was asked for before they left, and of which nobody was told yet."""
    action = installation.action(owner=owner)
    ask(installation, action)
    installation.leave(owner)
    day = installation.due - 70 * DAY
    assert [(digest.to, digest.actions) for digest in installation.remind(day).digests] == [
        (CONTACT, [(action, "asked-1")])
    ]
