"""The ways in: one-time links, the sessions that they begin, and tokens for programs.

Of a secret only its SHA-256 is kept, so that the database lets nobody in. All moments are given in UTC.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from domain.refusals import Refused
from domain.store.application import Store

LINK_LASTS = timedelta(hours=24)
IDLE_AFTER = timedelta(minutes=30)
SESSION_LASTS = timedelta(hours=8)
NOTED_EACH = timedelta(minutes=1)
"""How exactly the last use of a session or token is noted: not every request writes."""

MAKE_ADMINISTRATOR = """
    insert into public.administrators (person, made_at) values (%(person)s, %(now)s) on conflict do nothing
"""
IS_ADMINISTRATOR = "select from public.administrators where person = %(person)s"
MAKE_LINK = """
    insert into public.sign_in_links (token_hash, person, made_at, expires_at)
    values (%(hash)s, %(person)s, %(now)s, %(now)s + %(lasts)s)
"""
LINK = """
    select used_at is not null as used, expires_at <= %(now)s as expired
    from public.sign_in_links
    where token_hash = %(hash)s
"""
SPEND_LINK = """
    with spent as (
        update public.sign_in_links set used_at = %(now)s
        where token_hash = %(hash)s and used_at is null and expires_at > %(now)s
        returning person
    )
    insert into public.sessions (token_hash, person, made_at, last_seen_at)
    select %(session)s, person, %(now)s, %(now)s from spent
    returning person
"""
PERSON_OF_SESSION = """
    with found as (
        select token_hash, person, last_seen_at
        from public.sessions
        where token_hash = %(hash)s and ended_at is null
            and last_seen_at > %(now)s - %(idle)s and made_at > %(now)s - %(lasts)s
    ), noted as (
        update public.sessions session set last_seen_at = %(now)s
        from found
        where session.token_hash = found.token_hash and found.last_seen_at < %(now)s - %(each)s
    )
    select person from found
"""
PERSON_OF_PAST_SESSION = "select person from public.sessions where token_hash = %(hash)s"
END_SESSION = """
    update public.sessions set ended_at = %(now)s where token_hash = %(hash)s and ended_at is null
"""
OPEN_SESSIONS = """
    select id, made_at, last_seen_at, token_hash = %(hash)s as this_one
    from public.sessions
    where person = %(person)s and ended_at is null
        and last_seen_at > %(now)s - %(idle)s and made_at > %(now)s - %(lasts)s
    order by this_one desc, last_seen_at desc, id
"""
END_OTHERS = """
    update public.sessions set ended_at = %(now)s
    where person = %(person)s and ended_at is null and token_hash <> %(hash)s
        and (%(id)s::uuid is null or id = %(id)s)
"""
END_ALL = """
    update public.sessions set ended_at = %(now)s where person = %(person)s and ended_at is null
"""
MAKE_WAY_IN = """
    insert into public.api_tokens (token_hash, person, name, made_at, expires_at)
    values (%(hash)s, %(person)s, %(name)s, %(now)s, %(expires_at)s)
"""
PERSON_OF_PROGRAM = """
    with found as (
        select id, person, last_used_at
        from public.api_tokens
        where token_hash = %(hash)s and revoked_at is null and (expires_at is null or expires_at > %(now)s)
    ), noted as (
        update public.api_tokens token set last_used_at = %(now)s
        from found
        where token.id = found.id and coalesce(found.last_used_at, '-infinity') < %(now)s - %(each)s
    )
    select person from found
"""
REVOKE = """
    update public.api_tokens set revoked_at = %(now)s where token_hash = %(hash)s and revoked_at is null
