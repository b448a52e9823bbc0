"""The log as others read it: for the views, for feeds, and for the history of one thing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import Lock
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg

from domain.provenance import Recorded
from domain.store.datastore import LOST, DatabaseUnavailable
from domain.store.mapper import TypedMapper
from domain.store.recorder import LAST_POSITION, OF_ONE, SELECT, Recorder

AFTER = SELECT + "where position > %s order by position limit %s"
AT = SELECT + "where position = any (%s) order by position"
OF_SEVERAL = SELECT + "where originator_id = any (%s) order by originator_id, originator_version"
OF_CORRELATIONS = SELECT + "where correlation = any (%s) order by position"
BEFORE: LiteralString = "select coalesce(public.position_before(%s), 0)"
RECORDED_AT: LiteralString = "select public.recorded_at(%s)"


class LogEntry(NamedTuple):
    """One event, its place in the log, and the time at which the database recorded it (UTC)."""

    position: int
    recorded_at: datetime
    topic: str
    event: Recorded


class Log:
    """The reading side. Texts come decrypted, or as "[erased]". Raises `UnreadableEvent` rather than skip."""

    def __init__(self, recorder: Recorder, mapper: TypedMapper) -> None:
        self._recorder = recorder
        self._mapper = mapper
        self._listening: psycopg.Connection[Any] | None = None
        self._one_listens = Lock()

    def read(self, after: int, *, limit: int) -> list[LogEntry]:
        """Up to `limit` entries after a position, in order. None is ever recorded before one of them."""
        return self._entries(AFTER, (after, limit))

    def of(self, originator: UUID) -> list[LogEntry]:
        """The history of one thing, from its first event."""
        return self._entries(OF_ONE, (originator,))

    def of_several(self, originators: Iterable[UUID]) -> list[LogEntry]:
        """The histories of several things, one after the other, each from its first event."""
        return self._entries(OF_SEVERAL, (list(originators),))

    def at(self, positions: Sequence[int]) -> list[LogEntry]:
        """The entries at these positions, in order; positions that do not exist are left out."""
        return self._entries(AT, (list(positions),))

    def of_correlations(self, correlations: Iterable[UUID]) -> list[LogEntry]:
        """The entries that came of the same requests, in order."""
        return self._entries(OF_CORRELATIONS, (list(correlations),))

    def last_position(self) -> int:
        """The position of the last event, 0 while there is none."""
        return int(self._recorder.datastore.ask(LAST_POSITION)[0][0])

    def position_before(self, moment: datetime) -> int:
        """The last position recorded before a moment, 0 if there is none."""
        return int(self._recorder.datastore.ask(BEFORE, (moment,))[0][0])

    def recorded_at(self, position: int) -> datetime | None:
        """When the event at a position was recorded (UTC), None if there is none: whatever is in scope."""
        moment: datetime | None = self._recorder.datastore.ask(RECORDED_AT, (position,))[0][0]
        return moment

    def wait(self, seconds: float) -> bool:
        """Wait until something is recorded: True when it was, False when the time is up.

        Listening begins with the first call, so poll as well. True after a lost connection, as something
        may have been missed. One thread listens; others wait for their turn. Raises `DatabaseUnavailable`.
        """
        with self._one_listens:
            connection = self._listening or self._listen()
            try:
                return any(True for _ in connection.notifies(timeout=seconds, stop_after=1))
            except LOST:
                self._hang_up()
                return True

    def close(self) -> None:
        """Stop listening."""
        with self._one_listens:
            self._hang_up()

    def _listen(self) -> psycopg.Connection[Any]:
        try:
            connection = psycopg.connect(self._recorder.datastore.conninfo, autocommit=True)
            connection.execute("listen events")
        except LOST as error:
            raise DatabaseUnavailable(f"The database cannot be reached: {error}") from error
        self._listening = connection
        return connection

    def _hang_up(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _entries(self, statement: LiteralString, parameters: Sequence[Any]) -> list[LogEntry]:
        rows = self._recorder.rows(statement, parameters)
        return [LogEntry(row[0], row[5], row[3], self._mapper.event(row[:6])) for row in rows]
