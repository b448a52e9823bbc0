"""`dhr migrate`, and what the other commands say before it and without the master key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from projections.migrations import all_migrations
from tests.api.cli.conftest import Dhr


def test_it_brings_a_database_up_to_date_and_makes_its_key(bare_dhr: Dhr, tmp_path: Path) -> None:
    """The names of what was applied; the key is its owner's alone, and a person is told to keep a copy."""
    said = bare_dhr("migrate")
    assert said.out.splitlines() == [one.name for one in all_migrations()]
    assert said.err.startswith(f"A master key was made in {tmp_path / 'master.key'}: keep a copy")
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600


def test_again_it_is_nothing_new(dhr: Dhr, tmp_path: Path) -> None:
    """And the key stays the same."""
    key = (tmp_path / "master.key").read_bytes()
    said = dhr("migrate")
    assert (said.status, said.out, said.err) == (0, "Nothing new: the database is up to date.\n", "")
    assert (tmp_path / "master.key").read_bytes() == key


def test_other_commands_do_not_migrate_a_database_of_production(bare_dhr: Dhr, tmp_path: Path) -> None:
    """They say what to run first, and make no key."""
    said = bare_dhr("person", "list")
    assert (said.status, said.out) == (1, "")
    assert said.err == "The database is not up to date with this program: run dhr migrate first.\n"
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("command", [["migrate"], ["person", "list"]])
def test_a_lost_key_is_never_made_anew(dhr_of_anytown: Dhr, tmp_path: Path, command: list[str]) -> None:
    """The database has text that only the lost key opens: one sentence says so, and nothing is made."""
    (tmp_path / "master.key").unlink()
    said = dhr_of_anytown(*command)
    assert (said.status, said.out) == (1, "")
    assert str(tmp_path / "master.key") in said.err
    assert "ut the file back" in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "master.key").exists()


def test_a_wrong_key_is_named(dhr_of_anytown: Dhr, tmp_path: Path) -> None:
    """Another file of the right length is not taken for the key."""
    (tmp_path / "master.key").write_bytes(b"x" * 32)
    said = dhr_of_anytown("person", "list")
    assert said.status == 1
    assert "is not the one of this database" in said.err


def test_the_key_may_lie_in_a_folder_that_is_not_there_yet(
    bare_dhr: Dhr, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DHR_MASTER_KEY_FILE says where, and its folder is made."""
    path = tmp_path / "keys" / "of the tracker" / "master.key"
    monkeypatch.setenv("DHR_MASTER_KEY_FILE", str(path))
    assert bare_dhr("migrate").status == 0
    assert path.exists()
    assert not (tmp_path / "master.key").exists()
