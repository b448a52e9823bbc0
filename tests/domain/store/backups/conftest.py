"""A store with something in it, a backup of it, and an empty database beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from domain.store.application import Store
from domain.store.backups.manifest import Manifest
from domain.store.backups.reading import opened
from domain.store.backups.restoring import restore
from domain.store.backups.writing import back_up
from domain.store.embedded import Server
from domain.store.migrations import all_migrations
from tests.conftest import database
from tests.domain.store.specimens import Note

DERIVED = frozenset({"made_again"})


@dataclass
class Place:
    """Backups of one database, in one folder, and what is said of tables that they leave out."""

    url: str
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file of the backup."""
        return self.folder / "one.backup"

    def back_up(self, path: Path | None = None) -> Manifest:
        """Make one."""
        return back_up(
            self.url,
            path or self.path,
            program="0.1.0",
            migrations=all_migrations(),
            derived=DERIVED,
            tell=self.said.append,
        )

    def restore(self, url: str, *, moved: bool = False) -> None:
        """Bring it back elsewhere."""
        with opened(self.path) as backup:
            restore(url, backup, migrations=all_migrations(), derived=DERIVED, moved=moved)


@pytest.fixture
def other_url(postgres: Server, database_numbers: Iterator[int]) -> Iterator[str]:
    """The address of another empty database."""
    with database(postgres, f"test_{next(database_numbers)}") as url:
        yield url


@pytest.fixture
def place(store: Store, tables: str, tmp_path: Path) -> Place:
    """A store with three events, whose backups go into an empty folder."""
    note = Note.write("A text\twith a tab, a \\ and\na line. ‘Ünïcödé’")
    store.record(note)
    store.record(note.rewrite("Another text"), Note.write("A third"))
    folder = tmp_path / "backups"
    folder.mkdir()
    return Place(tables, folder)


Ask = Callable[..., list[Any]]


def ask(url: str, statement: str, *parameters: object) -> list[Any]:
    """The rows of a statement."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode(), parameters)
        return cursor.fetchall() if cursor.description else []


def tables_of(url: str) -> list[str]:
    """The names of all tables in the schema `public`."""
    return [name for (name,) in ask(url, "select tablename from pg_tables where schemaname = 'public'")]
