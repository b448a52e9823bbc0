"""Sending codes to sign in: at once, to whoever has the address, and never after they have ceased to work."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from uuid import UUID

import pytest

from api import sign_in_codes
from domain.sign_in import CODE_KEY, code_of
from domain.tracker import person
from scheduler.codes import PAUSE, send_codes
from scheduler.delivery import Stopping
from scheduler.post import Post
from tests.scheduler.installation import MAIL_FROM, Installation, post_to
from tests.scheduler.mail_server import MailServerForTests

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OWNER = "owner@council.example"
CODES = "select id, person, sent_at, next_attempt_at, sealed_address, failures from public.sign_in_codes"


@pytest.fixture
def owner(installation: Installation) -> UUID:
    """Somebody who may sign in."""
    return installation.person(OWNER)


@pytest.fixture
def ask(installation: Installation) -> Callable[..., str]:
    """Ask for a code for an address."""

    def asking(address: str = OWNER, *, now: datetime = NOW) -> str:
        return sign_in_codes.ask(
            installation.tracker.store, address, source="192.0.2.1", mail_from=MAIL_FROM, now=now
        )

    return asking


@pytest.fixture
def send(installation: Installation, mail_server: MailServerForTests, tmp_path: Path) -> Callable[..., int]:
    """Send what waits, some seconds after it was asked for."""

    def sending(after: timedelta = timedelta(), *, post: Post | None = None, **more: object) -> int:
        through = post or post_to(tmp_path / "outbox", mail_server.url)
        return send_codes(installation.tracker, through, now=NOW + after, **more)  # type: ignore[arg-type]

    return sending


def codes(installation: Installation) -> list[tuple[object, ...]]:
    """What the database has of the codes."""
    with installation.tracker.store.connection() as connection:
        return connection.execute(CODES).fetchall()


def test_it_goes_once(
    installation: Installation,
    owner: UUID,
    ask: Callable[..., str],
    send: Callable[..., int],
    mail_server: MailServerForTests,
) -> None:
    """To the address as the directory spells it; what was typed is forgotten, the person is noted."""
    ask(OWNER.upper())
    assert (send(), send()) == (1, 0)
    assert mail_server.recipients == [OWNER]
    [(identity, whose, sent_at, next_attempt, sealed, failures)] = codes(installation)
    assert (whose, sent_at, next_attempt, sealed, failures) == (owner, NOW, None, None, 0)
    code = code_of(installation.tracker.store.master_key.derived(CODE_KEY), UUID(str(identity)))
    assert f"{code[:3]} {code[3:]}" in str(mail_server.mails[0].get_body(("plain",)))


def test_nobody_has_the_address(
    installation: Installation,
    ask: Callable[..., str],
    send: Callable[..., int],
    mail_server: MailServerForTests,
) -> None:
    """No mail goes, and the address is forgotten."""
    ask("nobody@example.org")
    assert send() == 0
    assert mail_server.mails == []
    assert [row[1:5] for row in codes(installation)] == [(None, None, None, None)]


@pytest.mark.usefixtures("owner")
def test_a_server_that_takes_none_for_now(
    installation: Installation,
    ask: Callable[..., str],
    send: Callable[..., int],
    mail_server: MailServerForTests,
) -> None:
    """It goes again after a few seconds, with the same code under the same Message-ID."""
    ask()
    mail_server.to_mails = ["451 Later"]
    assert send() == 1
    assert mail_server.mails == []
    assert send(PAUSE / 2) == 0
    assert send(PAUSE) == 1
    [row] = codes(installation)
    assert (row[2], row[5]) == (NOW + PAUSE, 1)
    assert mail_server.mails[0]["Message-ID"] == f"<{row[0]}@{MAIL_FROM.rpartition('@')[2]}>"


@pytest.mark.usefixtures("owner")
def test_a_server_that_takes_none_for_good(
    installation: Installation,
    ask: Callable[..., str],
    send: Callable[..., int],
    mail_server: MailServerForTests,
) -> None:
    """It is not tried again: whoever waits asks for another."""
    ask()
    mail_server.to_recipients = ["550 No such mailbox"]
    assert send() == 1
    assert send(timedelta(minutes=5)) == 0
    assert [(row[3], row[5]) for row in codes(installation)] == [(None, 1)]


@pytest.mark.usefixtures("owner")
def test_too_late(ask: Callable[..., str], send: Callable[..., int], mail_server: MailServerForTests) -> None:
    """A code that works no longer is of no use to anybody."""
    ask()
    assert send(timedelta(minutes=10)) == 0
    assert mail_server.mails == []


@pytest.mark.usefixtures("owner")
def test_ending_while_one_is_on_its_way(
    installation: Installation, ask: Callable[..., str], send: Callable[..., int], tmp_path: Path
) -> None:
    """It waits on, and goes when the program is there again: the same mail."""
    ask()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        answers = chain([False], repeat(True))
        with pytest.raises(Stopping):
            send(post=post_to(tmp_path, url), stopping=lambda: next(answers))
    assert send(post=post_to(tmp_path / "outbox")) == 1
    [row] = codes(installation)
    assert (tmp_path / "outbox" / f"{row[0]}.eml").exists()


@pytest.mark.usefixtures("owner")
def test_nothing_goes_while_the_program_ends(ask: Callable[..., str], send: Callable[..., int]) -> None:
    """What waits is left for the next one."""
    ask()
    assert send(stopping=lambda: True) == 0
    assert send() == 1


def test_who_has_no_address_any_more(
    installation: Installation,
    owner: UUID,
    ask: Callable[..., str],
    send: Callable[..., int],
    mail_server: MailServerForTests,
) -> None:
    """The address was changed between the asking and the sending: nobody has it then."""
    ask()
    person.change_details(installation.tracker, owner, person.Details("Named"), by=installation.by)
    assert send() == 0
    assert mail_server.mails == []
