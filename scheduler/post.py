"""The senders: each takes one waiting mail after the other, says what is so then, and notes what came of it.

The row of a mail stays locked until its outcome is noted. A kill before that leaves it waiting, and it goes
again under the same Message-ID: a mail may arrive twice, as one and the same, but is never lost.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import structlog

from domain.clocks import london_day
from projections import outbox, reminding, reminding_clocks
from projections.holding import held
from projections.outbox import Reminder
from projections.reminding_clocks import ClockLine
from scheduler.deciding import WAITS_FOR_DECISION
from scheduler.delivery import MailFolder, MailServer, NotDelivered, Stopping
from scheduler.letters.digest import digest, message
from scheduler.recipients import recipients, recipients_of_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime
    from pathlib import Path
    from uuid import UUID

    from psycopg import Connection

    from domain.store.application import Store
    from projections.outbox import Waiting
    from projections.reading import Views
    from projections.reminding import Directory, Line

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long a mail rests after each failure; after the last of these, as long again each time."""

SENDERS = 4
"""Mails on their way at once: a server takes its time over each, and few servers mind so many."""

TRIED_FOR = timedelta(days=3)
NOTHING_LEFT = "Nothing in it was still to be said."
MOVED = "It got another due date before the mail went."
SOMEBODY_ELSE = "Somebody else is to be written to about it by now."
NOT_MADE = "The mail could not be made. What is wrong stands in the log of the worker."

log_line = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Post:
    """Where mail goes (a server's URL, or else the folder) and what it says; links begin with `base_url`."""

    folder: Path
    base_url: str
    mail_from: str
    smtp_url: str | None = None
    trial: bool = False

    @contextmanager
    def carrier(self) -> Iterator[MailServer | MailFolder]:
        """Who takes the mails of one sender, one after the other."""
        if self.smtp_url is None:
            yield MailFolder(self.folder)
            return
        with MailServer(self.smtp_url) as server:
            yield server


@dataclass(frozen=True)
class _Sending:
    """With what one sender sends."""

    post: Post
    carrier: MailServer | MailFolder
    now: datetime
    stopping: Callable[[], bool]


