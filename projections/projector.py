"""The loop that feeds the published views from the log."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from domain.refusals import Refused
from projections.feeding import Feeder
from projections.generations import (
    FEEDING,
    RebuildFailed,
    RebuildUnderWay,
    connect,
    drop_replaced,
    positions,
    published,
    take_lock,
)
from projections.rebuild import RebuildStopped, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from threading import Event

    from psycopg import Connection

    from domain.store.application import Store
    from projections.generations import Generation
    from projections.view import View

POLL_SECONDS = 1.0
PAUSE_BESIDE_A_REBUILD = 0.05
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 4.0
FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(minutes=1)

FAIL = """
    update public.view_positions
    set failed_at = position + 1, failure = %s
    from public.published
    where view_positions.generation = published.generation and view = any(%s)
    """

log_line = structlog.get_logger(__name__)


class Rests:
    """Lets what has failed rest before the next attempt: a second, then twice as long, up to a minute."""

    def __init__(self) -> None:
        self._rests: dict[str, tuple[timedelta, datetime]] = {}

    def resting(self, now: datetime) -> set[str]:
        """Who still rests."""
        return {name for name, (_, until) in self._rests.items() if now < until}

    def note(self, tried: Iterable[str], failed: Iterable[str], now: datetime) -> None:
        """Who was tried, and who of them failed."""
        for name in set(tried) - set(failed):
            self._rests.pop(name, None)
        for name in failed:
            length = min(self._rests[name][0] * 2, LONGEST_REST) if name in self._rests else FIRST_REST
            self._rests[name] = (length, now + length)


class Projector:
    """Feeds the published views: in `run` as a worker does, in `catch_up` by hand.

    Where there are no views yet, or views of another definition, it rebuilds those; a worker feeds the others
    meanwhile. `now` is the clock by which old generations are dropped and failures rest.
    """

    def __init__(
        self, store: Store, views: Sequence[View], *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.store = store
        self.views = views
        self.now = now
        self.rests, self.rebuilds = Rests(), Rests()
        self._feeder: Feeder | None = None
        self._rebuilding: tuple[set[str], Future[None]] | None = None
        self._failures, self._pause = 0, FIRST_PAUSE_SECONDS

    def catch_up(self) -> None:
        """Feed the views until the end of the log, and return.

        May be done beside a running worker; where that is rebuilding them, it waits until it has.
        """
        self.rests, self.rebuilds = Rests(), Rests()
        with self._connected() as connection:
            while not self._rebuilt(connection):
                time.sleep(PAUSE_BESIDE_A_REBUILD)
            while self._advance(connection):
                pass
            drop_replaced(connection, self.now())

    def run(self, stop: Event) -> None:
        """Feed the views until `stop` is set: one worker does, others stand by. Outlives a lost database."""
        with ThreadPoolExecutor(max_workers=1) as builder:
            while not stop.is_set():
                try:
                    self._work(stop, builder)
                except RebuildStopped:
                    return
                except Exception as error:  # noqa: BLE001 (a worker never dies silently: it says so, goes on)
                    self._failures += 1
                    _say_why(error, self._failures)
                    stop.wait(self._pause)
                    self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _work(self, stop: Event, builder: ThreadPoolExecutor) -> None:
        with self._connected() as connection:
            self._stand_by(connection, stop)
            while not stop.is_set():
                self._round(connection, stop, builder)
                self._failures, self._pause = 0, FIRST_PAUSE_SECONDS

    def _connected(self) -> Connection[Any]:
        self._feeder = None
        return connect(self.store.datastore.conninfo)

    def _stand_by(self, connection: Connection[Any], stop: Event) -> None:
        while not take_lock(connection, FEEDING) and not stop.is_set():
            stop.wait(POLL_SECONDS)

    def _round(self, connection: Connection[Any], stop: Event, builder: ThreadPoolExecutor) -> None:
        """Whatever there is to do now, and then a wait for more."""
        try:
            self._rebuild_beside(connection, stop, builder)
        except Refused as refusal:
            log_line.warning("The views wait for a rebuild.", reason=str(refusal))
        while self._advance(connection) and not stop.is_set():
            pass
        drop_replaced(connection, self.now())
        if not stop.is_set():
            self.store.log.wait(POLL_SECONDS)

    def _rebuilt(self, connection: Connection[Any]) -> bool:
        """Whether nothing is left to rebuild; not while somebody else is at it."""
        try:
            self._rebuild_changed(connection, None)
        except RebuildUnderWay:
            return False
        return True

    def _rebuild_changed(self, connection: Connection[Any], stop: Event | None) -> None:
        generation = published(connection)
        if changed := self._to_rebuild(connection, generation):
            with self._noting(connection, changed):
                self._rebuild(changed, generation, stop)

    def _rebuild_beside(self, connection: Connection[Any], stop: Event, builder: ThreadPoolExecutor) -> None:
        """Begin a rebuild, or take note of one that has ended: the views that serve are fed meanwhile."""
        if self._rebuilding is None:
            if (generation := published(connection)) is None:
                self._rebuild_changed(connection, stop)
            elif changed := self._to_rebuild(connection, generation):
                self._rebuilding = changed, builder.submit(self._rebuild, changed, generation, stop)
        elif self._rebuilding[1].done():
            (changed, rebuilt), self._rebuilding = self._rebuilding, None
            with self._noting(connection, changed):
                rebuilt.result()

    def _rebuild(self, changed: set[str], generation: Generation | None, stop: Event | None) -> None:
        rebuild(self.store, self.views, only=changed if generation else None, now=self.now, stop=stop)

    @contextmanager
    def _noting(self, connection: Connection[Any], changed: set[str]) -> Iterator[None]:
        """Let views whose rebuild fails rest, and say in their positions why they do not go on."""
        try:
            yield
            self.rebuilds.note(changed, (), self.now())
        except RebuildFailed as failure:
            self.rebuilds.note(changed, changed, self.now())
            connection.execute(FAIL, [str(failure), sorted(changed)])

    def _to_rebuild(self, connection: Connection[Any], generation: Generation | None) -> set[str]:
        return self._changed(connection, generation) - self.rebuilds.resting(self.now())

    def _changed(self, connection: Connection[Any], generation: Generation | None) -> set[str]:
        """The views whose stored rows are of another definition, or that are not stored at all."""
        stored = {one.view: one.definition for one in positions(connection, generation)} if generation else {}
        return {view.name for view in self.views if stored.get(view.name) != view.definition}

    def _advance(self, connection: Connection[Any]) -> bool:
        """One step of the published generation; whether there may be more to do."""
        generation = published(connection)
        if generation is None:
            return False
        if self._feeder is None or self._feeder.generation != generation:
            self._feeder = Feeder(connection, self.store.log, self.views, generation)
        resting = self.rests.resting(self.now())
        moved = self._feeder.advance(resting=resting)
        self.rests.note({view.name for view in self.views} - resting, self._feeder.stopped, self.now())
        return moved


def _say_why(error: Exception, attempt: int) -> None:
    log_line.critical("The views cannot be fed just now.", error=type(error).__name__, attempt=attempt)
