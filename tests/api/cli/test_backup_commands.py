"""`dhr backup` and `dhr restore`: from one database into another, with the key kept apart."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from domain.store.keys import make_master_key
from tests.api.cli.conftest import Dhr, Said, topics
from tests.survival.patience import is_back

ENDED = (
    "Everybody has to sign in again: dhr person admin EMAIL prints a link.\n"
    "Tokens and calendar addresses have ended as well: make new ones.\n"
    "Mail is held (0 waited), as it may have gone since the backup: dhr mail release lets it go, and with"
    " --as-gone takes all of that for gone.\n"
)


TABLES = "select count(*) from pg_tables where schemaname = 'public'"


@pytest.fixture
def filled(dhr_of_anytown: Dhr, plan: Path) -> Dhr:
    """The command line on a database with an imported plan."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    return dhr_of_anytown


@pytest.fixture
def backup(filled: Dhr, tmp_path: Path) -> Path:
    """The file of a backup of it."""
    assert filled("backup", str(tmp_path / "one.backup")).status == 0
    return tmp_path / "one.backup"


def tables_here() -> int:
    """How many tables the database has to which the command line has moved."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        [(count,)] = connection.execute(TABLES).fetchall()
    return int(count)


def refused(said: Said, words: str) -> None:
    """Exit status 1, one sentence with these words, and no table in the database."""
    assert (said.status, said.out) == (1, "")
    assert words in said.err
    assert said.err.count("\n") == 1
    assert tables_here() == 0


def test_a_backup_tells_what_it_holds_and_where_the_key_is(filled: Dhr, tmp_path: Path) -> None:
    """How much in words, the file, and that the key is to be kept in another place; nothing of people."""
    said = filled("backup", str(tmp_path / "one.backup"))
    count = len(topics(os.environ["DATABASE_URL"], tmp_path))
    assert said.out == f"{count} events are backed up in {tmp_path / 'one.backup'}.\n"
    key = tmp_path / "master.key"
    assert said.err == f"The master key is not in it: keep a copy of {key} in another place.\n"
    assert stat.S_IMODE((tmp_path / "one.backup").stat().st_mode) == 0o600


def test_in_a_folder_it_takes_its_name_from_the_moment(filled: Dhr, tmp_path: Path) -> None:
    """As a task of every night wants it."""
    folder = tmp_path / "nightly"
    folder.mkdir()
    assert filled("backup", str(folder)).status == 0
    [path] = folder.iterdir()
    assert path.match("dhr-20??-??-??-??????.backup")


@pytest.mark.parametrize("content", [None, b"", b"x" * 32], ids=["lost", "empty", "another"])
def test_a_backup_without_its_key_says_that_it_is_of_no_use(
    filled: Dhr, tmp_path: Path, content: bytes | None
) -> None:
    """It is made all the same: nothing else may be left to save."""
    (tmp_path / "master.key").unlink()
    if content is not None:
        (tmp_path / "master.key").write_bytes(content)
    said = filled("backup", str(tmp_path / "one.backup"))
    assert said.status == 0
    assert said.err.startswith("The backup is of no use without its master key. The ")
    assert str(tmp_path / "master.key") in said.err


def test_it_comes_back_whole(
    filled: Dhr, backup: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """The same log, lists that are what it makes of them, and the same files; people are told what ended."""
    before = topics(os.environ["DATABASE_URL"], tmp_path), filled("person", "list").out
    folder = elsewhere()
    shutil.copy(tmp_path / "master.key", folder)
    said = filled("restore", str(backup))
    assert (said.status, said.err) == (0, ENDED)
    assert "is restored, and the lists are built" in said.out
    assert (topics(os.environ["DATABASE_URL"], folder), filled("person", "list").out) == before
    assert filled("rebuild", "--check").status == 0
    assert filled("verify").status == 0


def test_a_move_ends_nothing_but_sessions(
    filled: Dhr, backup: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """Nobody has done anything since: mail goes on."""
    shutil.copy(tmp_path / "master.key", elsewhere())
    said = filled("restore", str(backup), "--moved")
    assert (said.status, said.err) == (0, ENDED.splitlines(keepends=True)[0])
    said = filled("mail", "release")
    assert (said.status, said.err) == (1, "No mail is held.\n")


def test_a_check_changes_nothing(
    filled: Dhr, backup: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """It says whether the file is whole and the key the right one, where no database is at all."""
    shutil.copy(tmp_path / "master.key", elsewhere())
    said = filled("restore", "--check", str(backup))
    assert (said.status, said.err) == (0, "")
    assert said.out.endswith(" is whole, and the master key opens it.\n")
    assert tables_here() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is needed at"),
        (b"", "is not a master key: it has 0 bytes instead of 32"),
        (b"x" * 32, "is not the one of this backup"),
    ],
    ids=["lost", "empty", "another"],
)
def test_without_its_key_nothing_is_written(
    filled: Dhr, backup: Path, elsewhere: Callable[[], Path], content: bytes | None, words: str
) -> None:
    """One sentence, before the database is touched, and no key is made in the place of the lost one."""
    folder = elsewhere()
    if content is not None:
        (folder / "master.key").write_bytes(content)
    refused(filled("restore", "--check", str(backup)), words)
    refused(filled("restore", str(backup)), words)
    assert [path.name for path in folder.iterdir()] == ([] if content is None else ["master.key"])


def test_a_damaged_file_is_refused(
    filled: Dhr, backup: Path, tmp_path: Path, elsewhere: Callable[[], Path]
) -> None:
    """Cut off in the middle."""
    shutil.copy(tmp_path / "master.key", elsewhere())
    backup.write_bytes(backup.read_bytes()[:-100])
    refused(filled("restore", str(backup)), "is damaged, or is no backup of the tracker")


def test_a_database_that_is_in_use_is_refused(filled: Dhr, backup: Path, tmp_path: Path) -> None:
    """Nothing is ever restored over something."""
    before = topics(os.environ["DATABASE_URL"], tmp_path)
    said = filled("restore", str(backup))
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("The database is not empty: there is something in action_numbers, events, ")
    assert said.err.endswith(" Nothing was restored.\n")
    assert topics(os.environ["DATABASE_URL"], tmp_path) == before


def test_mail_is_released(filled: Dhr, backup: Path, tmp_path: Path, elsewhere: Callable[[], Path]) -> None:
    """Once; taking all for gone sends nothing."""
    shutil.copy(tmp_path / "master.key", elsewhere())
    filled("restore", str(backup))
    said = filled("mail", "release", "--as-gone")
    assert (said.status, said.err) == (0, "")
    assert said.out.endswith(" counted as gone; later mail goes.\n")
    assert filled("mail", "release").status == 1


@pytest.mark.process
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_full_disk_leaves_no_half_backup(backup: Path, tmp_path: Path, share: float) -> None:
    """Wherever the room ends: one sentence, and nothing lies in the folder."""
    folder, room = tmp_path / "small", int(backup.stat().st_size * share)
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "backup", str(folder / "one.backup")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"There is not enough room for the backup in {folder} (File too large). Nothing of it was kept.\n"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.process
def test_a_backup_that_is_stopped_in_the_middle_leaves_nothing(filled: Dhr, tmp_path: Path) -> None:
    """SIGTERM while it waits for a table that somebody holds: no file, hidden or not."""
    folder = tmp_path / "stopped"
    folder.mkdir()
    command = [sys.executable, "-m", "api.cli", "backup", str(folder / "one.backup")]
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("lock table text_keys")
        with subprocess.Popen(command, stderr=subprocess.PIPE) as stopped:
            assert is_back(lambda: any(folder.iterdir()))
            stopped.terminate()
            said = stopped.communicate(timeout=60)
    assert (stopped.returncode, said[1]) == (130, b"")
    assert list(folder.iterdir()) == []


def test_a_key_made_for_another_is_not_taken(
    filled: Dhr, backup: Path, elsewhere: Callable[[], Path]
) -> None:
    """`dhr migrate` has made a key of its own in the new place: the sentence says what to put there."""
    folder = elsewhere()
    make_master_key(folder / "master.key")
    refused(filled("restore", str(backup)), "put the right one there. Nothing was restored.")
