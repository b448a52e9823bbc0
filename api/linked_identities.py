"""The accounts of identity providers by which people sign in: linked by an invitation, listed, unlinked."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Final, LiteralString, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from api.identity_provider import Identity
from domain.sign_in import hash_of
from domain.store.application import Along, Store

ONE_PERSON: Final = "linked_identities_are_of_one_person"

LINK: LiteralString = """
    insert into public.linked_identities (issuer, subject, person, linked_at, last_used_at)
    values (%(issuer)s, %(subject)s, %(person)s, %(now)s, %(now)s)
"""
LET_GO: LiteralString = """
    delete from public.linked_identities
    where issuer = %(issuer)s and subject = %(subject)s and person = %(person)s
"""
WHOSE: LiteralString = """
    select person from public.linked_identities where issuer = %(issuer)s and subject = %(subject)s
"""
BEGIN_SESSION: LiteralString = """
    with used as (
        update public.linked_identities set last_used_at = %(now)s
        where issuer = %(issuer)s and subject = %(subject)s and person = %(person)s
        returning person
    )
    insert into public.sessions (token_hash, person, made_at, last_seen_at)
    select %(session)s, person, %(now)s, %(now)s from used
    returning person
"""
OF_PERSON: LiteralString = """
    select id, issuer, linked_at, last_used_at
    from public.linked_identities
    where person = %(person)s
    order by linked_at, id
"""
UNLINK: LiteralString = "delete from public.linked_identities where person = %(person)s and id = %(id)s"


class LinkedIdentity(NamedTuple):
    """An account by which its person signs in; `last_used_at`: when they last did."""

    id: UUID
    issuer: str
    linked_at: datetime
    last_used_at: datetime

    @property
    def provider(self) -> str:
        """Where the account is, as people may know it: the name of that computer."""
        return urlsplit(self.issuer).hostname or self.issuer


def person_of(store: Store, identity: Identity) -> UUID | None:
    """Who signs in by this account."""
    rows = store.datastore.ask(WHOSE, identity._asdict())
    return rows[0][0] if rows else None


def linking(identity: Identity, person: UUID, *, now: datetime) -> Along:
    """The statement that links an account to a person; one that is somebody's violates `ONE_PERSON`."""
    return Along(LINK, {**identity._asdict(), "person": person, "now": now})


def letting_go(identity: Identity, person: UUID) -> Along:
    """The statement that unlinks an account from this person, for another one."""
    return Along(LET_GO, {**identity._asdict(), "person": person})


def begin_session(store: Store, identity: Identity, person: UUID, *, now: datetime) -> str | None:
    """Begin a session of this person by their account: its secret; None where it was unlinked meanwhile."""
    session = token_urlsafe(32)
    facts = {**identity._asdict(), "person": person, "session": hash_of(session), "now": now}
    with store.connection() as connection:
        begun = connection.execute(BEGIN_SESSION, facts).fetchone()
    return session if begun else None


def of_person(store: Store, person: UUID) -> Sequence[LinkedIdentity]:
    """The accounts by which a person signs in, the oldest first."""
    return [LinkedIdentity(*row) for row in store.datastore.ask(OF_PERSON, {"person": person})]


def unlink(store: Store, person: UUID, identity: UUID) -> bool:
    """Unlink an account of a person; whether it was theirs."""
    with store.connection() as connection:
        return connection.execute(UNLINK, {"person": person, "id": identity}).rowcount == 1
