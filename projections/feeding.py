"""One step of following the log: a batch of its entries into the views of one generation."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

import structlog

from domain.store.datastore import LOST, DatabaseUnavailable
from projections.garbage import without_garbage_collection
from projections.generations import positions
from projections.table import table_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from psycopg import Connection

    from domain.store.log import Log, LogEntry
    from projections.generations import Generation, Position
    from projections.view import View

ENTRIES_IN_ONE_BATCH = 1_000
NOT_THE_VIEWS_FAULT = (*LOST, DatabaseUnavailable)

# In one order, so that two workers never wait for each other.
HOLD = """
    select view
    from public.view_positions
    where generation = %s and view = any(%s) and position = %s
    order by view
    for update
    """
MOVE = """
    update public.view_positions
    set position = %s, failed_at = null, failure = null
    where generation = %s and view = any(%s)
    """
STOP = """
    update public.view_positions
    set failed_at = %s, failure = %s
    where generation = %s and view = %s and position = %s
    """

log_line = structlog.get_logger(__name__)


class Feeder:
    """Follows the log with the views of one generation, over one connection.

    Views that stand at one position are written in one transaction, together with their positions, which it
    holds locked: of two feeders at the same view only one writes. Where that fails, each is written in a
    transaction of its own. A view that cannot take an entry stays before it, and says so in its position's
    `failure`; the others go on.
    """

    def __init__(
        self,
        connection: Connection[Any],
        log: Log,
        views: Iterable[View],
        generation: Generation,
        batch: int = ENTRIES_IN_ONE_BATCH,
    ) -> None:
        self.connection = connection
        self.log = log
        self.generation = generation
        self.batch = batch
        self.tables = {view.name: table_of(view, generation.schema) for view in views}
        self.stopped: set[str] = set()
        self.definitions = {view.name: view.definition for view in views}

    def advance(self, *, resting: Collection[str] = ()) -> bool:
        """Give every view its next batch; whether any got further. `stopped` then names those that could not.

        Views named in `resting`, and those whose rows are of another definition, are left where they are. One
        that had stopped is tried with the one entry that it stopped at.
        """
        self.stopped = set()
        fed = [one for one in positions(self.connection, self.generation) if self._is_fed(one, resting)]
        going = groupby((one for one in fed if one.failed_at is None), attrgetter("position"))
        steps = [([one.view for one in group], position, self.batch) for position, group in going]
        steps += [([one.view], one.position, 1) for one in fed if one.failed_at is not None]
        with without_garbage_collection():
            moved = [self._advance_all(*step) for step in steps]
        return any(moved)

    def _is_fed(self, one: Position, resting: Collection[str]) -> bool:
        return one.view not in resting and self.definitions.get(one.view) == one.definition

    def _advance_all(self, names: list[str], position: int, limit: int) -> bool:
        """Give the next batch to the views that stand at a position."""
        entries = self._read(names, position, limit)
        if not entries:
            return False
        return self._feed(names, position, entries)

    def _read(self, names: list[str], position: int, limit: int) -> list[LogEntry]:
        """The next entries. One that cannot be read stops all views before it."""
        try:
            return self.log.read(position, limit=limit)
        except NOT_THE_VIEWS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001 (recorded as the failure of the views)
            if limit > 1:
                return self._read(names, position, 1)
            failure = f"The log cannot be read after position {position}: {_kind_of(error)}."
            for name in names:
                self._stop(name, position, position + 1, failure)
            return []

    def _feed(self, names: list[str], position: int, entries: Sequence[LogEntry]) -> bool:
        """Write what the entries change in views, each up to the one it fails at; whether any got further."""
        try:
            return self._write(names, position, entries)
        except NOT_THE_VIEWS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001 (recorded as the failure of the view)
            if len(names) > 1:
                moved = [self._feed([name], position, entries) for name in names]
                return any(moved)
            if len(entries) > 1:
                middle = len(entries) // 2
                first, second = entries[:middle], entries[middle:]
                moved = [
                    self._feed(names, position, first),
                    self._feed(names, first[-1].position, second),
                ]
                return any(moved)
            self._stop(names[0], position, entries[0].position, _failure(names[0], entries[0], error))
            return False

    def _write(self, names: list[str], position: int, entries: Sequence[LogEntry]) -> bool:
        """Write, in one transaction, the views that nobody else has moved in the meantime."""
        connection, number = self.connection, self.generation.number
        kinds = {type(entry.event) for entry in entries}
        tables = [self.tables[name] for name in names if self.tables[name].view.concerned(kinds)]
        with connection.pipeline(), connection.transaction():
            held = connection.execute(HOLD, [number, names, position])
            asked = [table.ask(connection, entries) for table in tables]
            ours = [name for (name,) in held.fetchall()]
            for table, rows in zip(tables, asked, strict=True):
                if table.view.name in ours:
                    table.write(connection, entries, rows)
            connection.execute(MOVE, [entries[-1].position, number, ours])
        return bool(ours)

    def _stop(self, name: str, position: int, failed_at: int, failure: str) -> None:
        self.stopped.add(name)
        log_line.error("A view has stopped.", view=name, position=failed_at, failure=failure)
        self.connection.execute(STOP, [failed_at, failure, self.generation.number, name, position])


def _failure(name: str, entry: LogEntry, error: Exception) -> str:
    return f"The view {name} stopped at position {entry.position} ({entry.topic}): {_kind_of(error)}."


def _kind_of(error: Exception) -> str:
    """Which error, and where in the program; not its message, which may hold what somebody typed."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
