"""Files between being read and being recorded: kept sealed for the person who sent them, a day at most."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from domain.refusals import NotFound
from domain.store.application import Along, Store
from domain.store.keys import ERASED

KEPT_FOR = timedelta(days=1)
NO_LONGER_KEPT = "This file is no longer kept: it has been recorded, or is older than a day. Send it again."

KEEP = """
    insert into public.drafts (id, kind, person, partnership, about, file_name, sealed, sha256, made_at)
    values
        (
            %(id)s, %(kind)s, %(person)s, %(partnership)s, %(about)s, %(file_name)s, %(sealed)s, %(sha256)s,
            %(now)s
        )
"""
FORGET_OLD = "delete from public.drafts where made_at < %s"
FORGET = "delete from public.drafts where id = %(id)s"
FIND = """
    select partnership, about, file_name, sha256, sealed
    from public.drafts
    where id = %(id)s and kind = %(kind)s and person = %(person)s and made_at >= %(oldest)s
"""


class Kind(StrEnum):
    """What a file is to be recorded as."""

    PLAN = "plan"
    RETURN_SHEET = "return sheet"


@dataclass(frozen=True)
class Draft:
    """A file that waits. `about` is what was said of it, such as the review that a plan belongs to.

    `partnership` is the one under whose key the file is sealed.
    """

    id: UUID
    kind: Kind
    partnership: UUID
    about: Mapping[str, str]
    file_name: str
    sha256: str
    content: bytes

    @classmethod
    def of(cls, kind: Kind, file_name: str, content: bytes, *, partnership: UUID, **about: str) -> Draft:
        """A file as it was sent."""
        return cls(uuid4(), kind, partnership, about, file_name, sha256(content).hexdigest(), content)

    def forgotten(self) -> Along:
        """The statement that forgets it, to go with the events that it becomes."""
        return Along(FORGET, {"id": self.id})


def keep(store: Store, person: UUID, draft: Draft, *, now: datetime) -> None:
    """Keep a file for the person who sent it, and forget those that are older than a day."""
    text = b64encode(draft.content).decode()
    sealed = store.keys.of_scope(draft.partnership).encrypt(text, draft.id.bytes)
    own = {"about": Jsonb(dict(draft.about)), "person": person, "sealed": sealed.encode(), "now": now}
    with store.connection() as connection:
        connection.execute(FORGET_OLD, [now - KEPT_FOR])
        connection.execute(KEEP, {**vars(draft), **own})


def find(store: Store, kind: Kind, person: UUID, draft: UUID, *, now: datetime) -> Draft:
    """The file that a person sent. Raises NotFound once it is recorded or forgotten."""
    facts = {"id": draft, "kind": kind, "person": person, "oldest": now - KEPT_FOR}
    with store.connection() as connection:
        row = connection.execute(FIND, facts).fetchone()
    opened = store.keys.decrypt(bytes(row[-1]).decode(), draft.bytes) if row else ERASED
    if row is None or opened == ERASED:
        raise NotFound(NO_LONGER_KEPT)
    partnership, about, file_name, digest, _ = row
    return Draft(draft, kind, partnership, about, file_name, digest, b64decode(opened))
