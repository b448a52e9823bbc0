"""Brings the tables of a database up to date, one SQL file after the other, each once and for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Final

import psycopg

OLDEST_SERVER = 150000
"""PostgreSQL 15, as its servers number themselves."""

WORDED_ANEW: Final = {
    "0012_changes_together.sql": "50fb1e21323ec482396c080a6bac9c93648469cff176746ceee6a9009245bcff"
}
"""Files whose comment alone was changed after databases had had them, each with its digest of before."""


class MigrationRefused(Exception):
    """The database and the program do not belong together. `str()` is the sentence that says why."""


@dataclass(frozen=True)
class Migration:
    """One file: its name (which gives the order), its SQL, and what its first line says of it."""

    name: str
    sql: bytes

    @property
    def sha256(self) -> str:
        """The digest by which a later edit is noticed."""
        return sha256(self.sql).hexdigest()

    def is_what_had(self, digest: str) -> bool:
        """Whether the file of this digest, which a database has had, does what this one does."""
        return digest in (self.sha256, WORDED_ANEW.get(self.name))

    @property
    def description(self) -> str:
        """The first line, without its dashes."""
        return self.sql.split(b"\n", 1)[0].decode().removeprefix("--").strip()


def all_migrations() -> list[Migration]:
    """The migrations of this program, in order."""
    found = [entry for entry in files(__package__).iterdir() if entry.name.endswith(".sql")]
    return sorted((Migration(entry.name, entry.read_bytes()) for entry in found), key=lambda one: one.name)


def migrate(conninfo: str, migrations: list[Migration] | None = None) -> list[str]:
    """Apply what the database does not have yet, and return the names of what was applied.

    Several processes may do this at once: one works, the others wait and find nothing left. Each file is
    one transaction. Raises `MigrationRefused` when the database is newer than the program, when a file
    was edited after it had been applied, or when the server is older than PostgreSQL 15.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        return apply_missing(connection, all_migrations() if migrations is None else migrations)


def apply_missing(connection: psycopg.Connection, wanted: Sequence[Migration]) -> list[str]:
    """The same over a connection in autocommit mode, which is to be closed soon: it holds a lock until then.

    Inside a transaction of its caller, all files are part of that.
    """
    _check_server(connection)
    connection.execute("select pg_advisory_lock(hashtextextended('dhr-tracker:migrations', 0))")
    return [one.name for one in _missing(connection, wanted) if _apply(connection, one)]


def _check_server(connection: psycopg.Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise MigrationRefused(f"PostgreSQL 15 or newer is needed; this server is {version // 10000}.")


def _missing(connection: psycopg.Connection, wanted: Sequence[Migration]) -> list[Migration]:
    connection.execute(
        "create table if not exists public.migrations ("
        " name text primary key, sha256 text not null, applied_at timestamptz not null default now())"
    )
    applied: dict[str, str] = dict(
        connection.execute("select name, sha256 from public.migrations order by name").fetchall()
    )
    _refuse_what_differs(applied, {one.name: one for one in wanted})
    return [one for one in wanted if one.name not in applied]


def _refuse_what_differs(applied: Mapping[str, str], known: Mapping[str, Migration]) -> None:
    for name, digest in applied.items():
        if name not in known:
            raise MigrationRefused(
                f"The database is newer than this program: it has had {name}. Install the newer program."
            )
        if not known[name].is_what_had(digest):
            raise MigrationRefused(
                f"{name} was edited after this database had had it. Put it back, and add a new file instead."
            )


def _apply(connection: psycopg.Connection, migration: Migration) -> bool:
    with connection.transaction():
        connection.execute(migration.sql)
        connection.execute(
            "insert into public.migrations (name, sha256) values (%s, %s)", (migration.name, migration.sha256)
        )
    return True
