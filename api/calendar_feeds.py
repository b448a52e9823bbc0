"""The secret addresses of calendars: made, told once, listed without their secrets, revoked.

Of a secret only its SHA-256 is kept. All moments are given in UTC.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final, LiteralString, NamedTuple
from uuid import UUID, uuid4

from psycopg import Connection

from api.refusals import MadeBefore
from api.repeating import Asked, once
from api.sessions import Caller
from domain.refusals import NotFound
from domain.store.application import Store

NOTED_EACH: Final = timedelta(minutes=15)
"""How exactly the last use is noted: not every request of a calendar programme writes."""
NOT_TWICE: Final = (
    "This calendar was made, and its address was shown then: it is not shown twice. If you have not kept it,"
    " revoke the calendar, and make another one."
)

MAKE: LiteralString = """
    insert into public.calendar_feeds (id, token_hash, person, made_at)
    values (%(id)s, %(hash)s, %(person)s, %(now)s)
"""
OF_PERSON: LiteralString = """
    select id, made_at, last_used_at
    from public.calendar_feeds
    where person = %(person)s and revoked_at is null
    order by made_at, id
"""
USE: LiteralString = """
    with found as (
        select id, person, last_used_at
        from public.calendar_feeds
        where token_hash = %(hash)s and revoked_at is null
    ), noted as (
        update public.calendar_feeds feed set last_used_at = %(now)s
        from found
        where feed.id = found.id and coalesce(found.last_used_at, '-infinity') < %(now)s - %(each)s
    )
    select person, id from found
"""
REVOKE: LiteralString = """
    update public.calendar_feeds set revoked_at = %(now)s
    where person = %(person)s and revoked_at is null and (%(id)s::uuid is null or id = %(id)s)
"""


class Feed(NamedTuple):
    """A calendar whose address is good. `last_used_at`: when a programme last asked for it, to 15 minutes."""

    id: UUID
    made_at: datetime
    last_used_at: datetime | None


class Made(NamedTuple):
    """A new calendar with the secret of its address."""

    id: UUID
    secret: str


def make(
    store: Store, person: UUID, *, now: datetime, asked: Asked | None = None, instead: UUID | None = None
) -> Made:
    """A new calendar of a person; `instead` of another one of theirs, which is revoked.

    Raises `MadeBefore` for a repeated request, and NotFound where `instead` is none.
    """
    if asked is None:
        return _make(store, person, now=now, instead=instead)
    fresh: list[Made] = []
    once(
        store,
        asked,
        lambda: fresh.append(_make(store, person, now=now, instead=instead, asked=asked)),
    )
    if not fresh:
        raise MadeBefore(NOT_TWICE)
    return fresh[0]


def feeds_of(store: Store, person: UUID) -> Sequence[Feed]:
    """The calendars of a person whose addresses are good, the oldest first."""
    with store.connection() as connection:
        return [Feed(*row) for row in connection.execute(OF_PERSON, {"person": person}).fetchall()]


def caller_of(store: Store, secret: str, *, now: datetime) -> Caller | None:
    """Whose calendar this is, and which, unless it was revoked. Notes that it was asked for."""
    with store.connection() as connection:
        facts = {"hash": _hash(secret), "now": now, "each": NOTED_EACH}
        row = connection.execute(USE, facts).fetchone()
    return Caller(*row) if row else None


def revoke(store: Store, person: UUID, *, now: datetime, feed: UUID | None = None) -> int:
    """Revoke one calendar of a person, or every one; how many there were."""
    with store.connection() as connection:
        return _revoke(connection, person, feed, now)


def _make(
    store: Store, person: UUID, *, now: datetime, instead: UUID | None, asked: Asked | None = None
) -> Made:
    made = Made(uuid4(), token_urlsafe(32))
    facts = {"id": made.id, "hash": _hash(made.secret), "person": person, "now": now}
    with store.connection() as connection, connection.transaction():
        if instead and not _revoke(connection, person, instead, now):
            raise NotFound("This calendar was revoked already. Make a new one.")
        connection.execute(MAKE, facts)
        if asked:
            connection.execute(*asked.along(uuid4(), identity=made.id, status=201, now=now))
    return made


def _revoke(connection: Connection[Any], person: UUID, feed: UUID | None, now: datetime) -> int:
    return connection.execute(REVOKE, {"person": person, "id": feed, "now": now}).rowcount


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
