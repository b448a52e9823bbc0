"""Somebody with actions in two partnerships: one digest, with a section for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from uuid import UUID

import pytest

from domain.partnership import Partnership
from tests.scheduler.installation import Installation
from tests.scheduler.test_asking import OWNER, ask

DAY = timedelta(days=1)
WALSALL, FENLAND = "dhr@walsall.example", "dhr@fenland.example"


@pytest.fixture
def other(installation: Installation) -> Installation:
    """The other partnership, which has issued its plan; each has an address for answers."""
    other = replace(installation, code="FEN")
    other.issue()
    for one, address in ((installation, WALSALL), (other, FENLAND)):
        one.tracker.change(
            Partnership.set_reply_address, Partnership, one.partnership, reply_to=address, by=one.by
        )
    return other


@pytest.fixture
def owner(installation: Installation, other: Installation) -> UUID:
    """Somebody who owns an action in each, both due on the same day."""
    owner = installation.person(OWNER)
    for one in (installation, other):
        one.action(owner=owner)
    return owner


def sections(text: str) -> dict[str, str]:
    """What the mail says under the name of each partnership."""
    named = [text.index(f"\nInvented Partnership {code}\n") for code in ("FEN", "WAL")]
    assert named == sorted(named)
    return {"FEN": text[named[0] : named[1]], "WAL": text[named[1] :]}


def test_one_mail_has_a_section_for_each_with_its_own_address(
    installation: Installation, other: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """By name of the partnership; each section has its own actions, and says where answers about them go."""
    assert len(installation.remind(installation.due).digests) == 1
    (text,) = send(installation.due)
    assert "2 actions need you." in text
    for code, address, others in (("WAL", WALSALL, FENLAND), ("FEN", FENLAND, WALSALL)):
        section = sections(text)[code]
        assert f"{code}/2025/03, action 3.1/1, Anytown Council {code}: is due today" in section
        assert f"Write to {address}." in section
        assert others not in section
    assert len(installation.mails()) == 1


def test_an_answer_to_the_mail_goes_to_both(
    installation: Installation, owner: UUID, send: Callable[[date], list[str]], tmp_path: Path
) -> None:
    """A mail has one list of addresses for answers, so that neither partnership misses one."""
    installation.remind(installation.due)
    send(installation.due)
    (file,) = (tmp_path / "outbox").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Reply-To"]) == (OWNER, f"{FENLAND}, {WALSALL}")


def test_what_one_asks_and_what_is_due_in_the_other_are_one_mail(
    installation: Installation, other: Installation, owner: UUID, send: Callable[[date], list[str]]
) -> None:
    """Whatever the reason, nobody gets two digests on one working day."""
    asked = other.action(owner=owner, due=other.due + 60 * DAY)
    ask(other, asked)
    (digest,) = installation.remind(installation.due).digests
    assert sorted(step for _, step in digest.actions) == ["asked-1", "due", "due"]
    (text,) = send(installation.due)
    assert "You are asked how it stands" in sections(text)["FEN"]
    assert "You are asked how it stands" not in sections(text)["WAL"]


def test_what_is_left_to_say_of_one_partnership_alone_is_its_section_alone(
    installation: Installation, other: Installation, send: Callable[[date], list[str]]
) -> None:
    """What was done meanwhile in the other drops out, and so does its address."""
    owner = installation.person(OWNER)
    installation.action(owner=owner)
    done = other.action(owner=owner)
    installation.remind(installation.due)
    other.complete(done)
    (text,) = send(installation.due)
    assert "Invented Partnership FEN" not in text
    assert FENLAND not in text
    assert f"Write to {WALSALL}." in text
