"""Tokens of programs: made by a person for one of theirs, told once, listed without their secrets, revoked.

A token is limited to some of the roles that its person holds, and never has more than they have at the time.
Made on a page it ends after a year at most (agreed practice).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from api.refusals import MadeBefore
from api.repeating import Asked, once
from api.sessions import MAKE_WAY_IN
from domain.permissions import NOTHING
from domain.refusals import NotFound, refuse_if
from domain.sign_in import hash_of
from domain.store.application import Store

LASTS: Final = (30, 90, 365)
"""For how many days a token may be made on a page."""
LONGEST_NAME: Final = 100

TOKENS: Final = """
    select id, person, name, roles, made_at, expires_at, last_used_at
    from public.api_tokens
    where revoked_at is null and (%(person)s::uuid is null or person = %(person)s)
    order by made_at desc, id
"""
REVOKE: Final = """
    update public.api_tokens set revoked_at = %(now)s
    where id = %(id)s and revoked_at is null and (%(person)s::uuid is null or person = %(person)s)
    returning id
"""
KNOWN: Final = """
    select made_at from public.api_tokens
    where id = %(id)s and (%(person)s::uuid is null or person = %(person)s)
"""
NOT_TWICE: Final = (
    "This token was made, and its secret was shown then: it is not shown twice. If you have not kept it,"
    " revoke the token below, and make another one."
)


class Token(NamedTuple):
    """A token that is not revoked. `roles`: to which it is limited, None for all that its person holds."""

    id: UUID
    person: UUID
    name: str
    roles: Sequence[str] | None
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    def has_expired(self, now: datetime) -> bool:
        """Whether it lets nobody in any more."""
        return self.expires_at is not None and self.expires_at <= now


class Wanted(NamedTuple):
    """A token to be made: for which program, with which roles, for how many days."""

    name: str
    roles: Collection[str]
    days: int


class Made(NamedTuple):
    """A new token with its secret."""

    id: UUID
    secret: str


def wanted(name: str, roles: Collection[str], days: str, *, held: Collection[str]) -> Wanted:
    """What a form asks for; `held` are the person's roles. Refuses, naming the field, what cannot be."""
    name = " ".join(name.split())
    refuse_if(not name, "Say which program it is for.", field="name")
    too_long = f"The name may have {LONGEST_NAME} characters at most."
    refuse_if(len(name) > LONGEST_NAME, too_long, field="name")
    refuse_if(not roles, "Choose at least one role.", field="roles")
    refuse_if(
        not set(roles) <= set(held), "You can give it only roles that you hold yourself.", field="roles"
    )
    refuse_if(days not in [str(one) for one in LASTS], "Choose how long it works.", field="days")
    return Wanted(name, sorted(set(roles)), int(days))


def make(store: Store, person: UUID, token: Wanted, asked: Asked, *, now: datetime) -> Made:
    """Make a token, once for a form. Raises `MadeBefore` for a form that made it before.

    The answer to a repeated request is kept for a month; a secret in it would be as well.
    """
    fresh: list[Made] = []
    once(store, asked, lambda: fresh.append(_make(store, person, token, asked, now)))
    if not fresh:
        raise MadeBefore(NOT_TWICE)
    return fresh[0]


def tokens_of(store: Store, person: UUID | None = None) -> list[Token]:
    """The tokens of a person that are not revoked, the newest first; those of everybody without one."""
    return [Token(*row) for row in store.datastore.ask(TOKENS, {"person": person})]


def revoke(store: Store, identity: UUID, *, of: UUID | None, now: datetime) -> bool:
    """Revoke a token of a person, or (None) of anybody: whether it was still good. Raises NotFound."""
    facts = {"id": identity, "person": of}
    if not store.datastore.ask(KNOWN, facts):
        raise NotFound(NOTHING)
    with store.connection() as connection:
        return connection.execute(REVOKE, {**facts, "now": now}).fetchone() is not None


def _make(store: Store, person: UUID, token: Wanted, asked: Asked, now: datetime) -> Made:
    made = Made(uuid4(), token_urlsafe(32))
    facts = {"id": made.id, "hash": hash_of(made.secret), "person": person, "now": now, "name": token.name}
    ends = {"expires_at": now + timedelta(days=token.days), "roles": [*token.roles]}
    with store.connection() as connection, connection.transaction():
        connection.execute(MAKE_WAY_IN, {**facts, **ends})
        connection.execute(*asked.along(uuid4(), identity=made.id, status=201, now=now))
    return made