"""


class LinkState(StrEnum):
    """What a one-time link is good for."""

    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def make_administrator(store: Store, person: UUID, *, now: datetime) -> None:
    """Make a person of the directory an administrator of the whole installation."""
    _do(store, MAKE_ADMINISTRATOR, {"person": person, "now": now})


def is_administrator(store: Store, person: UUID) -> bool:
    """Whether a person is an administrator of the whole installation."""
    return _ask(store, IS_ADMINISTRATOR, {"person": person}) is not None


def issue_link(store: Store, person: UUID, *, now: datetime) -> str:
    """The token of a new link `/set-up/{token}`, which signs a person in once within 24 hours."""
    token = token_urlsafe(32)
    _do(store, MAKE_LINK, {"hash": hash_of(token), "person": person, "now": now, "lasts": LINK_LASTS})
    return token


def link_state(store: Store, token: str, *, now: datetime) -> LinkState:
    """What a link is good for. Asking does not use it."""
    row = _ask(store, LINK, {"hash": hash_of(token), "now": now})
    if row is None:
        return LinkState.UNKNOWN
    used, expired = row
    return LinkState.USED if used else LinkState.EXPIRED if expired else LinkState.GOOD


def spend_link(store: Store, token: str, *, now: datetime) -> str:
    """Use a link up and begin a session: its secret. Refuses a link that was used, is too old, or unknown."""
    session = token_urlsafe(32)
    facts = {"hash": hash_of(token), "session": hash_of(session), "now": now}
    with store.connection() as connection:
        spent = connection.execute(SPEND_LINK, facts).fetchone()
    if spent is None:
        raise Refused("This link has been used, or is older than 24 hours. Ask for another one.")
    return session


def person_of_session(store: Store, session: str, *, now: datetime) -> UUID | None:
    """Whose session this is, unless it has ended, lay idle for 30 minutes, or is 8 hours old."""
    facts = {"hash": hash_of(session), "now": now, "idle": IDLE_AFTER, "lasts": SESSION_LASTS}
    return _person(_ask(store, PERSON_OF_SESSION, {**facts, "each": NOTED_EACH}))


def person_of_past_session(store: Store, session: str) -> UUID | None:
    """Whose session this is or was; None for one that nobody was given, or that is forgotten."""
    return _person(_ask(store, PERSON_OF_PAST_SESSION, {"hash": hash_of(session)}))


def end_session(store: Store, session: str, *, now: datetime) -> None:
    """Sign out."""
    _do(store, END_SESSION, {"hash": hash_of(session), "now": now})


class OpenSession(NamedTuple):
    """A session that still lets its person in; `this_one` is the one that asks."""

    id: UUID
    made_at: datetime
    last_seen_at: datetime
    this_one: bool

    @property
    def ends_at(self) -> datetime:
        """When it ends at the latest."""
        return self.made_at + SESSION_LASTS


def open_sessions(store: Store, person: UUID, session: str, *, now: datetime) -> list[OpenSession]:
    """Where a person is signed in, first by the session that asks."""
    facts = {"person": person, "hash": hash_of(session), "now": now}
    rows = store.datastore.ask(OPEN_SESSIONS, {**facts, "idle": IDLE_AFTER, "lasts": SESSION_LASTS})
    return [OpenSession(*row) for row in rows]


def end_others(store: Store, person: UUID, session: str, *, only: UUID | None = None, now: datetime) -> int:
    """End all sessions of a person but the one that asks, or `only` one of them; how many came to an end."""
    facts = {"person": person, "hash": hash_of(session), "id": only, "now": now}
    with store.connection() as connection:
        return connection.execute(END_OTHERS, facts).rowcount


def end_all(store: Store, person: UUID, *, now: datetime) -> int:
    """Sign a person out everywhere; how many sessions came to an end. Tokens of their programs go on."""
    with store.connection() as connection:
        return connection.execute(END_ALL, {"person": person, "now": now}).rowcount


def issue_token(
    store: Store, person: UUID, name: str, *, now: datetime, expires_at: datetime | None = None
) -> str:
    """A new token for a program of this person; `name` says what it is for."""
    token = token_urlsafe(32)
    facts = {"person": person, "name": name, "now": now, "expires_at": expires_at}
    _do(store, MAKE_WAY_IN, {"hash": hash_of(token), **facts})
    return token


def person_of_token(store: Store, token: str, *, now: datetime) -> UUID | None:
    """For whom a token stands, unless it was revoked or has expired."""
    return _person(_ask(store, PERSON_OF_PROGRAM, {"hash": hash_of(token), "now": now, "each": NOTED_EACH}))


def revoke_token(store: Store, token: str, *, now: datetime) -> None:
    """A token that is revoked lets nobody in any more."""
    _do(store, REVOKE, {"hash": hash_of(token), "now": now})


def hash_of(secret: str) -> bytes:
    """What the database keeps of a secret."""
    return sha256(secret.encode()).digest()


def _person(row: Any) -> UUID | None:
    return row[0] if row else None


def _ask(store: Store, statement: LiteralString, parameters: Mapping[str, Any]) -> Any:
    """The row of a statement that may be asked again where its connection was lost."""
    rows = store.datastore.ask(statement, parameters)
    return rows[0] if rows else None


def _do(store: Store, statement: LiteralString, parameters: Mapping[str, Any]) -> None:
    with store.connection() as connection:
        connection.execute(statement, parameters)
