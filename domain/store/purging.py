"""Getting rid of what a deletion leaves on the disk: rows that nobody sees, and the write-ahead log.

PostgreSQL leaves deleted rows where they stand until their place is needed, and the log of what it wrote
until it has gone round. Here every table that held text is written anew, and the log is led past its files.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, LiteralString, NamedTuple

from psycopg import errors
from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg import Connection

# The log of events holds text under keys alone; of what an extension has brought none is ours.
TABLES: Final = """
    select nspname::text, relname::text
    from pg_class
    join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r'
        and (
            nspname = 'public' and relname <> 'events'
            -- Samples of columns, also of tables that are dropped.
            or nspname = 'pg_catalog' and relname = 'pg_statistic'
        )
        and not exists (
            select from pg_depend
            where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e'
        )
    order by 1, 2
"""
REWRITE: Final = SQL("vacuum (full, analyze) {}")
SIZE: Final = "select pg_total_relation_size(to_regclass(%s))"

NO_RECYCLING: Final = "alter system set wal_recycle = off"
RECYCLING_AS_BEFORE: Final = "alter system reset wal_recycle"
RELOAD: Final = "select pg_reload_conf()"
# A switch does nothing where nothing was written since the last one.
WRITE_SOMETHING: Final = "select pg_logical_emit_message(false, 'dhr', '')"
SWITCH: Final = "select pg_switch_wal()"
CHECKPOINT: Final = "checkpoint"
NOW: Final = "select clock_timestamp()"
# Of the files that were last written before: those that the log will still come to, and all.
OLD_FILES: Final[LiteralString] = """
    select
        count(*) filter (where name >= pg_walfile_name(pg_current_wal_insert_lsn())),
        count(*)
    from pg_ls_waldir()
    where name ~ '^[0-9A-F]{24}$' and modification <= %s
"""
ROUNDS: Final = 200
"""More than the files of a log that may grow to PostgreSQL's default of 1 GB, which are of 16 MB each."""
A_SECOND: Final = 1.1
"""The server tells the times of its files in whole seconds."""


class Rewritten(NamedTuple):
    """How many tables were written anew, and their sizes in bytes before and after."""

    tables: int
    before: int
    after: int


class NotReached(Exception):
    """Something could not be purged. `str()` says what, and what to do."""


def rewrite(connection: Connection[Any], tell: Callable[[str], None] = lambda _: None) -> Rewritten:
    """Write every table anew that holds text, or held it, one after the other; `tell` hears of each.

    Takes a connection in autocommit mode, with nobody else at the database.
    """
    found = connection.execute(TABLES).fetchall()
    sizes = [_rewritten(connection, schema, name, tell) for schema, name in found]
    return Rewritten(len(sizes), sum(before for before, _ in sizes), sum(after for _, after in sizes))


def retire_write_ahead_log(connection: Connection[Any]) -> None:
    """Leave no file of the write-ahead log with what was written until now. Raises `NotReached`."""
    try:
        with _no_recycling(connection):
            _lead_past(connection)
    except errors.InsufficientPrivilege:
        raise NotReached(
            "The write-ahead log could not be retired, for this account may not do that: let the server's"
            " administrator run dhr purge, or a checkpoint after the log has gone round."
        ) from None


def _rewritten(
    connection: Connection[Any], schema: str, name: str, tell: Callable[[str], None]
) -> tuple[int, int]:
    tell(name)
    before = _size(connection, schema, name)
    connection.execute(REWRITE.format(Identifier(schema, name)))
    return before, _size(connection, schema, name)


def _size(connection: Connection[Any], schema: str, name: str) -> int:
    [(size,)] = connection.execute(SIZE, [f"{schema}.{name}"]).fetchall()
    return int(size)


@contextmanager
def _no_recycling(connection: Connection[Any]) -> Iterator[None]:
    """Old files of the log are removed instead of being kept under another name, with all that is in them."""
    connection.execute(NO_RECYCLING)
    connection.execute(RELOAD)
    try:
        yield
    finally:
        connection.execute(RECYCLING_AS_BEFORE)
        connection.execute(RELOAD)


def _lead_past(connection: Connection[Any]) -> None:
    """Switch from file to file until the log has left, or written over, every one of before."""
    _switch(connection)
    [(began,)] = connection.execute(NOW).fetchall()
    time.sleep(A_SECOND)
    for _ in range(ROUNDS):
        [(ahead, old)] = connection.execute(OLD_FILES, [began]).fetchall()
        if not old:
            return
        _switch(connection)
        if not ahead:
            connection.execute(CHECKPOINT)
    raise NotReached(
        "The server keeps files of its write-ahead log, perhaps for a replica or an archive: see to these,"
        " and run dhr purge again."
    )


def _switch(connection: Connection[Any]) -> None:
    connection.execute(WRITE_SOMETHING)
    connection.execute(SWITCH)
