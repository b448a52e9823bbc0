"""Bringing a backup back into an empty database: all of it in one transaction, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

import psycopg
from psycopg.sql import SQL, Identifier

from domain.store.backups.manifest import BackupRefused
from domain.store.backups.tables import tables_of_record
from domain.store.backups.writing import SESSION
from domain.store.datastore import with_defaults
from domain.store.migrations import apply_missing
from domain.store.serving import let_serve

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from domain.store.backups.manifest import BackedUpTable
    from domain.store.backups.reading import Backup
    from domain.store.migrations import Migration

NOBODY_WRITES_MEANWHILE: Final = "select pg_advisory_xact_lock(hashtextextended('dhr-tracker:events', 0))"
HAS_MIGRATIONS: Final = "select to_regclass('public.migrations') is not null"
HAD: Final = "select name from public.migrations"
HAS_ROWS: Final = SQL("select exists (select from {})")
COPY: Final = SQL("copy {} ({}) from stdin")
NUMBERED: Final = """
    select attname::text
    from pg_attribute
    where attrelid = to_regclass(%s) and attidentity <> '' and not attisdropped
"""
NUMBER_ON: Final = SQL("""
    select setval(pg_get_serial_sequence(%s, %s), coalesce(max({column}), 0) + 1, false)
    from {table}
""")
NOTE: Final = """
    insert into public.restorations (restored_at, backed_up_at, position, mail_released_at)
    values (now(), %s, %s, case when %s then now() end)
"""
END_SESSIONS: Final = "update public.sessions set ended_at = now() where ended_at is null"

# Used, or taken away, after the backup was made: who would know?
END_OTHER_WAYS_IN: Final[tuple[LiteralString, ...]] = (
    "delete from public.sign_in_codes",
    "update public.sign_in_links set expires_at = least(expires_at, now()) where used_at is null",
    "update public.api_tokens set revoked_at = now() where revoked_at is null",
    "update public.calendar_feeds set revoked_at = now() where revoked_at is null",
)


def restore(
    conninfo: str,
    backup: Backup,
    *,
    migrations: Sequence[Migration],
    derived: Collection[str],
    moved: bool,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Fill an empty database from a backup and bring it up to date with `migrations`, all or nothing.

    Sessions end. Unless the tracker only `moved`, and nothing can have happened since the backup, one-time
    links, tokens and calendar addresses end as well, and mail is held until a person has released it.
    `tell` hears the name of each table as it begins. Raises `BackupRefused`.
    """
    with psycopg.connect(with_defaults(conninfo), autocommit=True) as connection:
        connection.execute(SESSION)
        with connection.transaction():
            connection.execute(NOBODY_WRITES_MEANWHILE)
            _migrate_as_it_was(connection, backup, migrations)
            _fill(connection, backup, derived, tell)
            apply_missing(connection, migrations)
            _begin_anew(connection, backup, moved=moved)
        let_serve(connection)
        connection.execute("analyze")


def _migrate_as_it_was(
    connection: psycopg.Connection[Any], backup: Backup, migrations: Sequence[Migration]
) -> None:
    """Make the tables as they were when the backup was made."""
    had = backup.manifest.migrations
    known = connection.execute(HAS_MIGRATIONS).fetchone() == (True,)
    here = {name for (name,) in connection.execute(HAD)} if known else set()
    if further := sorted(here - had.keys()):
        raise BackupRefused(
            f"This database has tables that are newer than the backup (it has had {further[-1]}): restore"
            " into a new database without tables, which are made as they were and then brought up to date."
            " Nothing was restored."
        )
    apply_missing(connection, [one for one in migrations if one.name in had])


def _fill(
    connection: psycopg.Connection[Any],
    backup: Backup,
    derived: Collection[str],
    tell: Callable[[str], None],
) -> None:
    here = [table.name for table in tables_of_record(connection, derived)]
    unknown = {table.name for table in backup.manifest.tables}.difference(here)
    if unknown:
        raise BackupRefused(
            f"The backup has tables that the tracker does not have: {', '.join(sorted(unknown))}."
            " Nothing was restored."
        )
    _refuse_rows(connection, here)
    for table in backup.manifest.tables:
        tell(table.name)
        _fill_table(connection, backup, table)


def _refuse_rows(connection: psycopg.Connection[Any], tables: Sequence[str]) -> None:
    filled = [
        name
        for name in tables
        if connection.execute(HAS_ROWS.format(Identifier("public", name))).fetchone() == (True,)
    ]
    if filled:
        raise BackupRefused(
            f"The database is not empty: there is something in {', '.join(filled)}. Restore into a new"
            " database, or with DHR_DATA set to a new folder. Nothing was restored."
        )


def _fill_table(connection: psycopg.Connection[Any], backup: Backup, table: BackedUpTable) -> None:
    name = Identifier("public", table.name)
    columns = SQL(", ").join(map(Identifier, table.columns))
    with connection.cursor() as cursor, cursor.copy(COPY.format(name, columns)) as rows:
        for piece in backup.rows_of(table):
            rows.write(piece)
    for (column,) in connection.execute(NUMBERED, [f"public.{table.name}"]).fetchall():
        statement = NUMBER_ON.format(column=Identifier(column), table=name)
        connection.execute(statement, [f"public.{table.name}", column])


def _begin_anew(connection: psycopg.Connection[Any], backup: Backup, *, moved: bool) -> None:
    connection.execute(END_SESSIONS)
    if not moved:
        for statement in END_OTHER_WAYS_IN:
            connection.execute(statement)
    connection.execute(NOTE, [backup.manifest.made_at, backup.manifest.position, moved])
