"""Files between the two steps of an import: kept sealed until the plan is recorded, for a day at most."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from domain.refusals import NotFound
from domain.store.application import Along, Store
from domain.store.keys import ERASED

KEPT_FOR = timedelta(days=1)
NO_LONGER_KEPT = "This file is no longer kept: it was recorded, or is older than a day. Import it again."

KEEP = """
    insert into public.import_drafts
        (id, person, partnership, reference, issued, file_name, sealed, sha256, made_at)
    values
        (
            %(id)s, %(person)s, %(partnership)s, %(reference)s, %(issued)s, %(file_name)s, %(sealed)s,
            %(sha256)s, %(now)s
        )
"""
FORGET_OLD = "delete from public.import_drafts where made_at < %s"
FORGET = "delete from public.import_drafts where id = %(id)s"
FIND = """
    select partnership, reference, issued, file_name, sha256, sealed
    from public.import_drafts
    where id = %(id)s and person = %(person)s and made_at >= %(oldest)s
"""


@dataclass(frozen=True)
class Draft:
    """A file that is to be imported into the review `reference` of a partnership."""

    id: UUID
    partnership: UUID
    reference: str
    issued: bool
    file_name: str
    sha256: str
    content: bytes

    @classmethod
    def of(cls, file_name: str, content: bytes, partnership: UUID, reference: str, *, issued: bool) -> Draft:
        """A file as it was sent."""
        digest = sha256(content).hexdigest()
        return cls(uuid4(), partnership, one_line(reference), issued, file_name, digest, content)

    def forgotten(self) -> Along:
        """The statement that forgets it, to go with the events of its import."""
        return Along(FORGET, {"id": self.id})


def keep(store: Store, person: UUID, draft: Draft, *, now: datetime) -> None:
    """Keep a file for the person who sent it, and forget those that are older than a day."""
    text = b64encode(draft.content).decode()
    sealed = store.keys.of_scope(draft.partnership).encrypt(text, draft.id.bytes)
    row = {**vars(draft), "person": person, "sealed": sealed.encode(), "now": now}
    with store.connection() as connection:
        connection.execute(FORGET_OLD, [now - KEPT_FOR])
        connection.execute(KEEP, row)


def one_line(text: str) -> str:
    """A text without odd spaces."""
    return " ".join(text.split())


def find(store: Store, person: UUID, draft: UUID, *, now: datetime) -> Draft:
    """The file that a person sent. Raises NotFound once it is recorded or forgotten."""
    facts = {"id": draft, "person": person, "oldest": now - KEPT_FOR}
    with store.connection() as connection:
        row = connection.execute(FIND, facts).fetchone()
    opened = store.keys.decrypt(bytes(row[-1]).decode(), draft.bytes) if row else ERASED
    if row is None or opened == ERASED:
        raise NotFound(
            "This file is no longer kept: it has been recorded, or is older than a day. Import it again."
        )
    partnership, reference, issued, file_name, digest, _ = row
    return Draft(draft, partnership, reference, issued, file_name, digest, b64decode(opened))
