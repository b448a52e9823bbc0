"""Writes invented events into the log in bulk: rows as the store makes them, with positions and times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString

from psycopg import Connection

from domain.provenance import Thing
from domain.store.application import Store
from domain.store.mapper import EventToStore

EVENTS: LiteralString = """
    copy public.events
        (position, originator_id, originator_version, topic, state, partnership, correlation, recorded_at)
    from stdin
"""
PLAN_THINGS: LiteralString = "copy public.plan_things (review, thing, kind) from stdin"
AGENCY_NAMES: LiteralString = "copy public.agency_names (name_key, agency) from stdin"
DETAILS: LiteralString = "copy public.person_details (person, name, email, telephone) from stdin"
AT_ONCE = 20_000


class Loading:
    """One long transaction that fills an empty log. `events` counts what was written."""

    def __init__(self, store: Store, connection: Connection[Any]) -> None:
        self._store, self._connection = store, connection
        self.events = 0
        self._lines: list[str] = []
        self._beside: dict[LiteralString, list[Sequence[Any]]] = {}

    def save(self, moment: datetime, things: Iterable[Thing]) -> None:
        """All that these things have decided, recorded at one moment; moments never go back."""
        recorded_at, mapper = moment.isoformat(), self._store.mapper
        for thing in things:
            for event in thing.collect_events():
                self.events += 1
                self._lines.append(_line(self.events, mapper.to_stored_event(event), recorded_at))
        if len(self._lines) >= AT_ONCE:
            self.flush()

    def beside(self, table: LiteralString, rows: Iterable[Sequence[Any]]) -> None:
        """Rows for an ordinary table, by its COPY statement."""
        self._beside.setdefault(table, []).extend(rows)

    def flush(self) -> None:
        """Send everything that waits."""
        with self._connection.cursor() as cursor, cursor.copy(EVENTS) as copy:
            copy.write("".join(self._lines))
        self._lines.clear()
        for table, rows in self._beside.items():
            with self._connection.cursor() as cursor, cursor.copy(table) as copy:
                for row in rows:
                    copy.write_row(row)
        self._beside.clear()


def _line(position: int, event: EventToStore, recorded_at: str) -> str:
    """One line of COPY's text format. JSON of one line has no character but the backslash to escape."""
    state = event.state.decode().replace("\\", "\\\\")
    return (
        f"{position}\t{event.originator_id}\t{event.originator_version}\t{event.topic}\t{state}\t"
        f"{event.partnership or chr(92) + 'N'}\t{event.correlation}\t{recorded_at}\n"
    )
