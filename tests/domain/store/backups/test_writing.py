"""A backup: one file with everything as it was at one instant, whole or not there."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from psycopg.errors import SyntaxError  # noqa: A004 (the name is PostgreSQL's)

from domain.store.application import Store
from domain.store.backups.manifest import BackupRefused
from domain.store.migrations import all_migrations, migrate
from tests.domain.store.backups.conftest import Place, ask
from tests.domain.store.specimens import Note


def test_it_says_of_itself_what_it_is(place: Place) -> None:
    """Format, program, server, moment, position, migrations and tables, for people and programs."""
    before = datetime.now(UTC)
    made = place.back_up()
    with ZipFile(place.path) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert (told["format"], told["program"], told["position"]) == (1, "0.1.0", 3)
    assert set(told["migrations"]) == {one.name for one in all_migrations()}
    assert before <= made.made_at <= datetime.now(UTC)
    [events] = [table for table in told["tables"] if table["name"] == "events"]
    assert events["rows"] == 3
    assert events["columns"][:2] == ["position", "originator_id"]


def test_no_master_key_and_no_text_is_in_it(place: Place, master_key_file: Path) -> None:
    """Neither the key nor a word that it protects can be found in the file."""
    place.back_up()
    with ZipFile(place.path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    key = master_key_file.read_bytes()
    assert b"A title" in content
    assert b"Another text" not in content
    assert not any(form in content for form in (key, key.hex().encode()))


def test_nobody_else_reads_it_and_nothing_lies_beside_it(place: Place) -> None:
    """One file, its owner's alone, whatever the mask of the process."""
    mask = os.umask(0)
    try:
        place.back_up()
    finally:
        os.umask(mask)
    assert list(place.folder.iterdir()) == [place.path]
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600


def test_two_backups_of_the_same_are_the_same(place: Place) -> None:
    """Each table has the same checksum again."""
    assert place.back_up().tables == place.back_up(place.folder / "two.backup").tables


def test_a_name_that_is_taken_is_refused(place: Place) -> None:
    """A backup never replaces anything."""
    place.back_up()
    before = place.path.read_bytes()
    with pytest.raises(BackupRefused, match=r"under the name .*one\.backup already"):
        place.back_up()
    assert place.path.read_bytes() == before


@pytest.mark.parametrize("there", [True, False])
def test_it_is_never_written_through_a_link(place: Place, tmp_path: Path, there: bool) -> None:
    """A link under its name is refused, and what it leads to stays as it was, or not there."""
    victim = tmp_path / "victim"
    if there:
        victim.write_text("precious")
    place.path.symlink_to(victim)
    with pytest.raises(BackupRefused, match="already"):
        place.back_up()
    assert list(place.folder.iterdir()) == [place.path]
    assert victim.exists() == there
    assert not there or victim.read_text() == "precious"


def test_a_folder_that_is_not_there_is_said(place: Place) -> None:
    """One sentence, and nothing is made."""
    with pytest.raises(BackupRefused, match=r"cannot be written to .*No such file.*Nothing of it was kept"):
        place.back_up(place.folder / "none" / "one.backup")
    assert list(place.folder.iterdir()) == []


def test_a_failure_in_the_middle_leaves_nothing(place: Place) -> None:
    """Here a table that cannot be copied, for it has no columns: no file is there."""
    ask(place.url, "drop table public.sessions; create table public.sessions ()")
    with pytest.raises(SyntaxError, match="syntax error"):
        place.back_up()
    assert list(place.folder.iterdir()) == []


def test_what_is_not_the_trackers_is_left_out_and_said(place: Place) -> None:
    """A table of somebody else, one that is made from others, and what an extension keeps."""
    ask(place.url, "create table public.elsewhere (number integer)")
    ask(place.url, "create table public.made_again (number integer)")
    names = {table.name for table in place.back_up().tables}
    assert not names & {"elsewhere", "made_again", "migrations"}
    assert place.said == ["The table elsewhere is not the tracker's, so it is not in the backup."]


def test_a_table_comes_after_those_that_it_refers_to(place: Place) -> None:
    """So that a restore meets each row after the one that it names."""
    names = [table.name for table in place.back_up().tables]
    assert names.index("changes_together") < names.index("things_together")


def test_a_database_without_tables_is_refused(place: Place, other_url: str) -> None:
    """There is nothing to back up."""
    with pytest.raises(BackupRefused, match="no tables yet"):
        Place(other_url, place.folder).back_up()
    assert list(place.folder.iterdir()) == []


def test_a_database_newer_than_the_program_is_refused(place: Place) -> None:
    """The program might not know what to keep."""
    ask(place.url, "insert into migrations (name, sha256) values ('0999_later.sql', 'x')")
    with pytest.raises(BackupRefused, match=r"newer than this program: it has had 0999_later\.sql"):
        place.back_up()


def test_an_older_database_is_backed_up_as_it_is(place: Place, other_url: str) -> None:
    """Before an upgrade there must be a backup of what was before."""
    migrate(other_url, all_migrations()[:6])
    made = Place(other_url, place.folder).back_up()
    assert list(made.migrations) == [one.name for one in all_migrations()[:6]]
    assert made.key_check is None


def test_it_is_of_one_instant_while_people_write(place: Place, store: Store) -> None:
    """All that was acknowledged before it began is in it, and of what came meanwhile a beginning."""
    stop = Event()

    def write() -> int:
        while not stop.is_set():
            store.record(Note.write("Meanwhile"))
        return store.log.last_position()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            while (before := store.log.last_position()) < 20:
                pass
            made = place.back_up()
        finally:
            stop.set()
        after = writing.result()
    rows = {table.name: table.rows for table in made.tables}
    assert before <= made.position < after
    assert rows["events"] == made.position
