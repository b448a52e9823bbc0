"""The worker as it runs: one keeps the time, others stand by, and a lost database costs no mail."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from domain.settings import Settings
from domain.store.application import Store
from projections.generations import OUR_LOCKS
from scheduler.reminding import remind
from scheduler.worker import KEEPING_TIME, post_of, run_worker
from tests.scheduler.installation import MAIL_FROM, NO_HOLIDAYS, Installation
from tests.scheduler.mail_server import free_port

HOLDERS = """
    select activity.pid
    from pg_locks as held
    join pg_stat_activity as activity using (pid)
    where held.locktype = 'advisory' and held.granted and held.classid = %s and held.objid = %s
        and activity.datname = current_database()
    """
END_ALL_OTHERS = """
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
    """


def until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait for a condition, and fail if it does not come in time."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "It did not come in time."
        time.sleep(0.05)


@pytest.fixture
def settings(tmp_path: Path, master_key: Path) -> Settings:
    """The settings of an installation that writes its mail into files."""
    return Settings(data=tmp_path / "data", master_key_file=master_key, mail_from=MAIL_FROM)


@contextmanager
def working(settings: Settings, conninfo: str) -> Iterator[Event]:
    """A worker in a thread, which must end within seconds of being told to."""
    stop = Event()
    thread = Thread(target=run_worker, args=[settings, conninfo], kwargs={"stop": stop})
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(8)
    assert not thread.is_alive()


def holders(conninfo: str) -> list[int]:
    """The server's processes that hold the lock of the clock."""
    with psycopg.connect(conninfo) as connection:
        return [pid for (pid,) in connection.execute(HOLDERS, [OUR_LOCKS, KEEPING_TIME])]


def prepare_a_mail(installation: Installation, name: str) -> None:
    """A trial round for a day on which somebody new is due."""
    installation.action(owner=installation.person(f"{name}@council.example"))
    remind(
        installation.tracker,
        installation.views,
        installation.due,
        now=datetime.now(UTC),
        holidays=NO_HOLIDAYS,
        mail_from=MAIL_FROM,
        trial=True,
    )


def files(settings: Settings) -> list[Path]:
    """The mails that were written."""
    return list((settings.data / "outbox").glob("*.eml"))


def test_it_feeds_the_views_and_sends_what_waits(
    installation: Installation, settings: Settings, store: Store
) -> None:
    """From an event to a mail, with nobody driving; and it ends when told to."""
    with working(settings, store.datastore.conninfo):
        prepare_a_mail(installation, "first")
        until(lambda: len(files(settings)) == 1)
        action = installation.action()
        until(lambda: installation.views.wait_for(store.log.last_position()))
        with installation.views.reading() as connection:
            assert connection.execute(
                "select from actions where id = %s and until is null", [action]
            ).rowcount


def test_one_is_active_and_another_takes_over_when_it_is_killed(
    installation: Installation, settings: Settings, store: Store, master_key: Path, tmp_path: Path
) -> None:
    """Only one ever holds the lock of the clock; after a kill -9 the other sends."""
    conninfo = store.datastore.conninfo
    arguments = [conninfo, str(master_key), str(tmp_path / "killed")]
    first = subprocess.Popen([sys.executable, "-m", "tests.scheduler.working", *arguments])
    try:
        until(lambda: holders(conninfo))
        active = holders(conninfo)
        with working(settings, conninfo):
            for _ in range(10):
                time.sleep(0.1)
                assert holders(conninfo) == active
            first.kill()
            first.wait(10)
            until(lambda: holders(conninfo) not in ([], active))
            prepare_a_mail(installation, "first")
            until(lambda: len(files(settings)) == 1)
    finally:
        first.kill()
        first.wait(10)


def test_it_outlives_a_database_that_restarts(
    installation: Installation, settings: Settings, store: Store
) -> None:
    """Every connection is cut, twice; what is prepared afterwards is sent, and nothing is sent twice."""
    conninfo = store.datastore.conninfo
    with working(settings, conninfo):
        for count in (1, 2):
            until(lambda: holders(conninfo))
            with psycopg.connect(conninfo, autocommit=True) as connection:
                connection.execute(END_ALL_OTHERS)
            until(lambda: holders(conninfo))
            reconnected(installation)
            prepare_a_mail(installation, f"owner{count}")
            until(lambda count=count: len(files(settings)) == count)  # type: ignore[misc]
    assert sorted(mail.state for mail in installation.mails()) == ["sent", "sent"]


def reconnected(installation: Installation) -> None:
    """Wait until the test's own pools have noticed that their connections were cut."""

    def reads() -> bool:
        try:
            installation.mails()
        except psycopg.OperationalError:
            return False
        return True

    for _ in range(6):
        until(reads)


def test_without_a_database_it_waits_and_can_be_stopped(settings: Settings) -> None:
    """It does not give up, and it does not hang."""
    nowhere = f"host=127.0.0.1 port={free_port()} dbname=dhr user=dhr connect_timeout=1"
    with working(settings, nowhere) as stop:
        assert not stop.wait(1.5)


def test_the_post_is_that_of_the_settings(tmp_path: Path) -> None:
    """The folder lies in the data folder; server, addresses and trial are passed on."""
    settings = Settings(
        data=tmp_path,
        base_url="https://dhr.example",
        mail_from="a@dhr.example",
        smtp_url="smtp://mail.example:587",
        trial=True,
    )
    post = post_of(settings)
    assert (post.folder, post.base_url, post.mail_from) == (
        tmp_path / "outbox",
        "https://dhr.example",
        "a@dhr.example",
    )
    assert (post.smtp_url, post.trial) == ("smtp://mail.example:587", True)
