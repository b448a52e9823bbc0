"""One PostgreSQL server a test session, one empty database a test, and marks that split and order tests."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg.sql import SQL, Identifier

from domain.store.embedded import Server, start
from projections.migrations import migrate

pytest_plugins = ["tests.soaking"]

# A shell in the background makes its programs deaf to Ctrl-C, and they hand that on to all that they begin.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A test fails on what is wrong, never on how long a busy computer took.
settings.register_profile("whatever else runs", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever else runs")

# All tests are loaded first, and stay: to look for garbage among them took nearly half of that time.
gc.disable()

RINGS = {"postgres": "database", "browser": "browser", "process": "process"}
LONGEST = ("process", "soak", "browser")
"""Marks of the files that last longest, by how long they do."""
MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 4_000_000_000
"""Bytes that have to be free there: a database is copied for each test, six times as fast as on a disk."""
QUICK = (
    # Nothing in these databases has to survive a power cut.
    "alter system set fsync = off",
    "alter system set full_page_writes = off",
    "alter system set max_wal_size = '256MB'",
    # The kernel copies the files of a database: nothing of them passes through the server.
    "alter system set file_copy_method = clone",
)
COPY = SQL("create database {} template {} strategy file_copy")
"""Takes half of the processor's time that a copy by way of the log does (19 ms for 37), for a test each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks every test by the costly fixtures it uses, and lets the longest files begin first."""
    for item in items:
        for fixture in RINGS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(RINGS[fixture])
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Looks for garbage again, yet no longer among the tests."""
    gc.freeze()
    gc.enable()


def _turn(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    return next((turn for turn, mark in enumerate(LONGEST) if mark in marks), len(LONGEST))


@contextmanager
def enterable_folder() -> Iterator[Path]:
    """A temporary folder that every account can enter, as PostgreSQL's must: pytest's own are closed."""
    with TemporaryDirectory(prefix="dhr-", dir=_in_memory(), ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _in_memory() -> Path | None:
    """The folder of this computer that is kept in memory, where it has room; otherwise the usual one."""
    usable = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY
    return MEMORY if usable else None


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """An empty folder for DHR_DATA."""
    with enterable_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server of this session's own."""
    with enterable_folder() as folder, start(folder, binaries=None) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            for setting in QUICK:
                connection.execute(setting)
            connection.execute("select pg_reload_conf()")
        yield server


@pytest.fixture(scope="session")
def database_numbers() -> Iterator[int]:
    """Numbers for the names of databases."""
    return count(1)


@contextmanager
def database(postgres: Server, name: str, template: str = "template1") -> Iterator[str]:
    """The address of a new database, dropped afterwards."""
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(COPY.format(Identifier(name), Identifier(template)))
        yield postgres.url.replace("/dhr?", f"/{name}?")
        connection.execute(SQL("drop database {} with (force)").format(Identifier(name)))


@pytest.fixture
def database_url(postgres: Server, database_numbers: Iterator[int]) -> Iterator[str]:
    """The address of a fresh, empty database, dropped after the test."""
    with database(postgres, f"test_{next(database_numbers)}") as url:
        yield url


@pytest.fixture(scope="session")
def migrated(postgres: Server) -> Iterator[str]:
    """The name of a database with all tables, to copy."""
    with database(postgres, "migrated") as url:
        migrate(url)
        yield "migrated"


@pytest.fixture
def migrated_url(postgres: Server, migrated: str, database_numbers: Iterator[int]) -> Iterator[str]:
    """The address of a fresh database with all tables, and nothing in them."""
    with database(postgres, f"test_{next(database_numbers)}", migrated) as url:
        yield url
