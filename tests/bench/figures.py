"""What a subject of `make bench` gives, how much it is asked for, and where it measures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from domain.store.application import Store
from domain.store.embedded import Server, start
from domain.store.keys import make_master_key
from projections.migrations import migrate
from projections.rebuild import rebuild
from projections.views import VIEWS
from tests.bench.history import write_history


class Figure(NamedTuple):
    """One line of the tables: what was measured, beside what, in words with their units.

    `met` is None where the figure is only stated.
    """

    what: str
    measured: str
    yardstick: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


class Size(NamedTuple):
    """How much of everything: SHORT in `make test`, FULL in `make bench`, LONG in `make soak`."""

    name: str
    actions: int
    """Actions of the history, of 6 to 8 events each."""
    changes: int
    """Changes made one after the other, and events counted where something is repeated."""
    events_of_a_save: int
    mails: int
    rows: int
    """Rows of a workbook that is imported."""
    requests: int
    rounds: int
    """How often what is measured and its yardstick take turns; the best of each counts."""


SHORT = Size("short", 200, 20, 100, 20, 40, 40, 1)
FULL = Size("full", 100_000, 1_000, 5_000, 5_000, 20_000, 2_000, 5)
LONG = Size("long", 1_000_000, 1_000, 5_000, 5_000, 20_000, 2_000, 5)

TODAY = date(2026, 11, 23)
"""The day on which every subject asks: histories end the day before."""


@dataclass
class Place:
    """A server for the run, a folder on the same disk, and databases that are dropped after use."""

    server: Server
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _filled: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> Path:
        """The file of the master key of every database of this place."""
        path = self.folder / "master.key"
        if not path.exists():
            make_master_key(path)
        return path

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, with all tables and, from the template, what that has."""
        name = f"bench_{next(self._numbers)}"
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            make = SQL("create database {} template {} strategy file_copy")
            connection.execute(make.format(Identifier(name), Identifier(template)))
            url = self._address(name)
            try:
                migrate(url)
                yield url
            finally:
                connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))

    @contextmanager
    def filled(self, actions: int) -> Iterator[Store]:
        """A store in a database of its own, with a history of so many actions until TODAY and its views.

        The history is made once and copied for whoever asks: what is done to it, nobody else sees.
        """
        if actions not in self._filled:
            self._filled[actions] = self._fill(actions)
        with self.database(self._filled[actions]) as url, closing(Store(url, self.key)) as store:
            yield store

    def _fill(self, actions: int) -> str:
        """The name of a database to copy."""
        name = f"filled_{actions}"
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(SQL("create database {}").format(Identifier(name)))
        url = self._address(name)
        migrate(url)
        with closing(Store(url, self.key)) as store:
            write_history(store, actions=actions, until=TODAY)
            rebuild(store, VIEWS)
            with store.connection() as connection:
                connection.execute("vacuum (analyze)")
        return name

    def url(self, store: Store) -> str:
        """The address of the database of a store, as a setting takes it."""
        return self._address(str(conninfo_to_dict(store.datastore.conninfo)["dbname"]))

    def _address(self, name: str) -> str:
        return self.server.url.replace("/dhr?", f"/{name}?")

    @contextmanager
    def empty(self) -> Iterator[Store]:
        """A store in a database of its own, with nothing in it."""
        with self.database() as url, closing(Store(url, self.key)) as store:
            yield store

    @contextmanager
    def serving(self, store: Store) -> Iterator[Store]:
        """The same store as the web opens it: it reads the events in scope alone."""
        with closing(Store(store.datastore.conninfo, self.key, serving=True)) as opened:
            yield opened


@contextmanager
def place() -> Iterator[Place]:
    """A server of this run's own, on a disk and as durable as it is delivered."""
    with TemporaryDirectory(prefix="dhr-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with start(folder / "data", binaries=None) as server:
            yield Place(server, folder)
