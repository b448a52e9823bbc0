"""Writes and reads the table of events: one function to write, constant SQL to read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, LiteralString, NamedTuple, TypeVar, cast
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection
from psycopg.errors import UniqueViolation

from domain.store.datastore import Datastore, DatabaseUnavailable, OutcomeUnknown
from domain.store.keys import TextErased, TextKeys
from domain.store.mapper import EventOfLog, EventToStore

ATTEMPTS = 3
KEY_DESTROYED = "DH001"
LAST = 2**62

RECORD = """
    select public.record_events(
        %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[]
    )
"""

SELECT = """
    select position, originator_id, originator_version, topic, state::text, recorded_at,
        (select count(*) from public.text_keys where destroyed_at is not null)
    from public.events
"""

OF_ONE = SELECT + " where originator_id = %s order by originator_version"
OF_ONE_UPWARDS = SELECT + (
    " where originator_id = %s and originator_version > %s and originator_version <= %s"
    " order by originator_version limit %s"
)
OF_ONE_DOWNWARDS = SELECT + (
    " where originator_id = %s and originator_version > %s and originator_version <= %s"
    " order by originator_version desc limit %s"
)
AFTER = SELECT + " where position > %s order by position limit %s"
BETWEEN = SELECT + (
    " where position >= %s and position <= %s and (%s::text[] is null or topic = any (%s::text[]))"
    " order by position limit %s"
)
AT = SELECT + " where position = any (%s::bigint[]) order by position"
OF_CORRELATIONS = SELECT + " where correlation = any (%s::uuid[]) order by position"
LAST_POSITION = "select coalesce(max(position), 0) from public.events"

T = TypeVar("T")


class Along(NamedTuple):
    """A statement for an ordinary table, run in the transaction of the events."""

    statement: LiteralString
    parameters: Sequence[Any] | Mapping[str, Any] = ()


class VersionTaken(IntegrityError):
    """One of these things already has an event of that version."""


class Recorder(PostgresApplicationRecorder):
    """The library's recorder over our own table, function and statements."""

    datastore: Datastore

    def __init__(self, datastore: Datastore, keys: TextKeys) -> None:
        super().__init__(datastore, events_table_name="events")
        self.keys = keys

    def create_table(self) -> None:
        """Refused: tables are made by the migrations alone."""
        raise NotImplementedError("The table of events is made by the migrations.")

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, along: Sequence[Along] = (), **_: Any
    ) -> Sequence[int]:
        """Write the events, and run the statements along with them, all or nothing; return the positions.

        A lost connection is tried again: the version of each event keeps it from being written twice, and
        without events only what surely was not committed is repeated. Raises `VersionTaken`, `TextErased`,
        `DatabaseUnavailable`, `OutcomeUnknown`, and what the statements along raise.
        """
        events = cast(Sequence[EventToStore], stored_events)
        saving = _Saving(self.datastore, events, along)
        last = self._translated(saving.attempt_until_answered)
        return range(last - len(events) + 1, last + 1)

    def _translated(self, save: Callable[[], int]) -> int:
        try:
            return save()
        except UniqueViolation as error:
            if error.diag.constraint_name == "events_version_is_unique":
                raise VersionTaken(str(error)) from error
            raise
        except psycopg.DatabaseError as error:
            if error.sqlstate == KEY_DESTROYED:
                raise TextErased from error
            raise

    def select(self, statement: LiteralString, parameters: Sequence[Any]) -> list[EventOfLog]:
        """The rows of one of this module's statements. Asked again where a connection was lost."""
        rows = self._asked(lambda connection: connection.execute(statement, parameters, prepare=True).fetchall())
        if rows:
            self.keys.notice_destroyed(rows[0][6])
        return [EventOfLog(row[1], row[2], row[3], row[4], row[0], row[5]) for row in rows]

    def ask_number(self, statement: LiteralString, parameters: Sequence[Any] = ()) -> int:
        """The one number that a statement gives."""
        row = self._asked(lambda connection: connection.execute(statement, parameters, prepare=True).fetchone())
        return int(row[0]) if row else 0

    def _asked(self, ask: Callable[[Connection[Any]], T]) -> T:
        try:
            with self.datastore.get_connection() as connection:
                return ask(connection)
        except psycopg.OperationalError as error:
            if not connection.closed:
                raise
            lost = error
        self.datastore.pool.check()
        try:
            with self.datastore.get_connection() as connection:
                return ask(connection)
        except psycopg.OperationalError:
            raise DatabaseUnavailable(f"The connection to the database was lost: {lost}") from lost

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
        return self.select(OF_ONE_DOWNWARDS if desc else OF_ONE_UPWARDS, bounds)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events of the log between two positions, as the library asks for them."""
        first = (start or 0) + (0 if inclusive_of_start else 1)
        wanted = list(topics) or None
        return self.select(BETWEEN, (first, LAST if stop is None else stop, wanted, wanted, limit))

    def max_notification_id(self) -> int | None:
        """The last position, or None while the log is empty."""
        return self.ask_number(LAST_POSITION) or None


class _Saving:
    """One transaction, from the first attempt to a known answer."""

    def __init__(self, datastore: Datastore, events: Sequence[EventToStore], along: Sequence[Along]) -> None:
        self.datastore = datastore
        self.events = events
        self.along = along
        self.outcome_unknown = False

    def attempt_until_answered(self) -> int:
        """The last position of the events, or 0 where there are only statements."""
        for attempt in range(ATTEMPTS):
            try:
                return self._attempt()
            except DatabaseUnavailable as error:
                raise self._unanswered(error) from error
            except psycopg.OperationalError as error:
                if not self._worth_another(error, attempt):
                    raise self._unanswered(error) from error
                self.datastore.pool.check()
        raise AssertionError("The last attempt either returns or raises.")

    def _attempt(self) -> int:
        with self.datastore.get_connection() as connection:
            self.connection = connection
            if not self.along:
                self.outcome_unknown = True
                return self._record(connection)
            with connection.transaction():
                last = self._record(connection) if self.events else 0
                for statement, parameters in self.along:
                    connection.execute(statement, parameters)
                self.outcome_unknown = True
            return last

    def _record(self, connection: Connection[Any]) -> int:
        columns = zip(*map(_columns, self.events), strict=True)
        row = connection.execute(RECORD, [list(column) for column in columns], prepare=True).fetchone()
        assert row is not None
        return int(row[0])
