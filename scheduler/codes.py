"""Sends the codes that people sign in with: each at once, and not after it has ceased to work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import structlog

from domain.person import Person
from domain.sign_in import CODE_KEY, code_of
from domain.tracker import person
from scheduler.delivery import NotDelivered
from scheduler.letters.code import message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from psycopg import Connection

    from domain.tracker import Tracker
    from scheduler.delivery import MailFolder, MailServer
    from scheduler.post import Post

PAUSE: Final = timedelta(seconds=15)
"""After which a mail that was not taken goes again: who waits for a code does not wait long."""

GIVE_UP: Final = """
    update public.sign_in_codes set next_attempt_at = null, sealed_address = null
    where next_attempt_at is not null and expires_at <= %(now)s
"""
SEALED: Final = """
    select id, sealed_address
    from public.sign_in_codes
    where sealed_address is not null
    order by asked_at, id
"""
FOUND: Final = """
    update public.sign_in_codes
    set sealed_address = null, person = %(person)s,
        next_attempt_at = case when %(person)s::uuid is not null then next_attempt_at end
    where id = %(id)s and sealed_address is not null
"""
WAITS: Final = "select exists (select from public.sign_in_codes where next_attempt_at <= %(now)s)"
TAKE: Final = """
    select code.id, details.email, code.message_id, code.expires_at
    from public.sign_in_codes code
    join public.person_details details on details.person = code.person and details.email <> ''
    where code.next_attempt_at <= %(now)s
    order by code.next_attempt_at, code.id
    limit 1
    for update of code skip locked
"""
SENT: Final = """
    update public.sign_in_codes set next_attempt_at = null, sent_at = %(now)s where id = %(id)s
"""
PUT_OFF: Final = """
    update public.sign_in_codes
    set failures = failures + 1,
        next_attempt_at = case when %(until)s::timestamptz < expires_at then %(until)s end
    where id = %(id)s
"""

log_line = structlog.get_logger(__name__)


def send_codes(
    tracker: Tracker, post: Post, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send every code that waits, until `stopping`; how many were taken in hand comes back.

    Raises `Stopping`. A kill before the end of one leaves it waiting: it goes again under the same
    Message-ID, with the same code in it.
    """
    with tracker.store.connection() as connection:
        connection.execute(GIVE_UP, {"now": now})
        _find_people(tracker, connection)
        if connection.execute(WAITS, {"now": now}).fetchone() != (True,):
            return 0
    taken = 0
    with post.carrier() as carrier:
        sending = _Sending(tracker, post, carrier, now, stopping)
        while not stopping() and _send_next(sending):
            taken += 1
    return taken


def _find_people(tracker: Tracker, connection: Connection[Any]) -> None:
    """Note of each code who has its address, before it goes: nobody may, or who did has left."""
    for identity, sealed in connection.execute(SEALED).fetchall():
        address = tracker.store.master_key.unwrap(sealed, identity.bytes).decode()
        found = person.by_email(tracker, address)
        if found is not None and tracker.get(Person, found).left:
            found = None
        connection.execute(FOUND, {"id": identity, "person": found})


class _Sending(NamedTuple):
    """With what, and as at when, codes are sent."""

    tracker: Tracker
    post: Post
    carrier: MailServer | MailFolder
    now: datetime
    stopping: Callable[[], bool]


class _Waiting(NamedTuple):
    """A code that is being sent."""

    id: UUID
    to: str
    message_id: str
    until: datetime


def _send_next(sending: _Sending) -> bool:
    """Send one code, if one waits, and note what became of it, in one transaction; whether one waited."""
    with sending.tracker.store.connection() as connection, connection.transaction():
        row = connection.execute(TAKE, {"now": sending.now}).fetchone()
        if row is None:
            return False
        try:
            _send(connection, sending, _Waiting(*row))
        except NotDelivered as failure:
            _put_off(connection, row[0], failure, sending.now)
        return True


def _send(connection: Connection[Any], sending: _Sending, one: _Waiting) -> None:
    now, key = sending.now, sending.tracker.store.master_key.derived(CODE_KEY)
    mail = message(
        code_of(key, one.id),
        sending.post,
        to=one.to,
        message_id=one.message_id,
        until=one.until,
        moment=now,
    )
    sending.carrier.deliver(mail, str(one.id), sending.stopping)
    connection.execute(SENT, {"id": one.id, "now": now})
    log_line.info("A code to sign in was sent.", code=str(one.id))


def _put_off(connection: Connection[Any], identity: UUID, failure: NotDelivered, now: datetime) -> None:
    log_line.warning("A code to sign in was not taken.", code=str(identity), why=str(failure))
    until = None if failure.for_good else now + PAUSE
    connection.execute(PUT_OFF, {"id": identity, "until": until})
