"""Writing the access log: an entry is written once, or what it is about does not happen.

Of a source on the network and of an address of mail only keyed hashes are written. An auditor has to see
whether a session was used from a second place, and whether many refusals came from one; where that is, or
whose the address, nobody needs to learn here, and nobody can.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from domain.access_log import CameBy, Kind
from domain.store.application import Store

WRITE: Final = """
    insert into public.access_log (
        id, at, kind, person, came_by, way_in, source, whose, reviews, about, address, format, rows_taken, why
    )
    values (
        %(id)s, %(at)s, %(kind)s, %(person)s, %(came_by)s, %(way_in)s, %(source)s, %(whose)s, %(reviews)s,
        %(about)s, %(address)s, %(format)s, %(rows_taken)s, %(why)s
    )
    on conflict (id) do nothing
    returning id
"""


@dataclass(frozen=True)
class Entry:
    """What one row says. `way_in`: the session, token or calendar; `about` goes by the kind.

    `reviews` are unpublished ones; `why` is a sentence of this program's own, never what somebody typed.
    """

    kind: Kind
    person: UUID | None = None
    came_by: CameBy | None = None
    way_in: UUID | None = None
    source: bytes | None = None
    whose: bytes | None = None
    reviews: Collection[UUID] = ()
    about: UUID | None = None
    address: str = ""
    format: str = ""
    rows_taken: int | None = None
    why: str = ""
    id: UUID = field(default_factory=uuid4)


def write(store: Store, entry: Entry, *, now: datetime) -> None:
    """Write an entry, once also where its connection is lost meanwhile. Raises `DatabaseUnavailable`."""
    said = {**vars(entry), "came_by": entry.came_by or "", "reviews": [*entry.reviews], "at": now}
    store.datastore.ask(WRITE, said)
