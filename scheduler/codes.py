"""Sends the codes that people sign in with: each at once, and not after it has ceased to work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from domain.person import Person
from domain.sign_in import CODE_KEY, code_of
from domain.tracker import person
from scheduler.at_once import Letters, send
from scheduler.letters.code import message

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from psycopg import Connection

    from domain.tracker import Tracker
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
    where sealed_address is not null and expires_at > %(now)s
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
    select code.id, code.failures, details.email, code.message_id, code.expires_at
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


class WaitingCode(NamedTuple):
    """A code that is to be sent."""

    id: UUID
    failures: int
    to: str
    message_id: str
    until: datetime


def send_codes(
    tracker: Tracker, post: Post, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send every code that waits, until `stopping`; how many were taken in hand comes back.

    Raises `Stopping`. A kill before the end of one leaves it waiting: it goes again under the same
    Message-ID, with the same code in it.
    """
    with tracker.store.connection() as connection:
        _find_people(tracker, connection, now)
    return send(CODES, tracker, post, now=now, stopping=stopping)


def _find_people(tracker: Tracker, connection: Connection[Any], now: datetime) -> None:
    """Note of each code who has its address, before it goes: nobody may, or who did has left."""
    for identity, sealed in connection.execute(SEALED, {"now": now}).fetchall():
        address = tracker.store.master_key.unwrap(sealed, identity.bytes).decode()
        found = person.by_email(tracker, address)
        if found is not None and tracker.get(Person, found).left:
            found = None
        connection.execute(FOUND, {"id": identity, "person": found})


def _written(tracker: Tracker, post: Post, one: WaitingCode, now: datetime) -> EmailMessage:
    code = code_of(tracker.store.master_key.derived(CODE_KEY), one.id)
    return message(code, post, to=one.to, message_id=one.message_id, until=one.until, moment=now)


CODES: Final = Letters(
    what="code",
    give_up=GIVE_UP,
    waits=WAITS,
    take=TAKE,
    sent=SENT,
    put_off=PUT_OFF,
    row=WaitingCode,
    write=_written,
    pause=lambda _: PAUSE,
)
