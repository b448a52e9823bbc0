"""A backup that is damaged, of another make or under another key is refused in a sentence."""

from __future__ import annotations

import json
import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from domain.store.backups.manifest import BackupRefused
from domain.store.backups.reading import BackupDamaged, opened
from domain.store.keys import MasterKeyLost, make_master_key
from domain.store.migrations import all_migrations
from tests.domain.store.backups.conftest import Place

DAMAGED = r"is damaged, or is no backup of the tracker\. Nothing was restored: take another copy\."


def read_through(path: Path) -> None:
    """All that can be seen without a database."""
    with opened(path) as backup:
        backup.read_through()


@pytest.fixture
def backup(place: Place) -> Path:
    """The file of a backup."""
    place.back_up()
    return place.path


def written_again(path: Path, **changed: object) -> None:
    """The same archive with a manifest in which something is different."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changed).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_whole_one_is_believed(backup: Path, master_key_file: Path) -> None:
    """Every checksum fits, and the key opens it."""
    with opened(backup) as found:
        found.refuse_unknown(all_migrations())
        found.prove(master_key_file)
        found.read_through()
        assert found.manifest.position == 3


def test_a_changed_byte_changes_nothing_or_is_refused(backup: Path) -> None:
    """Whichever byte: rows that are not what was written are never given out."""
    whole = backup.read_bytes()
    with opened(backup) as found:
        manifest = found.manifest
    chance, refused = random.Random(20261123), 0
    for place in chance.sample(range(len(whole)), 400):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        backup.write_bytes(changed)
        try:
            read_through(backup)
        except BackupRefused:
            refused += 1
            continue
        with opened(backup) as found:
            assert found.manifest == manifest, place
    assert refused > 200


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(backup: Path, share: float) -> None:
    """As a copy that was interrupted, or an empty file."""
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BackupDamaged, match=DAMAGED):
        read_through(backup)


@pytest.mark.parametrize("content", [b"", b"Minutes of the board\n" * 100, b"PK\x03\x04" + bytes(100)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of any other kind."""
    path = tmp_path / "minutes.txt"
    path.write_bytes(content)
    with pytest.raises(BackupDamaged, match=DAMAGED):
        read_through(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """With its name."""
    with pytest.raises(BackupRefused, match=r"none\.backup cannot be read: No such file or directory"):
        read_through(tmp_path / "none.backup")


def test_an_archive_with_something_else_in_it_is_refused(backup: Path) -> None:
    """Also one that lacks a table."""
    with ZipFile(backup, "a") as archive:
        archive.writestr("another.copy", b"")
    with pytest.raises(BackupDamaged, match=DAMAGED):
        read_through(backup)


def test_rows_that_were_exchanged_are_refused(backup: Path) -> None:
    """A sound archive, but not with the rows that were written."""
    with ZipFile(backup) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    tables[0]["sha256"] = "0" * 64
    written_again(backup, tables=tables)
    with pytest.raises(BackupDamaged, match=DAMAGED):
        read_through(backup)


def test_a_format_of_later_is_refused(backup: Path) -> None:
    """It is not damaged: another program reads it."""
    written_again(backup, format=2, something_new=[1])
    with pytest.raises(BackupRefused, match="is of format 2, and this program reads format 1") as refused:
        read_through(backup)
    assert not isinstance(refused.value, BackupDamaged)


@pytest.mark.parametrize("migrations", [{"0999_later.sql": "x"}, {"0001_events.sql": "edited"}])
def test_a_database_of_a_newer_program_is_refused(backup: Path, migrations: dict[str, str]) -> None:
    """It names what this program does not know."""
    written_again(backup, migrations=migrations)
    with opened(backup) as found, pytest.raises(BackupRefused, match=next(iter(migrations))):
        found.refuse_unknown(all_migrations())


def test_the_wrong_key_is_refused(backup: Path, tmp_path: Path) -> None:
    """Another installation's key, of the right length."""
    make_master_key(tmp_path / "other.key")
    with (
        opened(backup) as found,
        pytest.raises(MasterKeyLost, match=r"other\.key is not the one of this backup"),
    ):
        found.prove(tmp_path / "other.key")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "is needed at .*put the copy of it there"), (b"", "is not a master key: it has 0 bytes")],
)
def test_without_its_key_it_is_refused(
    backup: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    """No file at all, or an empty one."""
    if content is not None:
        (tmp_path / "lost.key").write_bytes(content)
    with opened(backup) as found, pytest.raises(MasterKeyLost, match=said):
        found.prove(tmp_path / "lost.key")
