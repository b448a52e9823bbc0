"""What waits to be sent while the master key is changed goes out afterwards, and works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from api import sessions, sign_in_codes
from api.sessions import LinkState
from domain.refusals import Refused
from domain.store.application import Store
from domain.store.rotation import rotate
from domain.tracker import Tracker, invitation
from scheduler.codes import send_codes
from scheduler.invitations import send_invitations
from tests.scheduler.installation import MAIL_FROM, Installation, post_to
from tests.scheduler.mail_server import MailServerForTests

OWNER, GUEST = "owner@council.example", "guest@council.example"


@pytest.fixture
def now() -> datetime:
    """The present moment: an invitation works from the day on which it is recorded."""
    return datetime.now(UTC)


class Place:
    """An installation with a mail server, whose master key is changed."""

    def __init__(self, installation: Installation, server: MailServerForTests, folder: Path) -> None:
        self.installation, self.server, self.folder = installation, server, folder
        self.store = installation.tracker.store
        self.opened: list[Store] = []

    def change_key(self) -> None:
        """Change it as the command does, and open the store again."""
        path, conninfo = self.store.master_key.path, self.store.datastore.conninfo
        with psycopg.connect(conninfo, autocommit=True) as connection:
            rotate(connection, path)
        self.store = Store(conninfo, path)
        self.opened.append(self.store)

    def send(self, now: datetime) -> str:
        """Send all that waits; the words of the newest mail."""
        post, tracker = post_to(self.folder / "outbox", self.server.url), Tracker(self.store)
        send_codes(tracker, post, now=now)
        send_invitations(tracker, post, now=now)
        return str(self.server.mails[-1].get_body(("plain",)))

    def ask(self, now: datetime) -> str:
        """Ask for a code: the secret of the browser."""
        return sign_in_codes.ask(self.store, OWNER, source="192.0.2.1", mail_from=MAIL_FROM, now=now)


@pytest.fixture
def place(installation: Installation, mail_server: MailServerForTests, tmp_path: Path) -> Iterator[Place]:
    """With somebody who may sign in."""
    installation.person(OWNER)
    made = Place(installation, mail_server, tmp_path)
    yield made
    for one in made.opened:
        one.close()


def code_in(mail: str) -> str:
    """The six digits."""
    [(first, last)] = re.findall(r"\b(\d{3}) (\d{3})\b", mail)
    return f"{first}{last}"


def link_in(mail: str) -> str:
    """The secret of the link."""
    [secret] = re.findall(r"/set-up/([\w-]+)", mail)
    return str(secret)


def test_a_code(place: Place, now: datetime) -> None:
    """It goes to whoever asked, and signs them in where they asked."""
    browser = place.ask(now)
    place.change_key()
    code = code_in(place.send(now))
    assert sign_in_codes.spend(place.store, browser, code, source="192.0.2.1", now=now)


def test_a_code_whose_reader_is_known(place: Place, now: datetime) -> None:
    """One that a mail server had put off goes with the digits that work now."""
    browser = place.ask(now)
    place.server.to_mails = ["451 Later"]
    with pytest.raises(IndexError):
        place.send(now)
    place.change_key()
    with place.store.connection() as connection:
        connection.execute("update public.sign_in_codes set next_attempt_at = %s", [now])
    code = code_in(place.send(now))
    assert sign_in_codes.spend(place.store, browser, code, source="192.0.2.1", now=now)


def test_a_code_that_had_gone(place: Place, now: datetime) -> None:
    """It works no longer: it followed from the former key."""
    browser = place.ask(now)
    code = code_in(place.send(now))
    place.change_key()
    with pytest.raises(Refused, match="That is not the code"):
        sign_in_codes.spend(place.store, browser, code, source="192.0.2.1", now=now)


def invite(place: Place) -> UUID:
    """Invite somebody."""
    guest = place.installation.person(GUEST)
    invitation.invite(place.installation.tracker, guest, by=place.installation.by)
    return guest


def test_an_invitation(place: Place, now: datetime) -> None:
    """Its link works."""
    guest = invite(place)
    place.change_key()
    secret = link_in(place.send(now))
    assert sessions.link_state(place.store, secret, now=now) == LinkState.GOOD
    assert sessions.invited(place.store, secret) == guest


def test_an_invitation_that_had_gone(place: Place, now: datetime) -> None:
    """Its link goes on working, and it is not sent again."""
    guest = invite(place)
    secret = link_in(place.send(now))
    place.change_key()
    place.send(now)
    assert len(place.server.mails) == 1
    assert sessions.invited(place.store, secret) == guest
    assert sessions.link_state(place.store, secret, now=now) == LinkState.GOOD
