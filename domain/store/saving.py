"""One save: the events and what goes along with them, all or nothing, until the answer is known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString, NamedTuple

from psycopg import Connection

from domain.store.datastore import (
    ATTEMPTS,
    LOST,
    NOT_REACHED,
    DatabaseUnavailable,
    Datastore,
    NoConnection,
    OutcomeUnknown,
    is_over,
    words_for,
)
from domain.store.mapper import EventToStore

RECORD = """
    select public.record_events(
        %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[]
    )
"""


class Along(NamedTuple):
    """A statement for an ordinary table, run in the transaction of the events."""

    statement: LiteralString
    parameters: Sequence[Any] | Mapping[str, Any] = ()


class Saving:
    """One transaction, from the first attempt to a known answer.

    A save whose connection was lost is repeated only where it cannot happen twice: with events, because
    the version of each is unique; with statements alone, as long as no commit was sent.
    """

    def __init__(self, datastore: Datastore, events: Sequence[EventToStore], along: Sequence[Along]) -> None:
        self._datastore = datastore
        self._events = events
        self._along = along
        self._sent = False
        self._may_be_recorded = False

    def until_answered(self) -> int:
        """Save, and return the position of the last event (0 where there are only statements)."""
        for _ in range(ATTEMPTS):
            try:
                with self._datastore.get_connection() as connection:
                    last = self._attempt(connection)
            except NoConnection as error:
                raise self._unanswered() from error
            if last is not None:
                return last
            self._datastore.pool.check()
        raise self._unanswered()

    def _attempt(self, connection: Connection[Any]) -> int | None:
        """None where the connection was lost, and the save may be repeated."""
        self._sent = False
        try:
            return self._save(connection)
        except LOST as error:
            self._refuse_to_repeat(connection, error)
            return None

    def _save(self, connection: Connection[Any]) -> int:
        self._datastore.narrow(connection)
        if not self._along:
            self._sent = True
            return self._record(connection)
        with connection.transaction():
            last = self._record(connection) if self._events else 0
            for statement, parameters in self._along:
                connection.execute(statement, parameters)
            self._sent = True
        return last

    def _record(self, connection: Connection[Any]) -> int:
        [(last,)] = connection.execute(RECORD, _columns(self._events), prepare=True).fetchall()
        return int(last)

    def _refuse_to_repeat(self, connection: Connection[Any], error: Exception) -> None:
        lost = is_over(connection, error)
        self._may_be_recorded |= lost and self._sent
        if self._may_be_recorded and not (lost and self._events):
            raise self._unanswered() from error
        if not lost:
            raise DatabaseUnavailable(words_for(error)) from error

    def _unanswered(self) -> DatabaseUnavailable:
        if self._may_be_recorded:
            return OutcomeUnknown()
        return DatabaseUnavailable(NOT_REACHED)


def _columns(events: Sequence[EventToStore]) -> tuple[str, ...]:
    """The parameters of `RECORD`, written as PostgreSQL's arrays: ten times faster than psycopg's lists."""
    return (
        _array(str(event.originator_id) for event in events),
        _array(str(event.originator_version) for event in events),
        _array(event.topic for event in events),
        _array(_quoted(event.state.decode()) for event in events),
        _array(str(event.partnership or "null") for event in events),
        _array(str(event.correlation) for event in events),
        _array({str(event.key) for event in events if event.key}),
    )


def _array(elements: Iterable[str]) -> str:
    return "{" + ",".join(elements) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
