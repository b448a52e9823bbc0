"""Sending: to a real mail server and into the folder, with all that can go wrong on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import pytest

from domain.action import Action
from domain.partnership import Partnership
from projections.mails import Mail
from scheduler.post import Post, send_waiting
from tests.scheduler.installation import Installation, morning, post_to
from tests.scheduler.mail_server import MailServerForTests, free_port

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OWNER = "owner@council.example"


@pytest.fixture
def owner(installation: Installation) -> UUID:
    """Somebody who owns actions."""
    return installation.person(OWNER)


@pytest.fixture
def post(mail_server: MailServerForTests, tmp_path: Path) -> Post:
    """Post that goes to the mail server."""
    return post_to(tmp_path / "outbox", mail_server.url)


@pytest.fixture
def send(installation: Installation, post: Post) -> Callable[..., int]:
    """Send what waits, some minutes after the clock struck on the due date."""

    def sending(*, minutes: float = 0, through: Post = post, day: date | None = None) -> int:
        now = morning(day or installation.due) + minutes * MINUTE
        return send_waiting(installation.tracker.store, installation.views, through, now=now)

    return sending


def only(mails: list[Mail]) -> Mail:
    """The one mail in the outbox."""
    (mail,) = mails
    return mail


def test_a_digest_reaches_its_reader_and_the_history(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """The mail says reference, number, agency and date, and no more; what it said is kept."""
    action = installation.action(owner=owner)
    installation.tracker.change(
        Partnership.set_reply_address,
        Partnership,
        installation.partnership,
        reply_to="reply@wal.example",
        by=installation.by,
    )
    installation.remind(installation.due)
    assert send() == 1
    (mail,) = mail_server.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "WAL/2025/03, action 3.1/1, Anytown Council WAL: is due today" in text
    assert f"https://dhr.example/actions/{action}" in text
    whole = mail.as_string()
    for private in ("Jane", "coercive", "housing officer", "Named", "Manager"):
        assert private not in whole
    assert (mail_server.recipients, mail["Reply-To"]) == ([OWNER], "reply@wal.example")
    assert installation.whats(action) == [("due", "decided"), ("due", "sent")]
    kept = only(installation.mails())
    assert (kept.state, kept.attempts, kept.message_id) == ("sent", 1, mail["Message-ID"])
    assert kept.actions == [(action, "due")]
    assert installation.body(kept.id) == text.replace("\r\n", "\n")
    assert send() == 0


def test_without_a_server_mails_are_files(
    installation: Installation, owner: UUID, tmp_path: Path, send: Callable[..., int]
) -> None:
    """Each is one whole file named after the mail, in a folder that others cannot look into."""
    installation.action(owner=owner)
    installation.remind(installation.due)
    folder = tmp_path / "data" / "outbox"
    send(through=post_to(folder))
    kept = only(installation.mails())
    (file,) = folder.iterdir()
    assert file.name == f"{kept.id}.eml"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert message_from_bytes(file.read_bytes())["Message-ID"] == kept.message_id
    assert kept.state == "sent"


def test_a_folder_that_cannot_be_written_to_puts_the_mail_off(
    installation: Installation, owner: UUID, tmp_path: Path, send: Callable[..., int]
) -> None:
    """It goes once the folder is there."""
    installation.action(owner=owner)
    installation.remind(installation.due)
    (tmp_path / "taken").write_text("a file in the place of the folder")
    send(through=post_to(tmp_path / "taken"))
    assert only(installation.mails()).last_error == (
        "The mail could not be written to its folder: File exists."
    )
    send(minutes=1, through=post_to(tmp_path / "free"))
    assert only(installation.mails()).state == "sent"


def test_a_temporary_refusal_is_tried_again_with_longer_pauses(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """After 1, 5 and 15 minutes, under the same Message-ID, and not before."""
    installation.action(owner=owner)
    installation.remind(installation.due)
    message_id = only(installation.mails()).message_id
    mail_server.to_recipients = ["451 try later", "450 try later"]
    mail_server.to_mails = ["452 no room"]
    assert [send(minutes=minutes) for minutes in (0, 0.5, 1, 5, 6, 20)] == [1, 0, 1, 0, 1, 0]
    waiting = only(installation.mails())
    assert (waiting.state, waiting.attempts) == ("waiting", 3)
    assert waiting.last_error == "The mail server refused the mail for now (452)."
    assert mail_server.mails == []
    assert send(minutes=21) == 1
    assert [mail["Message-ID"] for mail in mail_server.mails] == [message_id]
    assert only(installation.mails()).last_error == ""


def test_after_three_days_a_person_is_told_on_screen(
    installation: Installation, owner: UUID, tmp_path: Path, send: Callable[..., int]
) -> None:
    """A server that nobody reaches: the mail is failed, with a sentence, in the outbox and the history."""
    action = installation.action(owner=owner)
    installation.remind(installation.due)
    nobody = post_to(tmp_path, f"smtp://127.0.0.1:{free_port()}")
    attempts = sum(send(minutes=minutes, through=nobody) for minutes in range(0, 75 * 60, 15))
    failed = only(installation.mails())
    assert (failed.state, failed.attempts, failed.next_attempt_at) == ("failed", attempts, None)
    assert 15 < attempts < 30
    assert failed.last_error == "The mail server could not be reached, or hung up."
    last = installation.history(action)[-1]
    assert (last.step, last.what, last.why) == ("due", "failed", failed.last_error)


@pytest.mark.parametrize("at", ["to_recipients", "to_mails"])
def test_a_refusal_for_good_is_not_tried_again(
    installation: Installation,
    owner: UUID,
    mail_server: MailServerForTests,
    send: Callable[..., int],
    at: str,
) -> None:
    """It fails at once; what is kept of it names no address, whatever the server said."""
    action = installation.action(owner=owner)
    installation.remind(installation.due)
    setattr(mail_server, at, [f"550 no such mailbox <{OWNER}>"])
    send()
    failed = only(installation.mails())
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.last_error.startswith("The mail server refused the ")
    assert failed.last_error.endswith(" for good (550).")
    assert installation.whats(action) == [("due", "decided"), ("due", "failed")]
    assert send(minutes=60) == 0


def test_one_refused_mail_does_not_hold_up_the_others(
    installation: Installation, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """Also one that cannot even be made, for an address that is none."""
    for number in range(3):
        installation.action(owner=installation.person(f"owner{number}@council.example"))
    broken = installation.person("broken@council.example")
    installation.action(owner=broken)
    installation.remind(installation.due)
    with installation.views.reading() as connection:
        connection.execute("update person_details set email = 'a@b@c' where person = %s", [broken])
    mail_server.to_recipients = ["550 no such mailbox"]
    assert send() == 4
    states = sorted(mail.state for mail in installation.mails())
    assert states == ["failed", "sent", "sent", "waiting"]
    (waiting,) = [mail for mail in installation.mails() if mail.state == "waiting"]
    assert waiting.last_error.startswith("The mail could not be made.")


def test_what_is_done_meanwhile_drops_out(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """The mail says what is so when it goes; the history says why the others dropped out."""
    done, moved, asked, left = (installation.action(owner=owner) for _ in range(4))
    installation.remind(installation.due)
    installation.complete(done)
    later = installation.due + 90 * DAY
    for action in (moved, asked):
        installation.change(Action.request_extension, action, until=later)
    installation.change(Action.grant_extension, moved)
    send()
    assert mail_server.mails[0]["Subject"] == "Actions due: 1 needs you"
    assert installation.whats(left)[-1] == ("due", "sent")
    assert [installation.history(action)[-1].why for action in (done, moved, asked)] == [
        "It was reported complete, or ended, before the mail went.",
        "It got another due date before the mail went.",
        "A request for more time waits for its decision.",
    ]


def test_a_mail_with_nothing_left_to_say_does_not_go(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """The outbox says so."""
    action = installation.action(owner=owner)
    installation.remind(installation.due)
    installation.complete(action)
    send()
    skipped = only(installation.mails())
    assert (skipped.state, skipped.last_error) == ("skipped", "Nothing in it was still to be said.")
    assert mail_server.mails == []


def test_whoever_leaves_before_the_mail_goes_is_not_written_to_and_the_step_goes_to_another(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """The next round gives the same step to the main contact, and tells them that the owner is gone."""
    action = installation.action(owner=owner)
    installation.main_contact(installation.person("contact@council.example"))
    installation.remind(installation.due)
    installation.leave(owner)
    send()
    assert mail_server.mails == []
    (digest,) = installation.remind(installation.due + DAY).digests
    assert (digest.to, digest.actions[0]) == ("contact@council.example", (action, "due"))
    assert [step.startswith("no-owner-") for _, step in digest.actions] == [False, True]


def test_after_an_outage_one_mail_goes_with_todays_state(
    installation: Installation, owner: UUID, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """Digests that still wait go with the newest: one mail, each action once, days counted as of today."""
    first = installation.action(owner=owner)
    second = installation.action(owner=owner, due=installation.due + DAY)
    third = installation.action(owner=owner, due=installation.due + 2 * DAY)
    for days in range(3):
        day = installation.due + days * DAY
        installation.remind(day)
        mail_server.to_recipients = ["451 try later"]
        send(day=day)
    mail_server.to_recipients = []
    assert send(day=installation.due + 2 * DAY, minutes=5) == 1
    (mail,) = mail_server.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert [words in text for words in ("(2 days ago)", "(1 day ago)", "is due today")] == [True] * 3
    assert [mail.state for mail in installation.mails()] == ["sent", "replaced", "replaced"]
    for action in (first, second, third):
        assert installation.whats(action)[-1] == ("due", "sent")


def test_two_senders_send_each_mail_once(
    installation: Installation, mail_server: MailServerForTests, send: Callable[..., int]
) -> None:
    """What one has in hand the other leaves alone."""
    for number in range(6):
        installation.action(owner=installation.person(f"owner{number}@council.example"))
    installation.remind(installation.due)
    with ThreadPoolExecutor(3) as pool:
        counts = list(pool.map(lambda _: send(), range(3)))
    assert sum(counts) == 6
    assert sorted(mail_server.recipients) == [f"owner{number}@council.example" for number in range(6)]


def test_a_sender_killed_between_the_servers_answer_and_our_note_sends_again_under_the_same_id(
    installation: Installation,
    owner: UUID,
    mail_server: MailServerForTests,
    master_key: Path,
    send: Callable[..., int],
) -> None:
    """The mail may arrive twice, as one and the same, and is never lost."""
    action = installation.action(owner=owner)
    installation.remind(installation.due)
    store = installation.tracker.store

    def kill() -> None:
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait(10)
        mail_server.when_taken = lambda: None

    mail_server.when_taken = kill
    arguments = [
        store.datastore.conninfo,
        str(master_key),
        mail_server.url,
        morning(installation.due).isoformat(),
    ]
    sender = subprocess.Popen([sys.executable, "-m", "tests.scheduler.sending", *arguments])
    assert sender.wait(30) == -signal.SIGKILL
    waiting = only(installation.mails())
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    assert send() == 1
    assert [mail["Message-ID"] for mail in mail_server.mails] == [waiting.message_id] * 2
    assert installation.whats(action) == [("due", "decided"), ("due", "sent")]


def test_a_sender_that_is_told_to_stop_leaves_the_mail_waiting(
    installation: Installation, owner: UUID, post: Post
) -> None:
    """Nothing is taken in hand any more."""
    installation.action(owner=owner)
    installation.remind(installation.due)
    store, views, now = installation.tracker.store, installation.views, morning(installation.due)
    assert send_waiting(store, views, post, now=now, stopping=lambda: True) == 0
    assert only(installation.mails()).state == "waiting"


def test_on_a_trial_installation_the_mail_says_so(
    installation: Installation,
    owner: UUID,
    mail_server: MailServerForTests,
    post: Post,
    send: Callable[..., int],
) -> None:
    """In its subject and in its first line."""
    installation.action(owner=owner)
    installation.remind(installation.due)
    send(through=replace(post, trial=True))
    (mail,) = mail_server.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "Trial: actions due: 1 needs you"
    assert text.startswith("This mail comes from a trial installation.")
