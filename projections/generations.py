"""Generations of the views: each a schema with all of them, one published, older ones kept for a minute."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from psycopg.sql import SQL, Identifier

from domain.refusals import Refused
from projections.sight import SERVING, worded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection

    from projections.view import View

KEPT_AFTER_REPLACEMENT = timedelta(minutes=1)
OUR_LOCKS = 0x444852
FEEDING, REBUILDING = 1, 2

TRY_LOCK = "select pg_try_advisory_lock(%s, %s)"
UNLOCK = "select pg_advisory_unlock(%s, %s)"
PUBLISHED = "select generation, schema from public.published"
NEW = "insert into public.generations default values returning generation, schema"
NEW_POSITION = "insert into public.view_positions (generation, view, definition) values (%s, %s, %s)"
POSITIONS = """
    select view, position, failed_at, definition
    from public.view_positions
    where generation = %s
    order by position, view
    """
HOLD_POSITIONS = "select from public.view_positions where generation = %s order by view for update"
WORSE = """
    select new.failure
    from public.view_positions as new
    join public.published on true
    join public.view_positions as old on old.generation = published.generation and old.view = new.view
    where new.generation = %s and new.failed_at is not null and new.position < old.position
    """
REPLACE = """
    update public.generations set replaced_at = %s
    where published_at is not null and replaced_at is null
    """
PUBLISH = "update public.generations set published_at = %s where generation = %s"
REPLACED = "select generation, schema from public.generations where replaced_at <= %s"
UNFINISHED = "select generation, schema from public.generations where published_at is null"
NOT_PUBLISHED = """
    select generation, schema from public.generations where published_at is null or replaced_at is not null
    """
# PostgreSQL's own vacuum gives way to whoever has waited for a second.
WAIT_FOR_VACUUM = "set local lock_timeout = '3s'"
DROP_SCHEMA = SQL("drop schema if exists {} cascade")
GRANTS = (
    SQL("grant usage on schema {seen} to {serving}"),
    SQL("grant select on all tables in schema {seen} to {serving}"),
    SQL("grant execute on all functions in schema {seen} to {serving}"),
)
FORGET = "delete from public.generations where generation = %s"


class Generation(NamedTuple):
    """A schema with all views in it."""

    number: int
    schema: str

    @property
    def seen(self) -> str:
        """The schema of what is seen of it."""
        return f"seen_{self.number}"


class Position(NamedTuple):
    """How far a view has followed the log, and at which position it stopped if it could not go on."""

    view: str
    position: int
    failed_at: int | None
    definition: str


class RebuildFailed(Refused):
    """A rebuild would serve less than what is served now, and was given up."""


class RebuildUnderWay(Refused):
    """Another rebuild is running."""


def connect(conninfo: str) -> Connection[Any]:
    """A connection for writing views.

    It does not wait for the disk: a view and its position are always lost together, and are made again.
    """
    return psycopg.connect(
        conninfo,
        autocommit=True,
        connect_timeout=2,
        application_name="dhr views",
        options="-c synchronous_commit=off -c timezone=UTC",
    )


def take_lock(connection: Connection[Any], which: int) -> bool:
    """Take one of our advisory locks for as long as the connection lives; whether it was free."""
    row = connection.execute(TRY_LOCK, [OUR_LOCKS, which]).fetchone()
    return bool(row and row[0])


@contextmanager
def only_rebuild(connection: Connection[Any]) -> Iterator[None]:
    """Be the only rebuild, and clear away what a killed one left. Refuses while another one runs."""
    if not take_lock(connection, REBUILDING):
        raise RebuildUnderWay(
            "The views are being rebuilt already. Wait until that is finished, then try again."
        )
    try:
        _drop(connection, UNFINISHED, [])
        yield
    finally:
        if not connection.closed:
            connection.execute(UNLOCK, [OUR_LOCKS, REBUILDING])


def published(connection: Connection[Any]) -> Generation | None:
    """The generation that is read now; None before the first."""
    row = connection.execute(PUBLISHED).fetchone()
    return Generation(*row) if row else None


def positions(connection: Connection[Any], generation: Generation) -> list[Position]:
    """How far each view of a generation is, the furthest last."""
    return [Position(*row) for row in connection.execute(POSITIONS, [generation.number])]


def create(connection: Connection[Any], views: Sequence[View], *, served: bool = True) -> Generation:
    """A new generation with empty tables that have no indexes yet, and what is seen of those that serve.

    What is seen of one view may ask others, so that a generation of some views alone serves nobody.
    """
    with connection.transaction():
        generation = Generation(*connection.execute(NEW).fetchone() or ())
        connection.execute(SQL("create schema {}").format(Identifier(generation.schema)))
        _look_into(connection, generation)
        for view in views:
            for statement in view.statements:
                if statement not in view.indexes:
                    connection.execute(statement.encode())
            connection.execute(NEW_POSITION, [generation.number, view.name, view.definition])
        if served:
            _create_seen(connection, generation, views)
    return generation


def _create_seen(connection: Connection[Any], generation: Generation, views: Sequence[View]) -> None:
    """What is seen of the tables: a schema of views by the same names, for the role that serves."""
    seen, serving = Identifier(generation.seen), Identifier(SERVING)
    connection.execute(SQL("create schema {}").format(seen))
    connection.execute("select set_config('search_path', %s, true)", [f"{generation.seen}, public"])
    for view in views:
        for statement in view.seen:
            connection.execute(worded(statement, tables=generation.schema, seen=generation.seen).encode())
    for grant in GRANTS:
        connection.execute(grant.format(seen=seen, serving=serving))


@contextmanager
def publishing(connection: Connection[Any], generation: Generation, now: datetime) -> Iterator[None]:
    """Hold the published views where they are for the block, which catches up with them; then replace them.

    Raises `RebuildFailed` if a view stopped before the position that it has in the published generation.
    """
    with connection.transaction():
        if old := published(connection):
            connection.execute(HOLD_POSITIONS, [old.number])
        yield
        if worse := connection.execute(WORSE, [generation.number]).fetchone():
            raise RebuildFailed(f"The views stay as they were, for a rebuilt one cannot go on. {worse[0]}")
        connection.execute(REPLACE, [now])
        connection.execute(PUBLISH, [now, generation.number])


def drop(connection: Connection[Any], generation: Generation) -> None:
    """Drop a generation with all its views. Raises `LockNotAvailable` while somebody reads it for long."""
    with connection.transaction():
        connection.execute(WAIT_FOR_VACUUM)
        connection.execute(FORGET, [generation.number])
        connection.execute(DROP_SCHEMA.format(Identifier(generation.seen)))
        connection.execute(DROP_SCHEMA.format(Identifier(generation.schema)))


def drop_replaced(connection: Connection[Any], now: datetime) -> None:
    """Drop the generations replaced a minute ago or earlier. One still being read stays for another time."""
    try:
        _drop(connection, REPLACED, [now - KEPT_AFTER_REPLACEMENT])
    except psycopg.errors.LockNotAvailable:
        return


def drop_all_but_published(connection: Connection[Any]) -> int:
    """Drop every other generation at once, for nobody reads now; how many there were."""
    old = connection.execute(NOT_PUBLISHED).fetchall()
    _drop(connection, NOT_PUBLISHED, [])
    return len(old)


def _drop(connection: Connection[Any], which: str, parameters: list[Any]) -> None:
    for row in connection.execute(which.encode(), parameters).fetchall():
        drop(connection, Generation(*row))


def _look_into(connection: Connection[Any], generation: Generation) -> None:
    connection.execute("select set_config('search_path', %s, true)", [f"{generation.schema}, public"])
