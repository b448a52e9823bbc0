"""Reading a backup: nothing of it is believed before its checksum has been seen."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

import msgspec

from domain.store.backups.manifest import MANIFEST, BackupRefused, Manifest, read
from domain.store.master_key import MasterKey, MasterKeyLost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.store.backups.manifest import BackedUpTable
    from domain.store.migrations import Migration

DAMAGE: Final = (
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
    msgspec.DecodeError,
    zlib.error,
)
"""What the reading of an archive raises where a byte of it was changed or is missing, or cannot be read."""

AT_ONCE: Final = 1 << 20
LARGEST_MANIFEST: Final = 1 << 24


class BackupDamaged(BackupRefused):
    """A backup is not what was written."""


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup to be read. Raises `BackupRefused` for a file that is none, damaged, or of another format."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"The backup {path} cannot be read: {error.strerror}.") from error
    with file:
        with _damage_said(path):
            archive = ZipFile(file)
            backup = Backup(path, archive)
        with archive:
            yield backup


@contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        raise BackupDamaged(
            f"The file {path} is damaged, or is no backup of the tracker. Nothing was restored:"
            " take another copy."
        ) from error


class Backup:
    """An archive that is open, and what it says of itself."""

    def __init__(self, path: Path, archive: ZipFile) -> None:
        self.path = path
        self._archive = archive
        self.manifest: Manifest = read(self._start_of(MANIFEST))
        members = [MANIFEST, *(table.member for table in self.manifest.tables)]
        if sorted(archive.namelist()) != sorted(members):
            raise BadZipFile("It holds other members than its manifest names.")

    def refuse_unknown(self, migrations: Sequence[Migration]) -> None:
        """Refuse a backup of a database that is newer than this program, or of another make."""
        known = {one.name: one for one in migrations}
        had = self.manifest.migrations.items()
        unlike = [name for name, digest in had if name not in known or not known[name].is_what_had(digest)]
        if unlike:
            raise BackupRefused(
                f"The backup is of a newer program than this one, or of another: its database had had"
                f" {max(unlike)}. Restore it by the program {self.manifest.program}. Nothing was restored."
            )

    def prove(self, master_key_file: Path) -> None:
        """Refuse a master key that does not open what is in here. Raises `MasterKeyLost`."""
        if self.manifest.key_check is None:
            return
        if not master_key_file.exists():
            raise MasterKeyLost(
                f"The master key of this backup is needed at {master_key_file}: put the copy of it there,"
                " or set DHR_MASTER_KEY_FILE to where it is. Nothing was restored."
            )
        key = MasterKey(master_key_file)
        try:
            key.prove(self.manifest.key_check)
        except MasterKeyLost:
            raise MasterKeyLost(
                f"The master key in {master_key_file} is not the one of this backup: put the right one there."
                " Nothing was restored."
            ) from None

    def read_through(self) -> None:
        """See that every table is what was written. Raises `BackupDamaged`."""
        for table in self.manifest.tables:
            for _ in self.rows_of(table):
                pass

    def rows_of(self, table: BackedUpTable) -> Iterator[bytes]:
        """The rows of a table as COPY takes them, in pieces. Raises `BackupDamaged`, if only in the end."""
        digest = sha256()
        with _damage_said(self.path):
            with self._archive.open(table.member) as member:
                while piece := member.read(AT_ONCE):
                    digest.update(piece)
                    yield piece
            if digest.hexdigest() != table.sha256:
                raise BadZipFile(f"The table {table.name} is not what was written.")

    def _start_of(self, member: str) -> bytes:
        with self._archive.open(member) as opened_member:
            return opened_member.read(LARGEST_MANIFEST)
