"""The ways in: one-time links, the sessions that they begin, and tokens for programs.

Of a secret only its SHA-256 is kept, so that the database lets nobody in. All moments are given in UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import Any, LiteralString, NamedTuple
from uuid import UUID, uuid4

from psycopg.errors import NotNullViolation

from domain.refusals import Refused
from domain.sign_in import hash_of
from domain.store.application import Along, Store

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
    select used_at is not null as used, withdrawn, expires_at <= %(now)s as expired
    from public.sign_in_links
    where token_hash = %(hash)s
"""
PERSON_OF_LINK = "select person from public.sign_in_links where token_hash = %(hash)s"
# A null, where no such link is found, is no session.
SPEND_LINK: LiteralString = """
    with spent as (
        update public.sign_in_links set used_at = %(now)s
        where token_hash = %(hash)s and used_at is null and not withdrawn and expires_at > %(now)s
        returning person
    )
    insert into public.sessions (token_hash, person, made_at, last_seen_at)
    values (%(session)s, (select person from spent), %(now)s, %(now)s)
"""
INVITED = "select person from public.sign_in_links where token_hash = %(hash)s and invitation"
CALLER_OF_SESSION = """
    with found as (
        select token_hash, id, person, last_seen_at
        from public.sessions
        where token_hash = %(hash)s and ended_at is null
            and last_seen_at > %(now)s - %(idle)s and made_at > %(now)s - %(lasts)s
    ), noted as (
        update public.sessions session set last_seen_at = %(now)s
        from found
        where session.token_hash = found.token_hash and found.last_seen_at < %(now)s - %(each)s
    )
    select person, id, null::text[] from found
"""
END_SESSION = """
    update public.sessions set ended_at = %(now)s where token_hash = %(hash)s and ended_at is null
    returning person, id
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
    returning id
"""
END_ALL = """
    update public.sessions set ended_at = %(now)s where person = %(person)s and ended_at is null
"""
MAKE_WAY_IN = """
    insert into public.api_tokens (id, token_hash, person, name, made_at, expires_at, roles)
    values (%(id)s, %(hash)s, %(person)s, %(name)s, %(now)s, %(expires_at)s, %(roles)s)
"""
CALLER_OF_PROGRAM = """
    with found as (
        select id, person, roles, last_used_at
        from public.api_tokens
        where token_hash = %(hash)s and revoked_at is null and (expires_at is null or expires_at > %(now)s)
    ), noted as (
        update public.api_tokens token set last_used_at = %(now)s
        from found
        where token.id = found.id and coalesce(found.last_used_at, '-infinity') < %(now)s - %(each)s
    )
    select person, id, roles from found
"""
PAST_PROGRAM = "select person, id from public.api_tokens where token_hash = %(hash)s"
PAST_SESSION = "select person, id from public.sessions where token_hash = %(hash)s"
REVOKE = """
    update public.api_tokens set revoked_at = %(now)s where token_hash = %(hash)s and revoked_at is null
"""


class Caller(NamedTuple):
    """Who has come in, by which session or token; `roles`: to which it is limited, None where it is not."""

    person: UUID
    way_in: UUID
    roles: Sequence[str] | None = None


class LinkState(StrEnum):
    """What a one-time link is good for."""

    GOOD = "good"
    USED = "used"
    WITHDRAWN = "withdrawn"
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
    states = zip((LinkState.USED, LinkState.WITHDRAWN, LinkState.EXPIRED), row, strict=True)
    return next((state for state, holds in states if holds), LinkState.GOOD)


def invited(store: Store, token: str) -> UUID | None:
    """Whose invitation a link is, good or not; None for one that somebody made at the command line."""
    return _person(_ask(store, INVITED, {"hash": hash_of(token)}))


def spending(token: str, session: str, *, now: datetime) -> Along:
    """The statement that uses a link up and begins a session of this secret; a null where it is no good."""
    return Along(SPEND_LINK, {"hash": hash_of(token), "session": hash_of(session), "now": now})


def person_of_link(store: Store, token: str) -> UUID | None:
    """For whom a link was made, whether it is any good or not; None for one that nobody made."""
    return _person(_ask(store, PERSON_OF_LINK, {"hash": hash_of(token)}))


