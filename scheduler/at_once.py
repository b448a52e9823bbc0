"""Sends letters that somebody waits for: one after the other, at once, beside the mail of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString, NamedTuple, Protocol

import structlog

from scheduler.delivery import NotDelivered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta
    from email.message import EmailMessage
    from uuid import UUID

    from psycopg import Connection

    from domain.tracker import Tracker
    from scheduler.delivery import MailFolder, MailServer
    from scheduler.post import Post

log_line = structlog.get_logger(__name__)


class Waiting(Protocol):
    """A row that `take` finds: its letter waits, and has not been taken so many times."""

    id: UUID
    failures: int


class Letters(NamedTuple):
    """A kind of letters: the statements on its table, and what writes one of them.

    `give_up`, `waits` and `take` are given `now`; `sent` also an `id`; `put_off` an `id` and `until`, None
    for a letter that does not go any more. `write` gives None for one that is not to go after all.
    """

    what: str
    give_up: LiteralString
    waits: LiteralString
    take: LiteralString
    sent: LiteralString
    put_off: LiteralString
    row: Callable[..., Any]
    write: Callable[[Tracker, Post, Any, datetime], EmailMessage | None]
    pause: Callable[[int], timedelta]


class _Sending(NamedTuple):
    """With what, and as at when, letters are sent."""

    letters: Letters
    tracker: Tracker
    post: Post
    carrier: MailServer | MailFolder
    now: datetime
    stopping: Callable[[], bool]


def send(
    letters: Letters, tracker: Tracker, post: Post, *, now: datetime, stopping: Callable[[], bool]
) -> int:
    """Send every letter of a kind that waits, until `stopping`; how many were taken in hand comes back.

    Raises `Stopping`. A kill before the end of one leaves it waiting: it goes again, the very same.
    """
    with tracker.store.connection() as connection:
        connection.execute(letters.give_up, {"now": now})
        if connection.execute(letters.waits, {"now": now}).fetchone() != (True,):
            return 0
    taken = 0
    with post.carrier() as carrier:
        sending = _Sending(letters, tracker, post, carrier, now, stopping)
        while not stopping() and _send_next(sending):
            taken += 1
    return taken


def _send_next(sending: _Sending) -> bool:
    """Send one letter, if one waits, and note what became of it, in one transaction; whether one waited."""
    letters = sending.letters
    with sending.tracker.store.connection() as connection, connection.transaction():
        found = connection.execute(letters.take, {"now": sending.now}).fetchone()
        if found is None:
            return False
        one: Waiting = letters.row(*found)
        try:
            _send(connection, sending, one)
        except NotDelivered as failure:
            log_line.warning("A letter was not taken.", what=letters.what, id=str(one.id), why=str(failure))
            until = None if failure.for_good else sending.now + letters.pause(one.failures)
            connection.execute(letters.put_off, {"id": one.id, "until": until})
        return True


def _send(connection: Connection[Any], sending: _Sending, one: Waiting) -> None:
    letters, now = sending.letters, sending.now
    mail = letters.write(sending.tracker, sending.post, one, now)
    if mail is None:
        connection.execute(letters.put_off, {"id": one.id, "until": None})
        return
    sending.carrier.deliver(mail, str(one.id), sending.stopping)
    connection.execute(letters.sent, {"id": one.id, "now": now})
    log_line.info("A letter was sent.", what=letters.what, id=str(one.id))
