"""Somebody leaves, or says that an action is not theirs: the next mail about it goes to the main contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.action import Action
from domain.vocabulary import Role
from tests.scheduler.installation import Installation, monday_ahead
from tests.scheduler.test_asking import OWNER, ask

DAY = timedelta(days=1)
CONTACT = "contact@council.example"
Goes = Callable[[Installation, UUID, UUID], None]
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


def decline(installation: Installation, action: UUID, _: UUID) -> None:
    """Its owner says that it is not theirs."""
    installation.change(Action.decline_ownership, action)


def leave(installation: Installation, _: UUID, owner: UUID) -> None:
    """Its owner leaves."""
    installation.leave(owner)


GOES = pytest.mark.parametrize("goes", [decline, leave])


def steps(installation: Installation, day: date) -> list[tuple[str, list[str]]]:
    """To whom the digests of a day go, with the kinds of their steps."""
    return [
        (digest.to, [step.rstrip("0123456789") for _, step in digest.actions])
        for digest in installation.remind(day).digests
    ]


class TestAtOnce:
    """An owner is gone on a day on which no due date brings a mail: whoever stands in is told in the next."""

    @pytest.fixture
    def monday(self) -> date:
        """A day on which no due date brings a reminder."""
        return monday_ahead(0)

    @GOES
    def test_the_main_contact_is_told_once(
        self, installation: Installation, owner: UUID, monday: date, goes: Goes
    ) -> None:
        """On the next working day, and on none after it, until a due date brings the next."""
        action = installation.action(owner=owner)
        assert steps(installation, monday - 3 * DAY) == []
        goes(installation, action, owner)
        assert [steps(installation, monday - days * DAY) for days in (2, 1)] == [[], []]
        assert steps(installation, monday) == [(CONTACT, ["no-owner-"])]
        assert [steps(installation, monday + days * DAY) for days in (0, 1, 7)] == [[], [], []]
        assert steps(installation, installation.due) == [(CONTACT, ["due"])]

    @GOES
    def test_the_mail(
        self,
        installation: Installation,
        owner: UUID,
        monday: date,
        send: Callable[[date], list[str]],
        goes: Goes,
    ) -> None:
        """It asks for another owner, for all that they owned in one mail, and says nothing of a case."""
        several = [installation.action(owner=owner) for _ in range(2)]
        for action in several[: 1 if goes is leave else 2]:
            goes(installation, action, owner)
        installation.remind(monday)
        [mail] = send(monday)
        asks = ASKS_FOR_ANOTHER if goes is leave else "It has no owner yet: please name one."
        assert (mail.count(asks), "coercive" in mail, "Jane" in mail) == (2, False, False)
        assert installation.mails()[0].subject == "Actions without an owner: 2 need you"
        assert {what for _, what in installation.whats(several[0])} >= {"decided", "sent"}

    def test_a_new_owner_before_the_mail(
        self, installation: Installation, owner: UUID, monday: date, send: Callable[[date], list[str]]
    ) -> None:
        """Nothing is asked of the contact any more; and if that one declines as well, it is told again."""
        action, second = installation.action(owner=owner), installation.person("second@council.example")
        decline(installation, action, owner)
        installation.remind(monday)
        installation.change(Action.assign_owner, action, owner=second)
        assert send(monday) == []
        assert steps(installation, monday + DAY) == []
        decline(installation, action, second)
        assert steps(installation, monday + DAY) == [(CONTACT, ["no-owner-"])]

    def test_without_a_contact(self, installation: Installation, monday: date) -> None:
        """The coordinators are told."""
        installation.role(installation.person("cora@council.example"), Role.COORDINATOR)
        owner = installation.person(OWNER)
        decline(installation, installation.action(owner=owner), owner)
        assert steps(installation, monday) == [("cora@council.example", ["no-owner-"])]

    def test_what_never_had_an_owner_or_is_over(
        self, installation: Installation, owner: UUID, monday: date
    ) -> None:
        """It waits for its due date, or for nothing."""
        installation.action()
        done = installation.action(owner=owner)
        installation.complete(done)
        installation.leave(owner)
        assert steps(installation, monday) == []


def test_what_was_asked_of_them_is_asked_of_the_main_contact(installation: Installation, owner: UUID) -> None:
    """Progress that was asked for before they left, and of which nobody was told yet."""
    action = installation.action(owner=owner)
    ask(installation, action)
    installation.leave(owner)
    day = installation.due - 70 * DAY
    [digest] = installation.remind(day).digests
    assert (digest.to, digest.actions[0], len(digest.actions)) == (CONTACT, (action, "asked-1"), 2)
