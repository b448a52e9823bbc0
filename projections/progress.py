"""Progress notes on actions: appended, never changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from domain.action import Action
from domain.action_events import ProgressReported
from domain.store.log import LogEntry
from projections.view import AppendedView


class ProgressRow(Struct, frozen=True, gc=False):
    """What was said of the progress of an action, and with which evidence."""

    position: int
    action: UUID
    progress: str
    evidence: str
    happened_on: date


def lines(entry: LogEntry) -> Iterable[ProgressRow]:
    """One note for each report."""
    event = cast("ProgressReported", entry.event)
    note = event.progress, event.evidence
    yield ProgressRow(entry.position, event.originator_id, *note, event.happened_on)


PROGRESS = AppendedView(
    name="progress_notes",
    sql="progress.sql",
    row=ProgressRow,
    lines=lines,
    events=frozenset({Action.ProgressReported}),
)

LATEST: Final = """
    select distinct on (n.action) n.action, n.progress, n.evidence, n.happened_on
    from progress_notes n
    where n.action = any (%(actions)s) and (%(at)s::bigint is null or n.position <= %(at)s)
    order by n.action, n.position desc
"""


def latest(connection: Connection[Any], actions: Sequence[UUID], *, at: int | None = None) -> dict[UUID, Any]:
    """The last note on each of these actions."""
    rows = connection.execute(LATEST, {"actions": list(actions), "at": at}).fetchall()
    return {row.action: row for row in rows}
