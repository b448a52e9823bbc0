"""The embedded PostgreSQL lives as long as its parent, and no longer, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from domain.store.embedded import PostgresUnavailable, join_or_start, start
from domain.store.embedded.account import account_for
from domain.store.embedded.child import LIFELINE
from domain.store.embedded.lifeline import UNCHANGED
from tests.conftest import enterable_folder
from tests.domain.store.servers import SYSTEM, WHEEL, ask, eventually, finish, processes_in, running, url_of

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[Path | None, str]]:
    """The addresses of a server of each kind, by its programmes."""
    with (
        enterable_folder() as one,
        enterable_folder() as other,
        start(one, binaries=WHEEL) as wheel,
        start(other, binaries=SYSTEM) as system,
    ):
        yield {WHEEL: wheel.url, SYSTEM: system.url}


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder with a database in it, to be copied: making one takes longer than all else here."""
    with enterable_folder() as folder:
        start(folder, binaries=None).stop()
        yield folder


@pytest.fixture
def database_folder(data_folder: Path, made: Path) -> Path:
    """A data folder with a database in it."""
    subprocess.run(["cp", "--archive", f"{made}/.", str(data_folder)], check=True)
    return data_folder


@pytest.mark.parametrize("binaries", [WHEEL, SYSTEM], ids=["wheel", "system"])
def test_it_serves_and_leaves_nothing_behind(data_folder: Path, binaries: Path | None) -> None:
    """A server starts from nothing, on the wheel and on a system PostgreSQL, and is gone when stopped."""
    with start(data_folder, binaries=binaries) as server:
        assert ask(server.url, "select current_database()") == "dhr"
        assert processes_in(data_folder / "postgres")
    assert processes_in(data_folder / "postgres") == []


@pytest.mark.parametrize("binaries", [WHEEL, SYSTEM], ids=["wheel", "system"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
        ("TimeZone", "UTC"),
        ("server_encoding", "UTF8"),
        ("max_connections", "100"),
    ],
)
def test_its_settings(servers: dict[Path | None, str], binaries: Path | None, name: str, value: str) -> None:
    """What is acknowledged is on disk and checked, nothing listens on a network, and times are in UTC."""
    assert ask(servers[binaries], f"select current_setting('{name}')") == value


def test_what_was_saved_is_there_at_the_next_start(database_folder: Path) -> None:
    """A second start serves the same database."""
    with start(database_folder, binaries=None) as server:
        _save(server.url, "kept")
    with start(database_folder, binaries=None) as server:
        assert ask(server.url, "select word from saved") == "kept"


def test_it_dies_with_a_killed_parent(database_folder: Path) -> None:
    """After `kill -9` of the process that started it, no process of the server is left."""
    with running("start", database_folder) as parent:
        url_of(parent)
        assert processes_in(database_folder / "postgres")
        parent.kill()
        assert eventually(lambda: processes_in(database_folder / "postgres") == [])


