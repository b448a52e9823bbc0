"""The tracker as in production, each part by its own command, over a network that a test can disturb."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from domain.store import embedded
from domain.store.application import Store
from projections.check import check
from projections.generations import FEEDING, OUR_LOCKS, RebuildUnderWay
from projections.views import VIEWS
from scheduler.worker import KEEPING_TIME
from tests.survival.checking import (
    all_mail_is_gone,
    every_change_is_there_once,
    every_mail_is_one,
    left,
    no_lapse_is_there_twice,
    no_mail_is_lost,
    store_of,
)
from tests.survival.mailing import MailServer
from tests.survival.network import Network
from tests.survival.patience import is_back
from tests.survival.serving import DHR, ROOT, Installation
from tests.survival.working import Work, invited

WORKERS = 2
ACTIVE = """
    select objid, pid
    from pg_locks
    where locktype = 'advisory' and granted and classid = %s and objid = any(%s)
    """
WORKER = [*DHR, "worker"]


@dataclass
class Apart:
    """A database, a network before it, a mail server, a web service, two workers, and people at work."""

    folder: Path
    server: embedded.Server
    network: Network
    mail: MailServer
    installation: Installation
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    work: Work = field(init=False)

    def started(self, command: list[str]) -> subprocess.Popen[bytes]:
        """One more process of the installation; its messages go to a file."""
        with (self.folder / "messages.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.installation.environment, cwd=ROOT
            )
        self.running.append(process)
        return process

    def work_with(self, *command: str) -> None:
        """End the workers, and let others do their work: ordinary ones, or the one of this command."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            worker.wait()
        own = [[sys.executable, "-m", *command]] if command else [WORKER] * WORKERS
        self.workers = [self.started(one) for one in own]
        assert is_back(lambda: len(self.active()) == 2), self.messages()

    def active(self) -> dict[int, int]:
        """By which processes of the server the views are fed and the time is kept."""
        with self.connection() as connection:
            return dict(connection.execute(ACTIVE, [OUR_LOCKS, [FEEDING, KEEPING_TIME]]).fetchall())

    def connection(self) -> psycopg.Connection[Any]:
        """A connection of the test's own, past the network."""
        return psycopg.connect(self.server.url, autocommit=True)

    def is_back(self) -> None:
        """See that changes are taken again, and that all parts are ready, within ten seconds."""
        assert self.work.gets_on(), self.messages()
        assert is_back(self.installation.is_ready), (self.readiness(), self.messages())

    def readiness(self) -> Any:
        """What /readyz says."""
        return self.installation.ask("GET", "/readyz")[1]

    def messages(self) -> str:
        """The last words of all processes."""
        return (self.folder / "messages.log").read_text()[-3000:]

    def is_whole(self, after: object) -> None:
        """Every acknowledged change is there once, no lapse and no mail twice, and views equal a rebuild."""
        assert "Traceback" not in self.messages(), self.messages()
        said, before = self.work.acknowledged.so_far(), self.mail.arrived()
        with store_of(self.server.url, self.folder) as (store, connection):
            found = left(store, connection)
            every_change_is_there_once(found, self.work, said, after)
            no_lapse_is_there_twice(found, after)
            every_mail_is_one(found, before, self.mail.arrived(), after)
            assert is_back(lambda: self._equal_a_rebuild(store)), after

    @staticmethod
    def _equal_a_rebuild(store: Store) -> bool:
        """Whether the views do, as soon as nobody else is rebuilding them."""
        try:
            return check(store, VIEWS) == []
        except RebuildUnderWay:
            return False

    def in_the_end(self) -> None:
        """The same when all have gone home; no mail is left behind."""
        self.work.stop()
        with store_of(self.server.url, self.folder) as (store, connection):
            assert is_back(lambda: all_mail_is_gone(connection)), self.messages()
            no_mail_is_lost(left(store, connection), self.messages())
        self.is_whole("all of it")

    def close(self) -> None:
        """End everything."""
        if hasattr(self, "work"):
            self.work.give_up()
        for process in self.running:
            process.kill()
            process.wait()
        self.mail.kill()
        self.network.close()
        self.server.stop()


@contextmanager
def apart(folder: Path) -> Iterator[Apart]:
    """All of it in a folder, with invented data, and with people at work."""
    database = folder / "database"
    database.mkdir()
    server, mail = embedded.start(database, binaries=None), MailServer(folder)
    network = Network(server.url, folder)
    settings = {"DATABASE_URL": network.url, "DHR_TRIAL": "1", "DHR_SMTP_URL": mail.url}
    here = Apart(folder, server, network, mail, Installation(folder, settings))
    try:
        here.installation.dhr("migrate")
        here.installation.dhr("demo")
        here.started([*DHR, "web"])
        here.work_with()
        assert is_back(here.installation.is_ready), here.messages()
        here.work = Work(here.installation, *invited(here.installation))
        here.is_back()
        yield here
    finally:
        here.close()
