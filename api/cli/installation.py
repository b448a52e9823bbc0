"""The installation that a command works on: its database, made ready, its store and its views."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg

from api.cli.erasing_again import erase_again
from api.cli.log_lines import write_log_to_stderr
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.settings import Settings, read_settings
from domain.store import embedded
from domain.store.application import Store
from domain.store.master_key import MasterKey, MasterKeyLost, had_a_key, make_master_key
from domain.store.migrations import MigrationRefused
from domain.store.rotation import finish, next_of
from domain.tracker import Tracker
from domain.vocabulary import How
from projections.migrations import all_migrations, migrate
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLIED = "select name from public.migrations"
HAS_MIGRATIONS = "select to_regclass('public.migrations') is not null"


@dataclass(frozen=True)
class Installation:
    """What is open while a command runs, and the moment at which it began (UTC)."""

    settings: Settings
    store: Store
    views: Views
    now: datetime

    @property
    def tracker(self) -> Tracker:
        """Where commands are given."""
        return Tracker(self.store)

    def by(self) -> Provenance:
        """Who does it: somebody at the command line, today."""
        return Provenance(how=How.COMMAND_LINE, today=london_day(self.now))

    def catch_up(self) -> None:
        """Bring the views up to the end of the log, also where no worker runs."""
        Projector(self.store, VIEWS).catch_up()


@contextmanager
def installation() -> Iterator[Installation]:
    """The installation that the settings name, open for one command. Call it from the main thread."""
    write_log_to_stderr(logging.WARNING)
    settings = read_settings()
    with database(settings) as url, opened(settings, url) as here:
        yield here


@contextmanager
def opened(settings: Settings, url: str) -> Iterator[Installation]:
    """The same over a database that is ready."""
    with Store(url, settings.master_key_file, pool_size=1) as store:
        views = Views(url, pool_size=1)
        try:
            yield Installation(settings, store, views, datetime.now(UTC))
        finally:
            views.close()


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of the database, up to date: the one that is set, or else the embedded one for this time.

    Only the embedded database is brought up to date here. Raises MigrationRefused where `dhr migrate` is due.
    """
    with server(settings) as url:
        if settings.database_url:
            refuse_unmigrated(url)
            finish_rotation(url, settings.master_key_file)
        else:
            set_up(url, settings.master_key_file)
        erase_again(settings, url)
        yield url


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    """The URL of the same database as it is, with whatever tables it has."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded.join_or_start(settings.data, binaries=settings.postgres_bin) as running:
        if running.notice:
            print(running.notice, file=sys.stderr)
        yield running.url


def set_up(url: str, master_key_file: Path) -> list[str]:
    """Bring a database up to date and see that it has its master key; the migrations that were applied.

    Raises MasterKeyLost where the database has had a key and that is not in the file.
    """
    applied = migrate(url)
    if not master_key_file.exists():
        _make_first_key(url, master_key_file)
    prove_master_key(url, master_key_file)
    return applied


def _make_first_key(url: str, path: Path) -> None:
    with psycopg.connect(url) as connection:
        if had_a_key(connection):
            raise MasterKeyLost(
                f"The master key {path} is not there, but the database has text that only it can open:"
                " put the file back, or set DHR_MASTER_KEY_FILE to where it is."
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        make_master_key(path)
    except FileExistsError:
        # Another command has made it in the same moment.
        return
    print(f"A master key was made in {path}: keep a copy of it apart from the database.", file=sys.stderr)


def prove_master_key(url: str, path: Path) -> None:
    """Raise MasterKeyLost unless the file holds the master key of this database, which is up to date."""
    finish_rotation(url, path)
    key = MasterKey(path)
    with psycopg.connect(url, autocommit=True) as connection:
        key.check(connection)


def finish_rotation(url: str, path: Path) -> None:
    """Finish a change of the master key that was interrupted at its end."""
    if next_of(path).exists():
        with psycopg.connect(url, autocommit=True) as connection:
            finish(connection, path)


def refuse_unmigrated(url: str) -> None:
    """Raise MigrationRefused for a database that lacks what this program needs."""
    with psycopg.connect(url) as connection:
        known = connection.execute(HAS_MIGRATIONS).fetchone() == (True,)
        applied = {name for (name,) in connection.execute(APPLIED)} if known else set()
    if {one.name for one in all_migrations()} - applied:
        raise MigrationRefused("The database is not up to date with this program: run dhr migrate first.")
