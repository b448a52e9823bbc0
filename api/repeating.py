"""A request that is sent again, because its answer was lost, is carried out once.

The key is kept in the transaction of the events, so that there is never the one without the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import psycopg

from domain.refusals import Refused
from domain.store.application import Along, Store

KEEP = """
    select public.keep_answer(
        %(asked_by)s, %(key)s, %(address)s, %(body_hash)s, %(correlation)s, %(identity)s, %(sealed)s,
        %(status)s::integer, %(now)s
    )
"""
KEPT = """
    select address, body_hash, position, identity, status, sealed
    from public.idempotency_keys
    where asked_by = %(asked_by)s and key = %(key)s
"""
KEY_WAS_USED = "DH002"
"""The SQLSTATE of `keep_answer` for a key that somebody used in the meantime."""


class Kept(NamedTuple):
    """What came of the first request: the position of its last event, and the thing it made or changed."""

    position: int
    identity: UUID
    status: int
    sealed: str


@dataclass(frozen=True)
class Asked:
    """A request with an Idempotency-Key: who asks, and what for."""

    asked_by: UUID
    key: str
    address: str
    body: str

    @property
    def body_hash(self) -> bytes:
        """By which another body under the same key is noticed."""
        return sha256(self.body.encode()).digest()

    def along(
        self, correlation: UUID, *, identity: UUID | None, status: int, now: datetime, sealed: str = ""
    ) -> Along:
        """The statement that keeps the answer with the events of this correlation.

        `identity`: of the thing that is changed; without it, the first thing that the events make.
        """
        own = {
            "asked_by": self.asked_by,
            "key": self.key,
            "address": self.address,
            "body_hash": self.body_hash,
        }
        made = {
            "correlation": correlation,
            "identity": identity,
            "status": status,
            "now": now,
            "sealed": sealed,
        }
        return Along(KEEP, own | made)

    def kept(self, store: Store) -> Kept | None:
        """What came of this request before, if it came before. Refuses the key of another request."""
        with store.connection() as connection:
            row = connection.execute(KEPT, {"asked_by": self.asked_by, "key": self.key}).fetchone()
        if row is None:
            return None
        address, body_hash, position, identity, status, sealed = row
        if (address, bytes(body_hash)) != (self.address, self.body_hash):
            raise Refused("This key was used for another request.", field="Idempotency-Key")
        return Kept(position, identity, status, sealed)


def once(store: Store, asked: Asked, carry_out: Callable[[], object]) -> Kept | None:
    """Carry out a request that has not come before; what came of it either way (None: nothing was recorded).

    Of two that come at once one is carried out, and the other one gets its answer.
    """
    if before := asked.kept(store):
        return before
    try:
        carry_out()
    except (Refused, psycopg.DatabaseError) as error:
        if isinstance(error, psycopg.DatabaseError) and error.sqlstate != KEY_WAS_USED:
            raise
        if meanwhile := asked.kept(store):
            return meanwhile
        raise
    return asked.kept(store)
