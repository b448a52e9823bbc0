"""The list of what was erased, in a file beside the master key: by it a backup from before is erased again.

It names only identities and days. It is only ever added to, and never part of a backup.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import IO, Final
from uuid import UUID

import msgspec

from domain.refusals import Refused
from domain.store.master_key import keep

ENDING: Final = ".erased"


class ErasureListDamaged(Refused):
    """A line of the list cannot be read. `str()` says which, and what to do."""


class Kind(StrEnum):
    """Of what something was erased."""

    REVIEW = "review"
    PERSON = "person"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One erasure. `text_key` is the key under which the text of a review lay; None where there was none."""

    kind: Kind
    thing: UUID
    text_key: UUID | None
    erased_on: date


class ErasureList:
    """The list beside one master key; its file is made with the first entry, for its owner alone."""

    def __init__(self, master_key_file: Path) -> None:
        self.path = master_key_file.with_name(master_key_file.name + ENDING)

    def entries(self) -> list[Entry]:
        """Every erasure, the oldest first. Raises `ErasureListDamaged`."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        # What stands behind the last end of a line was cut off by a kill, before anything was erased.
        lines = content.split(b"\n")[:-1]
        return [self._read(number, line) for number, line in enumerate(lines, start=1)]

    def add(self, entry: Entry) -> None:
        """Add an erasure that is not in it yet, and have it on the disk before anything is erased."""
        with self._opened() as file:
            if entry in self.entries():
                return
            _cut_off_half_a_line(file)
            file.write(msgspec.json.encode(entry) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        keep(self.path.parent)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            flock(file, LOCK_EX)
            yield file

    def _read(self, number: int, line: bytes) -> Entry:
        try:
            return msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError:
            raise ErasureListDamaged(
                f"Line {number} of {self.path} cannot be read: put the copy of that file back. Without it"
                " nobody knows what must not be served any more, so nothing was started."
            ) from None


def _cut_off_half_a_line(file: IO[bytes]) -> None:
    content = file.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        file.truncate(whole)
