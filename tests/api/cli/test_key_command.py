"""`dhr key rotate`: another master key opens everything, at whatever instant it was interrupted."""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.store import rotation
from domain.store.keys import MasterKeyLost
from domain.store.master_key import MasterKey
from tests.api.cli.conftest import Dhr, log_of
from tests.survival.serving import DHR, ROOT

STEPS = ("make_master_key", "_wrap_anew", "_change_places", "_keep_former", "keep")
SEED, KILLS = 20261123, 8


@pytest.fixture
def filled(dhr_of_anytown: Dhr, plan: Path) -> Dhr:
    """The command line on a database with an imported plan."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    return dhr_of_anytown


def texts(folder: Path) -> set[str]:
    """The wordings in the log, as the key of the folder opens them."""
    with log_of(os.environ["DATABASE_URL"], folder) as store:
        return {getattr(entry.event, "wording", "") for entry in store.log.read(0, limit=1_000)} - {""}


def test_everything_is_read_with_the_new_key_and_nothing_with_the_old(filled: Dhr, tmp_path: Path) -> None:
    """Every key of text is wrapped anew, and people are told what to do with the former key."""
    before, old = texts(tmp_path), (tmp_path / "master.key").read_bytes()
    said = filled("key", "rotate")
    assert said.status == 0
    assert "is a new one. Keys of text that were wrapped with it: 1." in said.out
    assert str(tmp_path / "master.key.former") in said.err
    assert texts(tmp_path) == before != set()
    assert (tmp_path / "master.key").read_bytes() != old == (tmp_path / "master.key.former").read_bytes()
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "master.key.next").exists()
    with (
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection,
        pytest.raises(MasterKeyLost),
    ):
        MasterKey(tmp_path / "master.key.former").check(connection)
    assert filled("verify").status == 0


def test_a_former_key_is_not_lost(filled: Dhr, tmp_path: Path) -> None:
    """Backups from before may need it: it is moved away before there is another."""
    filled("key", "rotate")
    key = (tmp_path / "master.key").read_bytes()
    said = filled("key", "rotate")
    assert (said.status, said.out) == (1, "")
    assert "still lies in" in said.err
    assert (tmp_path / "master.key").read_bytes() == key
    (tmp_path / "master.key.former").unlink()
    assert filled("key", "rotate").status == 0


def test_it_wants_the_database_to_itself(filled: Dhr, tmp_path: Path) -> None:
    """A service would go on with the old key."""
    with psycopg.connect(os.environ["DATABASE_URL"]):
        said = filled("key", "rotate")
    assert (said.status, said.out) == (1, "")
    assert "A new master key needs the database to itself" in said.err
    assert not (tmp_path / "master.key.next").exists()


@pytest.mark.parametrize("step", STEPS)
def test_interrupted_before_any_step_everything_can_be_read(
    filled: Dhr, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the old key, or by the new one, which takes its place at the next start."""
    before = texts(tmp_path)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"{rotation.__name__}.{step}", stop)
        assert filled("key", "rotate").status == 130
    assert filled("person", "list").status == 0
    assert texts(tmp_path) == before
    (tmp_path / "master.key.former").unlink(missing_ok=True)
    assert filled("key", "rotate").status == 0
    assert texts(tmp_path) == before


def test_another_key_beside_it_changes_nothing(filled: Dhr, tmp_path: Path) -> None:
    """A file of that name that does not open this database is no reason to touch anything."""
    key = (tmp_path / "master.key").read_bytes()
    (tmp_path / "master.key.next").write_bytes(b"x" * 32)
    assert filled("person", "list").status == 0
    assert (tmp_path / "master.key").read_bytes() == key


@pytest.mark.process
def test_killed_at_any_instant_everything_can_be_read(filled: Dhr, tmp_path: Path) -> None:
    """A real process, ended by force again and again while it changes the key."""
    before, chance = texts(tmp_path), random.Random(SEED)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    for _ in range(KILLS):
        (tmp_path / "master.key.former").unlink(missing_ok=True)
        started = subprocess.Popen([*DHR, "key", "rotate"], env=environment, cwd=ROOT)
        time.sleep(chance.uniform(0.5, 2.0))
        started.kill()
        started.wait()
        assert filled("person", "list").status == 0
        assert texts(tmp_path) == before
