"""A backup of a running service, brought back elsewhere: nothing that was acknowledged is missing."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from tests.conftest import enterable_folder
from tests.domain.store.servers import SYSTEM
from tests.survival.patience import is_back
from tests.survival.serving import DHR, ROOT, Installation, serving

pytestmark = pytest.mark.process

SEED = 20261123
FILES = ("actions", "recommendations", "reviews", "agencies", "people", "events")


class Writer:
    """Adds people, one after the other, until it is stopped."""

    def __init__(self, installation: Installation, token: str) -> None:
        self.installation, self.token = installation, token
        self.acknowledged: list[str] = []
        self._stop = Event()
        self._thread = Thread(target=self._write)
        self._thread.start()

    def stop(self) -> None:
        """Let it finish what it is at."""
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stop.is_set():
            name = f"Invented {len(self.acknowledged)}"
            status, _ = self.installation.ask("POST", "/api/v1/people", token=self.token, body={"name": name})
            assert status in (201, 202)
            self.acknowledged.append(name)


@pytest.fixture
def other_folder() -> Iterator[Path]:
    """Another empty data folder."""
    with enterable_folder() as folder:
        yield folder


def token_of(installation: Installation) -> str:
    """A token of an administrator."""
    installation.dhr("person", "admin", "tester@example.org")
    return installation.dhr("token", "--person", "tester@example.org").stdout.strip()


def files(installation: Installation, token: str) -> dict[str, object]:
    """The lists as files."""
    answers = {name: installation.ask("GET", f"/api/v1/{name}.csv", token=token) for name in FILES}
    assert all(status == 200 for status, _ in answers.values()), answers
    return {name: content for name, (_, content) in answers.items()}


def restored(installation: Installation, folder: Path, backup: Path, *options: str) -> str:
    """Bring a backup back into a folder of its own, and see that all is sound; what was said."""
    shutil.copy(folder / "master.key", installation.folder)
    said = installation.dhr("restore", str(backup), *options).stderr
    assert installation.dhr("verify").stdout.startswith("The log is whole: ")
    assert installation.dhr("rebuild", "--check").returncode == 0
    return said


def test_a_backup_under_load_has_all_that_was_acknowledged(data_folder: Path, other_folder: Path) -> None:
    """Made beside a running service, from PostgreSQL of the wheel to that of the system, an older one."""
    first, second = Installation(data_folder), Installation(other_folder, {"DHR_POSTGRES_BIN": str(SYSTEM)})
    backup = data_folder / "while-people-work.backup"
    with serving(first, "--demo"):
        writer = Writer(first, token_of(first))
        try:
            assert is_back(lambda: len(writer.acknowledged) > 10)
            before = [*writer.acknowledged]
            first.dhr("backup", str(backup))
            at_the_end = len(writer.acknowledged)
        finally:
            writer.stop()
        assert at_the_end > len(before)
    assert "Mail is held" in restored(second, data_folder, backup)
    names = [line.split("\t")[0] for line in second.dhr("person", "list").stdout.splitlines()]
    assert all(names.count(name) == 1 for name in before)
    assert (other_folder / "postgres" / "PG_VERSION").read_text().strip() == SYSTEM.parent.name


def test_what_is_restored_gives_the_same_files(data_folder: Path, other_folder: Path) -> None:
    """After a move every list is the same to the byte, tokens go on, and the doctor finds nothing wrong."""
    first, second = Installation(data_folder), Installation(other_folder)
    backup = data_folder / "moved.backup"
    with serving(first, "--demo") as running:
        token = token_of(first)
        assert is_back(first.is_ready)
        first.dhr("remind")  # the clock may be about to record the lapses of the day
        before = files(first, token)
        running.end(signal.SIGTERM)
    first.dhr("backup", str(backup))
    restored(second, data_folder, backup, "--moved")
    with serving(second):
        assert is_back(second.is_ready)
        assert files(second, token) == before
        found = second.dhr("doctor", check=False)
        assert found.returncode == 0, found.stdout
        assert "worker: well. It is at work.\n" in found.stdout


def test_a_restore_that_is_killed_leaves_all_or_nothing(
    database_url: str, data_folder: Path, other_folder: Path
) -> None:
    """At whatever instant: the next one finds an empty database, or one that is whole."""
    first, second = Installation(data_folder), Installation(other_folder, {"DATABASE_URL": database_url})
    first.dhr("demo")
    first.dhr("backup", str(data_folder / "one.backup"))
    shutil.copy(data_folder / "master.key", other_folder)
    chance = random.Random(SEED)
    instants: list[float] = []
    while not has_events(database_url):
        instants.append(chance.uniform(0.2, 0.5) * (1 + len(instants)))
        killed_after(instants[-1], second, "restore", str(data_folder / "one.backup"))
    assert len(instants) > 1
    again = second.dhr("restore", str(data_folder / "one.backup"), check=False)
    assert again.stderr.startswith("The database is not empty"), instants
    assert second.dhr("verify").stdout == first.dhr("verify").stdout
    second.dhr("person", "list")
    assert second.dhr("rebuild", "--check").returncode == 0


def killed_after(seconds: float, installation: Installation, *arguments: str) -> None:
    """Begin a command, and end it by `kill -9` at an instant."""
    process = subprocess.Popen(
        [*DHR, *arguments],
        env=installation.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.kill()
    process.wait()


def has_events(url: str) -> bool:
    """Whether anything was restored."""
    with psycopg.connect(url) as connection:
        if connection.execute("select to_regclass('public.events') is null").fetchone() == (True,):
            return False
        return connection.execute("select exists (select from events)").fetchone() == (True,)
