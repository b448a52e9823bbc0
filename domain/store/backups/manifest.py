"""What a backup says of itself: a small JSON file beside the tables, written last."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from domain.refusals import Refused

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
ENDING: Final = ".copy"
"""Each table is a member of the archive: its name with this ending, in the text format of COPY."""


class BackupRefused(Refused):
    """A backup could not be made or brought back. `str()` says why, what was kept, and what to do."""


class BackedUpTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: its columns in order, and the SHA-256 (hexadecimal) of its rows as they stand there."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Its name in the archive."""
        return self.name + ENDING


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is needed to judge a backup before anything is written.

    `migrations` maps the name of each file that the database had had to its digest. `key_check` is a known
    value, wrapped by the master key: it tells the right key from a wrong one, and gives nothing of it away.
    None: the database had no key yet. `tables` come in an order in which they can be filled.
    """

    format: int
    program: str
    postgresql: str
    made_at: datetime
    position: int
    migrations: dict[str, str]
    key_check: bytes | None
    tables: tuple[BackedUpTable, ...]


class _Format(msgspec.Struct):
    format: int


def written(manifest: Manifest) -> bytes:
    """The manifest as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2)


def read(content: bytes) -> Manifest:
    """The manifest again. Raises `BackupRefused` for a format that this program does not know.

    Raises `msgspec.DecodeError` for what is no manifest at all.
    """
    found = msgspec.json.decode(content, type=_Format).format
    if found != FORMAT:
        raise BackupRefused(
            f"The backup is of format {found}, and this program reads format {FORMAT}: restore it by the"
            " program that made it, or a newer one. Nothing was restored."
        )
    return msgspec.json.decode(content, type=Manifest)
