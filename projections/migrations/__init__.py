"""The tables beside the log: those of the store, then which views are built, then the ledgers."""

from __future__ import annotations

from importlib.resources import files

from psycopg.errors import RaiseException

from domain.store import migrations as store
from domain.store.migrations import Migration, MigrationRefused


def all_migrations() -> list[Migration]:
    """The migrations of this program, in order: the store's begin with 0, ours with 1."""
    found = [entry for entry in files(__package__).iterdir() if entry.name.endswith(".sql")]
    ours = [Migration(entry.name, entry.read_bytes()) for entry in found]
    return sorted([*store.all_migrations(), *ours], key=lambda one: one.name)


def migrate(conninfo: str) -> list[str]:
    """Bring a database up to date. Takes, returns and raises what the store's `migrate` does.

    Where a file finds that the server lacks something, the sentence it raises is that of `MigrationRefused`.
    """
    try:
        return store.migrate(conninfo, all_migrations())
    except RaiseException as error:
        raise MigrationRefused(error.diag.message_primary) from error
