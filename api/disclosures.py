"""What was recorded of exports that were handed on: added, listed, and told to whom the data are about.

The words are encrypted under the key of the review that is in the file, where it is one; else of the
partnership of whoever records it; else of the directory. They go with that key.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from domain.disclosures import HandedOn
from domain.provenance import DIRECTORY
from domain.store.application import Along, Store
from domain.store.keys import ERASED
from projections.disclosures import Export

# A form that comes twice is recorded once.
ADD: Final = """
    insert into public.disclosures
        (id, export, person, partnership, review, about, handed_on, sealed, recorded_at)
    values (
        %(id)s, %(export)s, %(person)s, %(partnership)s, %(review)s, %(about)s, %(handed_on)s, %(sealed)s,
        %(now)s
    )
    on conflict (id) do nothing
"""
OF_EXPORTS: Final = """
    select export, id, person, handed_on, sealed, recorded_at
    from public.disclosures
    where export = any (%(exports)s)
    order by recorded_at, id
"""
ABOUT: Final = """
    select export, id, person, handed_on, sealed, recorded_at
    from public.disclosures
    where about = %(person)s
    order by recorded_at, id
"""


class Disclosure(NamedTuple):
    """That a file was handed on; `person` has recorded it. Words that were erased say so."""

    export: UUID
    id: UUID
    person: UUID
    handed_on: date
    to: str
    purpose: str
    recorded_at: datetime


class Belongs(NamedTuple):
    """To what the words of a disclosure belong: a review, a partnership, or neither."""

    partnership: UUID | None
    review: UUID | None

    @property
    def scope(self) -> UUID:
        """Whose key encrypts them."""
        return self.review or self.partnership or DIRECTORY


def record(
    store: Store,
    export: Export,
    handed: HandedOn,
    belongs: Belongs,
    *,
    identity: UUID,
    person: UUID,
    now: datetime,
    along: Collection[Along] = (),
) -> None:
    """Record to whom an export was handed on, once for this identity, and what goes along with it.

    Raises `TextErased`.
    """
    words = msgspec.json.encode([handed.to, handed.purpose]).decode()
    facts = {
        "id": identity,
        "export": export.id,
        "person": person,
        "about": export.about,
        "handed_on": handed.on,
        "sealed": store.keys.of_scope(belongs.scope).encrypt(words, identity.bytes),
        "now": now,
    }
    with store.connection() as connection, connection.transaction():
        connection.execute(ADD, facts | belongs._asdict())
        for one in along:
            connection.execute(one.statement, one.parameters)


def of_exports(store: Store, exports: Collection[UUID]) -> Mapping[UUID, list[Disclosure]]:
    """What was recorded of these exports, in the order in which it was."""
    found: dict[UUID, list[Disclosure]] = {}
    for row in store.datastore.ask(OF_EXPORTS, {"exports": [*exports]}):
        found.setdefault(row[0], []).append(_opened(store, row))
    return found


def about(store: Store, person: UUID) -> Sequence[Disclosure]:
    """To whom the files with all that is held about a person were handed on (UK GDPR, Article 15(1)(c))."""
    return [_opened(store, row) for row in store.datastore.ask(ABOUT, {"person": person})]


def _opened(store: Store, row: Any) -> Disclosure:
    export, identity, person, handed_on, sealed, recorded_at = row
    words = store.keys.decrypt(sealed, identity.bytes) if sealed else ERASED
    to, purpose = (ERASED, ERASED) if words == ERASED else msgspec.json.decode(words, type=tuple[str, str])
    return Disclosure(export, identity, person, handed_on, to, purpose, recorded_at)
