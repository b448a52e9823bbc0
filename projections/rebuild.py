"""Building the views again from the log while the old ones serve, and checking them against it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from psycopg.sql import SQL, Identifier

from domain.refusals import refuse_if
from projections.feeding import NOT_THE_VIEWS_FAULT, Feeder
from projections.garbage import without_garbage_collection
from projections.generations import (
    Generation,
    connect,
    create,
    drop,
    only_rebuild,
    positions,
    published,
    publishing,
)
from projections.indexing import index
from projections.table import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from threading import Event
    from uuid import UUID

    from msgspec import Struct
    from psycopg import Connection

    from domain.store.application import Store
    from domain.store.log import Log, LogEntry
    from projections.fold import Version
    from projections.view import View

ENTRIES_IN_ONE_BATCH = 5_000

# One snapshot for a position and its rows: the view goes on being fed while it is copied.
IN_ONE_SNAPSHOT = "set transaction isolation level repeatable read"
POSITION = """
    select position, failed_at, failure
    from public.view_positions
    where generation = %s and view = %s
    """
COPY = SQL("insert into {new} ({columns}) select {columns} from {old}")
SET_POSITION = """
    update public.view_positions
    set position = %s, failed_at = %s, failure = %s
    where generation = %s and view = %s
    """


class RebuildStopped(Exception):
    """The program ends; the views stay as they were."""


def rebuild(
    store: Store,
    views: Sequence[View],
    *,
    only: Collection[str] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    stop: Event | None = None,
    tell: Callable[[int, int], None] = lambda _done, _of: None,
) -> Generation:
    """Build a new generation of the views from the log, and publish it in the place of the old one.

    The old one serves and is fed until then, and stays for a minute. With `only`, the names of some views,
    those (and any whose definition has changed) are made from the log, and the others copied as they stand,
    since a generation is always whole. Raises `Refused` for an unknown name and while another rebuild runs,
    `RebuildFailed` if a view would stop before where it is now, and `RebuildStopped` when `stop` is set: the
    views then stay as they were. `tell` hears how many events have been read, and of how many.
    """
    _refuse_unknown(views, only)
    conninfo = store.datastore.conninfo
    with connect(conninfo) as connection, only_rebuild(connection), connect(conninfo) as another:
        old = published(connection)
        copied = _as_they_stand(connection, old, views, only)
        with built(connection, views) as generation:
            building = Building(connection, store.log, generation, stop, tell)
            building.fill([view for view in views if view not in copied])
            if old:
                building.copy(copied, old)
            index([connection, another], generation, views)
            building.catch_up(views)
            with publishing(another, generation, now()):
                building.catch_up(views)
        return generation


def _refuse_unknown(views: Sequence[View], only: Collection[str] | None) -> None:
    names = [view.name for view in views]
    unknown = ", ".join(sorted(set(only or ()) - set(names)))
    refuse_if(bool(unknown), f"There is no view called {unknown}. The views are: {', '.join(names)}.")


def _as_they_stand(
    connection: Connection[Any], old: Generation | None, views: Sequence[View], only: Collection[str] | None
) -> list[View]:
    if old is None or only is None:
        return []
    stored = {one.view: one.definition for one in positions(connection, old)}
    return [view for view in views if view.name not in only and stored.get(view.name) == view.definition]


@contextmanager
def built(connection: Connection[Any], views: Sequence[View], *, served: bool = True) -> Iterator[Generation]:
    """A new generation, dropped again if the block fails."""
    generation = create(connection, views, served=served)
    try:
        yield generation
    except BaseException:
        if not connection.closed:
            drop(connection, generation)
        raise


class Building:
    """The filling of one generation."""

    def __init__(
        self,
        connection: Connection[Any],
        log: Log,
        generation: Generation,
        stop: Event | None,
        tell: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> None:
        self.connection = connection
        self.log = log
        self.generation = generation
        self.stop = stop
        self.tell = tell

    def fill(self, views: Sequence[View], until: int | None = None) -> None:
        """Fold the log, to its end or to a position, into views that are empty."""
        reached, last = 0, until if until is not None else self.log.last_position()
        with without_garbage_collection(), ThreadPoolExecutor(max_workers=1) as writer:
            fillings = [_Filling(self.connection, writer, self.generation, view) for view in views]
            for entries in self._batches(until):
                for filling in fillings:
                    filling.take(entries)
                reached = entries[-1].position
                self.tell(reached, max(reached, last))
            for filling in fillings:
                filling.take_what_stands()
            for filling in fillings:
                filling.finish(reached)

    def copy(self, views: Sequence[View], old: Generation) -> None:
        """Copy views as they stand in the old generation, each with its position."""
        for view in views:
            table, source = table_of(view, self.generation.schema), Identifier(old.schema, view.name)
            with self.connection.transaction():
                self.connection.execute(IN_ONE_SNAPSHOT)
                reached = self.connection.execute(POSITION, [old.number, view.name]).fetchone() or ()
                self.connection.execute(COPY.format(new=table.name, old=source, columns=table.columns))
                self.connection.execute(SET_POSITION, [*reached, self.generation.number, view.name])

    def catch_up(self, views: Sequence[View]) -> None:
        """Follow the log to its end. A view that cannot stops, and says so in its position."""
        feeder = Feeder(self.connection, self.log, views, self.generation)
        while feeder.advance():
            self._heed_stop()

    def _batches(self, until: int | None) -> Iterator[list[LogEntry]]:
        """The log in big batches, the next one being read while PostgreSQL takes in what came of this one."""
        with ThreadPoolExecutor(max_workers=1) as reader:
            following = reader.submit(self._next, 0, until)
            while entries := following.result():
                self._heed_stop()
                following = reader.submit(self._next, entries[-1].position, until)
                yield entries

    def _next(self, after: int, until: int | None) -> list[LogEntry]:
        left = ENTRIES_IN_ONE_BATCH if until is None else min(ENTRIES_IN_ONE_BATCH, until - after)
        entries = self.log.read(after, limit=left) if left > 0 else []
        # An event that could not be read may have been taken out by hand: more are read then than are wanted.
        while until is not None and entries and entries[-1].position > until:
            entries.pop()
        return entries

    def _heed_stop(self) -> None:
        if self.stop and self.stop.is_set():
            raise RebuildStopped


class _Filling:
    """One view being filled from empty. If it fails it is emptied, for the feeder to find out where.

    Its rows are written by another thread, so that PostgreSQL is at work while more events are folded. That
    thread keeps one order, and each view has at most one batch of rows waiting for it.
    """

    def __init__(
        self, connection: Connection[Any], writer: ThreadPoolExecutor, generation: Generation, view: View
    ) -> None:
        self.connection = connection
        self.writer = writer
        self.number = generation.number
        self.table = table_of(view, generation.schema)
        self.standing: dict[UUID, Version] = {}
        self.writing: Future[None] | None = None
        self.failed = False

    def take(self, entries: Sequence[LogEntry]) -> None:
        """Write what ends in these entries; what stands is kept in memory."""
        self._unless_failed(lambda: self._write(self.table.ended(entries, self.standing)))

    def take_what_stands(self) -> None:
        """Write what stands after the last entry."""
        self._unless_failed(lambda: self._write(self.table.rows(self.standing.values())))

    def finish(self, position: int) -> None:
        """Wait until all is written, and write the position."""
        self._unless_failed(self._wait)
        reached = 0 if self.failed else position
        self.connection.execute(SET_POSITION, [reached, None, None, self.number, self.table.view.name])

    def _write(self, rows: Sequence[Struct]) -> None:
        self._wait()
        self.writing = self.writer.submit(self.table.put, self.connection, rows)

    def _wait(self) -> None:
        if self.writing:
            self.writing.result()

    def _unless_failed(self, write: Callable[[], None]) -> None:
        if self.failed:
            return
        try:
            write()
        except NOT_THE_VIEWS_FAULT:
            raise
        except Exception:  # noqa: BLE001 (the feeder meets it again, and records where)
            self.failed = True
            self.writer.submit(self.connection.execute, SQL("truncate {}").format(self.table.name)).result()
