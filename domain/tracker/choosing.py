"""Things that somebody has chosen for one command: kept until it is sent, and then with what came of it.

What was typed is sealed under the key of the partnership of the first thing, or of the directory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from domain.provenance import DIRECTORY
from domain.refusals import NotFound, refuse_if
from domain.store.application import Along, Store
from domain.store.keys import ERASED

NO_LONGER_KEPT = (
    "This choice of actions is no longer kept: it is too old, or somebody else's. Choose them again."
)

CHOOSE = """
    insert into public.changes_together (id, person, partnership, noun, key, sealed, made_at)
    values (%(id)s, %(person)s, %(partnership)s, %(noun)s, %(key)s, %(sealed)s, %(now)s)
    on conflict do nothing
"""
CHOOSE_THINGS = """
    insert into public.things_together (change, place, thing, version)
    select %(id)s, row_number() over (order by min(place)), thing, (array_agg(version order by place))[1]
    from unnest(%(things)s::uuid[], %(versions)s::bigint[]) with ordinality as seen (thing, version, place)
    where exists (select from public.changes_together where id = %(id)s)
    group by thing
"""
CHOSEN_BY_KEY = "select id from public.changes_together where person = %(person)s and key = %(key)s"
FIND = """
    select partnership, noun, sealed, body_hash is not null
    from public.changes_together
    where id = %(id)s and person = %(person)s
"""
SEND = """
    update public.changes_together set sealed = %(sealed)s, body_hash = %(body_hash)s
    where id = %(id)s and body_hash is null
"""
SENT = "select body_hash from public.changes_together where id = %(id)s"


class Seen(NamedTuple):
    """A thing that was chosen, and the version of it that the person saw."""

    thing: UUID
    version: int


@dataclass(frozen=True)
class Chosen:
    """Things chosen for the command of a noun; `words` is what was typed, `sent` whether it was sent."""

    id: UUID
    partnership: UUID | None
    noun: str
    words: str
    sent: bool


def choose(
    store: Store,
    person: UUID,
    noun: str,
    seen: Sequence[Seen],
    *,
    now: datetime,
    partnership: UUID | None,
    words: str = "",
    key: str | None = None,
) -> UUID:
    """Keep what a person has chosen; the id comes back, for a `key` that came before that of then.

    A thing that is named twice counts once.
    """
    identity = uuid4()
    sealed = _sealed(store, identity, partnership, words)
    facts = {"id": identity, "person": person, "noun": noun, "key": key, "sealed": sealed, "now": now}
    facts["partnership"] = partnership
    things = {"things": [one.thing for one in seen], "versions": [one.version for one in seen]}
    with store.connection() as connection, connection.transaction():
        made = connection.execute(CHOOSE, facts).rowcount
        connection.execute(CHOOSE_THINGS, facts | things)
        if not made:
            [(identity,)] = connection.execute(CHOSEN_BY_KEY, facts).fetchall()
    return identity


def find(store: Store, person: UUID, identity: UUID) -> Chosen:
    """What a person has chosen. Raises NotFound for that of others, and for what is forgotten or erased."""
    with store.connection() as connection:
        row = connection.execute(FIND, {"id": identity, "person": person}).fetchone()
    words = store.keys.decrypt(row[2], identity.bytes) if row else ERASED
    if row is None or words == ERASED:
        raise NotFound(NO_LONGER_KEPT)
    return Chosen(identity, row[0], row[1], words, row[3])


def send(store: Store, chosen: Chosen, words: str, along: Sequence[Along] = ()) -> None:
    """Note what was sent for it, and carry out these statements with it.

    The same may be sent again; anything else is refused from then on.
    """
    body_hash = sha256(words.encode()).digest()
    sealed = _sealed(store, chosen.id, chosen.partnership, words)
    with store.connection() as connection:
        connection.execute(SEND, {"id": chosen.id, "sealed": sealed, "body_hash": body_hash})
        for one in along:
            connection.execute(one.statement, one.parameters)
        sent = connection.execute(SENT, {"id": chosen.id}).fetchone()
    if sent is None:
        raise NotFound(NO_LONGER_KEPT)
    refuse_if(bytes(sent[0]) != body_hash, "This key was used for another request.", field="Idempotency-Key")


def _sealed(store: Store, identity: UUID, partnership: UUID | None, words: str) -> str:
    return store.keys.of_scope(partnership or DIRECTORY).encrypt(words, identity.bytes)
