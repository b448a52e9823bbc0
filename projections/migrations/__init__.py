"""The tables beside the log: those of the store, then which views are built, then the ledgers."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg.errors import RaiseException

from domain.store import migrations as store
from domain.store.migrations import Migration, MigrationRefused
from domain.store.serving import let_serve

if TYPE_CHECKING:
    from collections.abc import Iterator

DERIVED: Final = frozenset({"generations", "view_positions"})
"""The tables that tell which views are built. A backup leaves them out, as it does the views."""


def all_migrations() -> list[Migration]:
    """The migrations of this program, in order: the store's begin with 0, ours with 1."""
    found = [entry for entry in files(__package__).iterdir() if entry.name.endswith(".sql")]
    ours = [Migration(entry.name, entry.read_bytes()) for entry in found]
    return sorted([*store.all_migrations(), *ours], key=lambda one: one.name)


def migrate(conninfo: str) -> list[str]:
    """Bring a database up to date. Takes, returns and raises what the store's `migrate` does."""
    with what_the_server_lacks(), psycopg.connect(conninfo, autocommit=True) as connection:
        applied = store.apply_missing(connection, all_migrations())
        let_serve(connection)
    return applied


@contextmanager
def what_the_server_lacks() -> Iterator[None]:
    """Where a file finds that the server lacks something, its sentence becomes that of `MigrationRefused`."""
    try:
        yield
    except RaiseException as error:
        raise MigrationRefused(error.diag.message_primary) from error
