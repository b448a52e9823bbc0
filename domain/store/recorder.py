"""Writes and reads the table of events: one function to write, constant SQL to read."""

from collections.abc import Sequence
from typing import Any, LiteralString, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg.errors import UniqueViolation

from domain.store.datastore import Datastore
from domain.store.keys import TextErased, TextKeys
from domain.store.mapper import EventOfLog, EventToStore
from domain.store.saving import Along, Saving

KEY_DESTROYED = "DH001"
"""The SQLSTATE of `record_events` for a key that was destroyed."""

LAST = 2**62
"""After every version and every position."""

SELECT: LiteralString = """
    select position, originator_id, originator_version, topic, state::text, recorded_at,
        (select count(*) from public.text_keys where destroyed_at is not null)
    from public.events
"""
OF_ONE = SELECT + "where originator_id = %s order by originator_version"
OF_ONE_BETWEEN = SELECT + "where originator_id = %s and originator_version > %s and originator_version <= %s"
UPWARDS = OF_ONE_BETWEEN + " order by originator_version limit %s"
DOWNWARDS = OF_ONE_BETWEEN + " order by originator_version desc limit %s"
BETWEEN = SELECT + "where position >= %s and position <= %s order by position limit %s"
OF_TOPICS = SELECT + "where position >= %s and position <= %s and topic = any (%s) order by position limit %s"
LAST_POSITION: LiteralString = "select public.last_position()"


class VersionTaken(IntegrityError):
    """One of these things already has an event of that version."""


class Recorder(PostgresApplicationRecorder):
    """The library's recorder over our own table, function and statements."""

    datastore: Datastore

    def __init__(self, datastore: Datastore, keys: TextKeys) -> None:
        super().__init__(datastore, events_table_name="events")
        self._keys = keys

    def create_table(self) -> None:
        """Refused: tables are made by the migrations alone."""
        raise NotImplementedError("The table of events is made by the migrations.")

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, along: Sequence[Along] = (), **_: Any
    ) -> Sequence[int]:
        """Write the events, and run the statements along with them, all or nothing; return the positions.

        Raises `VersionTaken`, `TextErased`, `DatabaseUnavailable` or `OutcomeUnknown`, and lets through
        what the statements along raise.
        """
        events = cast(Sequence[EventToStore], stored_events)
        try:
            last = Saving(self.datastore, events, along).until_answered()
        except UniqueViolation as error:
            if error.diag.constraint_name == "events_version_is_unique":
                raise VersionTaken(str(error)) from error
            raise
        except psycopg.DatabaseError as error:
            if error.sqlstate == KEY_DESTROYED:
                raise TextErased from error
            raise
        return range(last - len(events) + 1, last + 1)

    def rows(self, statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement that begins with `SELECT`, in the order of its columns."""
        rows = self.datastore.ask(statement, parameters)
        if rows:
            self._keys.notice_destroyed(rows[0][-1])
        return rows

    def select(self, statement: LiteralString, parameters: Sequence[Any]) -> list[EventOfLog]:
        """The rows of a statement that begins with `SELECT`, as the library takes them."""
        rows = self.rows(statement, parameters)
        return [EventOfLog(row[1], row[2], row[3], row[4].encode(), row[0], row[5]) for row in rows]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one thing, in order of their versions."""
        if gt is None and lte is None and limit is None and not desc:
            return self.select(OF_ONE, (originator_id,))
        bounds = (originator_id, gt or 0, LAST if lte is None else lte, limit)
        return self.select(DOWNWARDS if desc else UPWARDS, bounds)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events of the log from one position to another, as the library asks for them."""
        bounds = ((start or 0) + (not inclusive_of_start), LAST if stop is None else stop)
        if topics:
            return self.select(OF_TOPICS, (*bounds, list(topics), limit))
        return self.select(BETWEEN, (*bounds, limit))

    def max_notification_id(self) -> int | None:
        """The last position, or None while the log is empty."""
        return int(self.datastore.ask(LAST_POSITION)[0][0]) or None
