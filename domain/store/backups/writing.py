"""Making a backup: all tables as they were at one instant, while everybody goes on working."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, LiteralString
from zipfile import ZIP_DEFLATED, ZipFile

import psycopg
from psycopg import IsolationLevel
from psycopg.sql import SQL, Identifier

from domain.store.backups.manifest import (
    ENDING,
    FORMAT,
    MANIFEST,
    BackedUpTable,
    BackupRefused,
    Manifest,
    written,
)
from domain.store.backups.tables import Table, made_by, tables_of_record
from domain.store.backups.whole_file import whole_file
from domain.store.datastore import with_defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path
    from typing import IO

    from domain.store.migrations import Migration

# Nothing that a server or an account has set may cut a backup short, leave rows out or change how they look.
SESSION: Final[LiteralString] = """
    set statement_timeout = 0;
    set idle_in_transaction_session_timeout = 0;
    set row_security = off;
    set timezone = 'UTC';
    set datestyle = 'ISO, YMD';
    set intervalstyle = 'postgres';
    set extra_float_digits = 1;
    set bytea_output = 'hex';
    set client_encoding = 'UTF8'
"""
NO_MIGRATION_MEANWHILE: Final = (
    "select pg_advisory_lock_shared(hashtextextended('dhr-tracker:migrations', 0))"
)
HAS_TABLES: Final = "select to_regclass('public.migrations') is not null"
HAD: Final = "select name, sha256 from public.migrations order by name"
FACTS: Final = """
    select
        now(),
        (select coalesce(max(position), 0) from public.events),
        (select wrapped from public.master_key_check)
"""
COPY: Final = SQL("copy {} ({}) to stdout")
AT_ONCE: Final = 1 << 18
"""Bytes that are compressed in one go: rows come one by one."""

QUICK: Final = 1
"""The level of compression: most of what is large is encrypted, and gets no smaller by trying harder."""


def back_up(
    conninfo: str,
    path: Path,
    *,
    program: str,
    migrations: Sequence[Migration],
    derived: Collection[str],
    tell: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write a backup of the database to a new file at `path`, and give what it says of itself.

    `program` is the version of this program, `migrations` are those that it knows, and `derived` the tables
    that are made again from others. `tell` hears of a table that is left out, as a sentence.
    Raises `BackupRefused` with nothing kept.
    """
    with psycopg.connect(with_defaults(conninfo), autocommit=True) as connection:
        connection.execute(SESSION)
        connection.execute(NO_MIGRATION_MEANWHILE)
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction(), whole_file(path) as file:
            had = _migrations_had(connection, migrations)
            ours = _tables(connection, migrations, derived, tell)
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICK) as archive:
                tables = tuple(_copied(connection, archive, table) for table in ours)
                manifest = _manifest(connection, program, had, tables)
                archive.writestr(MANIFEST, written(manifest))
    return manifest


def _migrations_had(connection: psycopg.Connection[Any], known: Sequence[Migration]) -> dict[str, str]:
    if connection.execute(HAS_TABLES).fetchone() != (True,):
        raise BackupRefused("The database has no tables yet, so there is nothing to back up.")
    had: dict[str, str] = dict(connection.execute(HAD).fetchall())
    if newer := sorted(had.keys() - {one.name for one in known}):
        raise BackupRefused(
            f"The database is newer than this program: it has had {newer[-1]}. Back it up by the program that"
            " belongs to it."
        )
    return had


def _tables(
    connection: psycopg.Connection[Any],
    migrations: Sequence[Migration],
    derived: Collection[str],
    tell: Callable[[str], None],
) -> list[Table]:
    names, found = made_by(migrations), tables_of_record(connection, derived)
    for table in found:
        if table.name not in names:
            tell(f"The table {table.name} is not the tracker's, so it is not in the backup.")
    return [table for table in found if table.name in names]


def _copied(connection: psycopg.Connection[Any], archive: ZipFile, table: Table) -> BackedUpTable:
    columns = SQL(", ").join(map(Identifier, table.columns))
    statement = COPY.format(Identifier("public", table.name), columns)
    # A member of unknown length may come to more than 2 GB.
    with (
        archive.open(table.name + ENDING, "w", force_zip64=True) as member,
        connection.cursor() as cursor,
    ):
        with cursor.copy(statement) as rows:
            digest = _poured(rows, member)
        return BackedUpTable(table.name, tuple(table.columns), cursor.rowcount, digest)


def _poured(rows: psycopg.Copy, member: IO[bytes]) -> str:
    """Write all rows, and give the SHA-256 of what was written."""
    digest, waiting = sha256(), bytearray()
    for row in rows:
        waiting += row
        if len(waiting) >= AT_ONCE:
            digest.update(waiting)
            member.write(waiting)
            waiting = bytearray()
    digest.update(waiting)
    member.write(waiting)
    return digest.hexdigest()


def _manifest(
    connection: psycopg.Connection[Any], program: str, had: dict[str, str], tables: tuple[BackedUpTable, ...]
) -> Manifest:
    [(made_at, position, key_check)] = connection.execute(FACTS).fetchall()
    return Manifest(
        format=FORMAT,
        program=program,
        postgresql=connection.info.parameter_status("server_version") or "",
        made_at=made_at,
        position=position,
        migrations=had,
        key_check=key_check,
        tables=tables,
    )