def spend_link(store: Store, token: str, *, now: datetime) -> str:
    """Use a link up and begin a session: its secret. Refuses a link that was used, is too old, or unknown."""
    session = token_urlsafe(32)
    try:
        with store.connection() as connection:
            connection.execute(*spending(token, session, now=now))
    except NotNullViolation:
        raise Refused("This link has been used, or is older than 24 hours. Ask for another one.") from None
    return session


def caller_of_session(store: Store, session: str, *, now: datetime) -> Caller | None:
    """Whose session this is, unless it has ended, lay idle for 30 minutes, or is 8 hours old."""
    facts = {"hash": hash_of(session), "now": now, "idle": IDLE_AFTER, "lasts": SESSION_LASTS}
    return _caller(_ask(store, CALLER_OF_SESSION, {**facts, "each": NOTED_EACH}))


def end_session(store: Store, session: str, *, now: datetime) -> Caller | None:
    """Sign out; whose session came to an end, None where it had ended before."""
    with store.connection() as connection:
        return _caller(connection.execute(END_SESSION, {"hash": hash_of(session), "now": now}).fetchone())


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


def end_others(
    store: Store, person: UUID, session: str, *, only: UUID | None = None, now: datetime
) -> list[UUID]:
    """End all sessions of a person but the one that asks, or `only` one of them; which came to an end."""
    facts = {"person": person, "hash": hash_of(session), "id": only, "now": now}
    with store.connection() as connection:
        return [identity for (identity,) in connection.execute(END_OTHERS, facts)]


def end_all(store: Store, person: UUID, *, now: datetime) -> int:
    """Sign a person out everywhere; how many sessions came to an end. Tokens of their programs go on."""
    with store.connection() as connection:
        return connection.execute(END_ALL, {"person": person, "now": now}).rowcount


def issue_token(
    store: Store,
    person: UUID,
    name: str,
    *,
    now: datetime,
    expires_at: datetime | None = None,
    roles: Sequence[str] | None = None,
    identity: UUID | None = None,
) -> str:
    """A new token for a program of this person; `name` says what it is for.

    It is limited to `roles`, where there are any, among those that its person holds when it is used.
    """
    token = token_urlsafe(32)
    facts = {"id": identity or uuid4(), "person": person, "name": name, "now": now, "roles": roles}
    _do(store, MAKE_WAY_IN, {"hash": hash_of(token), "expires_at": expires_at, **facts})
    return token


def caller_of_token(store: Store, token: str, *, now: datetime) -> Caller | None:
    """For whom a token stands, unless it was revoked or has expired."""
    facts = {"hash": hash_of(token), "now": now, "each": NOTED_EACH}
    return _caller(_ask(store, CALLER_OF_PROGRAM, facts))


def caller_of_past_token(store: Store, token: str) -> Caller | None:
    """For whom a token stands or stood; None for one that nobody made, or that is forgotten."""
    return _caller(_ask(store, PAST_PROGRAM, {"hash": hash_of(token)}))


def caller_of_past_session(store: Store, session: str) -> Caller | None:
    """Whose session this is or was, and which; None for one that nobody was given, or that is forgotten."""
    return _caller(_ask(store, PAST_SESSION, {"hash": hash_of(session)}))


def revoke_token(store: Store, token: str, *, now: datetime) -> None:
    """A token that is revoked lets nobody in any more."""
    _do(store, REVOKE, {"hash": hash_of(token), "now": now})


def _caller(row: Any) -> Caller | None:
    return Caller(*row) if row else None


def _person(row: Any) -> UUID | None:
    return row[0] if row else None


def _ask(store: Store, statement: LiteralString, parameters: Mapping[str, Any]) -> Any:
    """The row of a statement that may be asked again where its connection was lost."""
    rows = store.datastore.ask(statement, parameters)
    return rows[0] if rows else None


def _do(store: Store, statement: LiteralString, parameters: Mapping[str, Any]) -> None:
    with store.connection() as connection:
        connection.execute(statement, parameters)