def send_waiting(
    store: Store, views: Views, post: Post, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send every mail that waits, until `stopping`; how many were taken in hand comes back.

    That is none while mail is held after a restore. Raises `Refused` where the views that
    mails are made from have stopped, and `Stopping`.
    """
    with views.reading() as connection:
        if not outbox.waits(connection, now) or held(connection):
            return 0
    reminding.follow_the_log(store, views)
    with ThreadPoolExecutor(SENDERS, "sender") as senders:
        return sum(senders.map(lambda _: _send_all(views, post, now, stopping), range(SENDERS)))


def _send_all(views: Views, post: Post, now: datetime, stopping: Callable[[], bool]) -> int:
    """Send one mail after the other over one connection, beside others who do the same; how many."""
    count = 0
    with post.carrier() as carrier:
        sending = _Sending(post, carrier, now, stopping)
        while not stopping() and _send_next(views, sending):
            count += 1
    return count


def _send_next(views: Views, sending: _Sending) -> bool:
    """Send one mail, if one waits, and note what became of it, in one transaction; whether one waited."""
    now = sending.now
    with views.reading() as connection, connection.transaction():
        mail = outbox.take(connection, now)
        if mail is None:
            return False
        try:
            with connection.transaction():
                _send(connection, mail, sending)
        except NotDelivered as failure:
            _note_failure(connection, mail, failure, now)
        except (psycopg.Error, Stopping):
            raise
        except Exception as error:  # noqa: BLE001  # one mail that cannot be made must not hold up the others
            log_line.error(  # noqa: TRY400  # a traceback may hold an address
                "A mail could not be made.", mail=str(mail.id), error=type(error).__name__
            )
            _note_failure(connection, mail, NotDelivered(NOT_MADE), now)
        return True


def _send(connection: Connection[Any], mail: Waiting, sending: _Sending) -> None:
    post, now = sending.post, sending.now
    today = max(mail.day, london_day(now))
    prepared = _lines(connection, mail)
    directory = reminding.directory(connection, today, prepared)
    lines = _still_to_be_said(connection, mail, prepared, directory)
    if not lines:
        outbox.note_skipped(connection, mail.id, NOTHING_LEFT)
        return
    said = digest(lines, mail.person, today=today, base_url=post.base_url, trial=post.trial)
    to = directory.people[mail.person].email
    ready = message(said, to=to, mail_from=post.mail_from, message_id=mail.message_id, moment=now)
    sending.carrier.deliver(ready, str(mail.id), sending.stopping)
    outbox.note_sent(connection, mail.id, said.subject, said.text(), now=now)
    outbox.record(connection, [_became(line, mail.id, mail.day, "sent") for line in lines])
    log_line.info("A mail was sent.", mail=str(mail.id), reminders=len(lines))


def _lines(connection: Connection[Any], mail: Waiting) -> list[Line | ClockLine]:
    """The actions of a mail, longest due first, and then its clocks."""
    return [*reminding.lines(connection, mail.id), *reminding_clocks.lines(connection, mail.id)]


def _still_to_be_said(
    connection: Connection[Any], mail: Waiting, lines: list[Line | ClockLine], directory: Directory
) -> list[Line | ClockLine]:
    """What of a mail there is still reason to write about; why not the rest is recorded."""
    judged = [(line, _why_gone(directory, line)) for line in lines]
    outbox.record(
        connection, [_became(line, line.outbox, mail.day, "skipped", why) for line, why in judged if why]
    )
    return [line for line, why in judged if not why]


def _why_gone(directory: Directory, line: Line | ClockLine) -> str:
    """Why an action or a clock drops out of a mail; empty where it does not."""
    return (
        _why_clock_gone(directory, line) if isinstance(line, ClockLine) else _why_action_gone(directory, line)
    )


def _why_clock_gone(directory: Directory, line: ClockLine) -> str:
    if line.stands:
        return "It came to its end, or stood still, before the mail went."
    if line.moved:
        return MOVED
    found = recipients_of_clock(directory, line.partnership, line.review, line.about)
    return "" if line.person in found.people else SOMEBODY_ELSE


def _why_action_gone(directory: Directory, line: Line) -> str:
    if line.closed:
        return "It was reported complete, or ended, before the mail went."
    if line.is_asked and line.answered:
        return "It was answered before the mail went."
    of_its_date = not (line.is_asked or line.is_unowned)
    if line.moved and of_its_date:
        return MOVED
    if line.asks_for_time and of_its_date:
        return WAITS_FOR_DECISION
    found = recipients(directory, line.partnership, line.lead, line.owner)
    return "" if line.person in found.people else SOMEBODY_ELSE


def _note_failure(connection: Connection[Any], mail: Waiting, failure: NotDelivered, now: datetime) -> None:
    """Put the mail off, each time for longer; give up after three days, or when the server says so."""
    log_line.warning("A mail was not taken.", mail=str(mail.id), attempt=mail.attempts + 1, why=str(failure))
    if not failure.for_good and now - mail.prepared_at < TRIED_FOR:
        pause = PAUSES[min(mail.attempts, len(PAUSES) - 1)]
        outbox.note_put_off(connection, mail.id, str(failure), now + pause)
        return
    outbox.note_failed(connection, mail.id, str(failure))
    became = (_became(one, mail.id, mail.day, "failed", str(failure)) for one in _lines(connection, mail))
    outbox.record(connection, became)


def _became(line: Line | ClockLine, mail: UUID, day: date, what: str, why: str = "") -> Reminder:
    return Reminder(
        action=None if isinstance(line, ClockLine) else line.action,
        clock=line.clock if isinstance(line, ClockLine) else None,
        partnership=line.partnership,
        due_date_version=line.due_date_version,
        step=line.step,
        rule_version=line.rule_version,
        person=line.person,
        outbox=mail,
        what=what,
        why=why,
        day=day,
    )
