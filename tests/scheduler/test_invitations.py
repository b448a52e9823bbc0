"""Sending invitations: at once, to the address of the person, with a link that is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from domain.clocks import end_of_london_day, in_words
from domain.person import Person
from domain.sign_in import INVITATION_KEY, INVITATION_LASTS, hash_of, secret_of_invitation
from domain.tracker import invitation, person
from scheduler.invitations import send_invitations
from scheduler.post import PAUSES
from tests.scheduler.installation import MAIL_FROM, Installation, post_to, this_day
from tests.scheduler.mail_server import MailServerForTests

GUEST = "guest@council.example"
LINKS = (
    "select id, token_hash, sent_at, next_attempt_at, failures from public.sign_in_links order by made_at, id"
)


@pytest.fixture
def now() -> datetime:
    """When what waits is sent: on the day on which the tests record."""
    return datetime.now(UTC)


@pytest.fixture
def guest(installation: Installation) -> UUID:
    """Somebody who was just invited."""
    identity = installation.person(GUEST)
    invitation.invite(installation.tracker, identity, by=installation.by)
    return identity


@pytest.fixture
def send(
    installation: Installation, mail_server: MailServerForTests, tmp_path: Path, now: datetime
) -> Callable[..., int]:
    """Send what waits, some time after it was asked for."""

    def sending(after: timedelta = timedelta(), **more: object) -> int:
        through = post_to(tmp_path / "outbox", mail_server.url)
        return send_invitations(installation.tracker, through, now=now + after, **more)  # type: ignore[arg-type]

    return sending


def links(installation: Installation) -> list[tuple[object, ...]]:
    """What the database has of the invitations."""
    with installation.tracker.store.connection() as connection:
        return connection.execute(LINKS).fetchall()


@pytest.mark.usefixtures("guest")
def test_it_goes_once(
    installation: Installation, send: Callable[..., int], mail_server: MailServerForTests, now: datetime
) -> None:
    """With the link whose hash the database has, and the last day on which it works."""
    assert (send(), send()) == (1, 0)
    [mail] = mail_server.mails
    [(identity, hashed, sent_at, waits, failures)] = links(installation)
    assert (sent_at, waits, failures) == (now, None, 0)
    secret = secret_of_invitation(
        installation.tracker.store.master_key.derived(INVITATION_KEY), UUID(str(identity))
    )
    assert hashed == hash_of(secret)
    assert (mail["To"], mail["Subject"]) == (GUEST, "Your invitation to DHR Tracker")
    assert mail["Message-ID"] == f"<{identity}@{MAIL_FROM.rpartition('@')[2]}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = mail.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert f"/set-up/{secret}" in text
        assert f"the end of {in_words(this_day() + INVITATION_LASTS)}" in text


@pytest.mark.usefixtures("guest")
def test_a_server_that_takes_none_for_now(
    installation: Installation, send: Callable[..., int], mail_server: MailServerForTests
) -> None:
    """It goes again after a minute, then after longer and longer pauses."""
    mail_server.to_mails = ["451 Later", "451 Later"]
    assert send() == 1
    assert (send(PAUSES[0] / 2), send(PAUSES[0])) == (0, 1)
    assert (send(PAUSES[0] + PAUSES[1] / 2), send(PAUSES[0] + PAUSES[1])) == (0, 1)
    assert mail_server.recipients == [GUEST]
    assert [row[4] for row in links(installation)] == [2]


@pytest.mark.usefixtures("guest")
def test_a_server_that_takes_none_for_good(
    installation: Installation, send: Callable[..., int], mail_server: MailServerForTests
) -> None:
    """It is not tried again: the page of the person says so."""
    mail_server.to_recipients = ["550 No such mailbox"]
    assert (send(), send(timedelta(hours=5))) == (1, 0)
    assert [row[2:5] for row in links(installation)] == [(None, None, 1)]


def test_the_newest_alone(
    installation: Installation, guest: UUID, send: Callable[..., int], mail_server: MailServerForTests
) -> None:
    """Of two invitations of the same moment only the second goes, since the first works no longer."""
    invitation.invite(installation.tracker, guest, by=installation.by)
    assert send() == 1
    [key] = {one["Message-ID"] for one in mail_server.mails}
    [sent] = [row for row in links(installation) if row[2]]
    assert str(sent[0]) in key


@pytest.mark.parametrize("how", ["withdrawn", "left", "another address"])
def test_what_works_no_longer_does_not_go(
    installation: Installation,
    guest: UUID,
    send: Callable[..., int],
    mail_server: MailServerForTests,
    how: str,
) -> None:
    """It was taken back between the asking and the sending."""
    if how == "withdrawn":
        invitation.withdraw(installation.tracker, guest, by=installation.by)
    elif how == "left":
        installation.tracker.change(Person.leave, Person, guest, by=installation.by)
    else:
        details = person.Details("Named", "other@council.example")
        person.change_details(installation.tracker, guest, details, by=installation.by)
    send()
    assert send() == 0
    assert mail_server.mails == []


@pytest.mark.usefixtures("guest")
def test_too_late(send: Callable[..., int], mail_server: MailServerForTests, now: datetime) -> None:
    """An invitation that works no longer is of no use to anybody."""
    over = end_of_london_day(this_day() + INVITATION_LASTS)
    assert send(over - now) == 0
    assert mail_server.mails == []


@pytest.mark.usefixtures("guest")
def test_nothing_goes_while_the_program_ends(send: Callable[..., int]) -> None:
    """What waits is left for the next one."""
    assert send(stopping=lambda: True) == 0
    assert send() == 1
