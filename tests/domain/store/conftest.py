"""A migrated database with its master key, and a store that is open on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.store.application import Store
from domain.store.keys import make_master_key
from domain.store.migrations import migrate


@pytest.fixture
def master_key_file(tmp_path: Path) -> Path:
    """A new master key."""
    path = tmp_path / "master.key"
    make_master_key(path)
    return path


@pytest.fixture
def tables(database_url: str) -> str:
    """The address of a database with all tables, and nothing in them."""
    migrate(database_url)
    return database_url


@pytest.fixture
def store(tables: str, master_key_file: Path) -> Iterator[Store]:
    """An open store."""
    with Store(tables, master_key_file) as opened:
        yield opened