def test_a_child_of_a_parent_that_is_gone_does_nothing() -> None:
    """A parent killed before its child could ask to die with it leaves nothing either."""
    command = [sys.executable, str(LIFELINE), "1", str(UNCHANGED), str(UNCHANGED), "/bin/echo", "orphan"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b""
    command[2] = str(os.getpid())
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"orphan\n"


def test_a_signal_that_the_shell_ignored_ends_what_it_starts_all_the_same() -> None:
    """Under a server that a script started in the background, where the shell ignores SIGQUIT."""
    tell = "import signal; print(signal.getsignal(signal.SIGQUIT).name)"
    lifeline = [sys.executable, str(LIFELINE), str(os.getpid()), str(UNCHANGED), str(UNCHANGED)]
    background = ["/bin/sh", "-c", 'trap "" QUIT; exec "$@"', "sh", *lifeline, sys.executable, "-c", tell]
    assert subprocess.run(background, capture_output=True, text=True, check=True).stdout == "SIG_DFL\n"


def test_it_starts_again_at_once_after_its_parent_was_killed(database_folder: Path) -> None:
    """A start right after `kill -9` waits for what is dying, and finds all that was acknowledged."""
    with running("start", database_folder) as parent:
        _save(url_of(parent), "acknowledged")
        parent.kill()
        with start(database_folder, binaries=None) as server:
            assert ask(server.url, "select word from saved") == "acknowledged"


def test_it_starts_again_after_everything_was_killed(database_folder: Path) -> None:
    """`kill -9` of the parent and of every process of the server, as in a power cut, stops no start."""
    with running("start", database_folder) as parent:
        _save(url_of(parent), "acknowledged")
        for process in [*processes_in(database_folder / "postgres"), parent.pid]:
            # One may have ended by itself when another was killed.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        assert eventually(lambda: processes_in(database_folder / "postgres") == [])
    assert (database_folder / "postgres" / "postmaster.pid").exists()
    assert (database_folder / "postgres" / ".s.PGSQL.5432.lock").exists()
    with start(database_folder, binaries=None) as server:
        assert ask(server.url, "select word from saved") == "acknowledged"


def test_a_process_number_used_again_stops_no_start(database_folder: Path) -> None:
    """A `postmaster.pid` left behind, whose number is now another process's, is ignored."""
    cluster = database_folder / "postgres"
    with subprocess.Popen(["sleep", "60"], **account_for(cluster).identity()) as other:
        (cluster / "postmaster.pid").write_text(f"{other.pid}\n{cluster}\n1\n5432\n{cluster}\n\n\nready\n")
        with start(database_folder, binaries=None) as server:
            assert ask(server.url, "select 1") == "1"
        other.kill()


def test_a_second_server_is_refused(database_folder: Path) -> None:
    """Two servers never share a data folder: the second start says who is there."""
    with running("start", database_folder) as first:
        url_of(first)
        with pytest.raises(PostgresUnavailable) as refusal:
            start(database_folder, binaries=None)
    assert str(refusal.value) == (
        f"A server is already running on the data folder {database_folder} "
        f"(process {first.pid}): stop it first."
    )


def test_a_command_joins_a_running_server(database_folder: Path) -> None:
    """A one-shot command uses the server of `dhr serve`, and leaves it running."""
    with running("start", database_folder) as serving:
        url = url_of(serving)
        with join_or_start(database_folder, binaries=None) as joined:
            assert joined.url == url
        assert ask(url, "select 1") == "1"
        assert finish(serving) == 0


def test_a_command_alone_starts_a_server_for_its_time(database_folder: Path) -> None:
    """Without `dhr serve`, a one-shot command has a server of its own, gone with it."""
    with join_or_start(database_folder, binaries=None) as server:
        assert ask(server.url, "select 1") == "1"
    assert processes_in(database_folder / "postgres") == []


@pytest.mark.parametrize("entrance", ["start", "join_or_start"])
def test_a_command_is_waited_for(database_folder: Path, entrance: str) -> None:
    """What comes while a one-shot command runs its server waits, as that server ends with it."""
    with running("join_or_start", database_folder) as first:
        url_of(first)
        with running(entrance, database_folder) as second:
            assert finish(first) == 0
            assert ask(url_of(second), "select 1") == "1"
            assert finish(second) == 0


def test_stopping_twice_is_stopping(database_folder: Path) -> None:
    """`stop` may be called again."""
    server = start(database_folder, binaries=None)
    server.stop()
    server.stop()
    assert processes_in(database_folder / "postgres") == []


def test_only_the_main_thread_starts_it(database_folder: Path) -> None:
    """As the server dies with the thread that started it, another thread than the main one is refused."""
    refusals: list[str] = []

    def attempt() -> None:
        with pytest.raises(PostgresUnavailable) as refusal:
            start(database_folder, binaries=None)
        refusals.append(str(refusal.value))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert refusals == ["The embedded PostgreSQL can only be started from the main thread."]


def test_a_half_made_database_is_made_again(data_folder: Path) -> None:
    """What a killed first start left unfinished is thrown away."""
    (data_folder / "postgres.new").mkdir()
    (data_folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    with start(data_folder, binaries=None) as server:
        assert ask(server.url, "select 1") == "1"


def test_a_server_that_cannot_start_says_why(database_folder: Path) -> None:
    """The refusal ends with the server's own words, and the data folder is free again."""
    configuration = database_folder / "postgres" / "postgresql.conf"
    sound = configuration.read_text()
    configuration.write_text(f"{sound}\nwork_mem = nonsense\n")
    with pytest.raises(
        PostgresUnavailable, match=f"^PostgreSQL did not start in {database_folder}: .*work_mem"
    ):
        start(database_folder, binaries=None)
    configuration.write_text(sound)
    with start(database_folder, binaries=None) as server:
        assert ask(server.url, "select 1") == "1"


def test_the_log_repeats_nothing_that_was_saved(database_folder: Path) -> None:
    """An error in a statement leaves no word of it, and none of the row, in the server's log."""
    with start(database_folder, binaries=None) as server:
        _save(server.url, "confided")
        with pytest.raises(psycopg.errors.UniqueViolation):
            _save(server.url, "confided")
    log = (database_folder / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "confided" not in log


def test_the_environment_of_postgresql_is_ours(
    database_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables set for another PostgreSQL mislead neither the server nor its address."""
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGDATABASE", "other")
    monkeypatch.setenv("PGUSER", "other")
    with start(database_folder, binaries=None) as server:
        assert ask(server.url, "select current_user") == "postgres"


def _save(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists saved (word text primary key)")
        connection.execute("insert into saved values (%s)", [word])
