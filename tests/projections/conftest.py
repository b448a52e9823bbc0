"""A store, views that follow it, and ways to look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.sql import SQL, Identifier

from domain.store.application import Store
from domain.store.master_key import make_master_key
from projections.migrations import migrate
from projections.reading import Views


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """A store over a fresh database."""
    make_master_key(tmp_path / "master.key")
    migrate(database_url)
    opened = Store(database_url, tmp_path / "master.key")
    yield opened
    opened.close()


@pytest.fixture
def reading(database_url: str) -> Iterator[Views]:
    """The reading side."""
    views = Views(database_url)
    yield views
    views.close()


@pytest.fixture
def rows_of(reading: Views) -> Callable[[str], list[Any]]:
    """All rows of a published view, in one order."""

    def rows(name: str) -> list[Any]:
        with reading.reading() as connection:
            return sorted(connection.execute(SQL("select * from {}").format(Identifier(name))), key=repr)

    return rows
