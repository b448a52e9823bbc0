"""A sheet that an agency has filled in and sent back: looked at first, then recorded row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from psycopg import Connection

from api.exporting.plan_content import ALL
from api.exporting.return_reading import ProposedChange, RefusedRow, Returned, read_return
from domain.action import OPEN, Action
from domain.provenance import Provenance
from domain.refusals import Refused
from domain.tracker import Tracker
from projections import actions


@dataclass(frozen=True)
class Kept:
    """What came of a sheet: what it says, and the position of each row that was recorded, by its number."""

    returned: Returned
    positions: Mapping[int, int]

    @property
    def last(self) -> int:
        """The last position; 0 where nothing was recorded."""
        return max(self.positions.values(), default=0)


def open_actions(connection: Connection[Any], agency: UUID, *, today: date) -> list[Any]:
    """The rows of the open actions that an agency leads, the earliest due first."""
    seen = actions.listed(connection, actions.Filters(agency=agency), today=today, sort="due", limit=ALL)
    return [one.row for one in seen if one.row.lead == agency and one.row.delivery in OPEN]


def read(connection: Connection[Any], agency: UUID, name: str, content: bytes, *, today: date) -> Returned:
    """What a sheet asks for, beside the open actions as they stand. Refuses a file that is no such sheet."""
    return read_return(name, content, open_actions(connection, agency, today=today), today=today)


def said_by_agency(by: Provenance, agency: str, file: str) -> Provenance:
    """The provenance of what a sheet says: by the agency, in this file."""
    return replace(by, said_by=agency, how_in_detail=f"return sheet {PurePath(file).name}"[:200])


def record(tracker: Tracker, returned: Returned, by: Provenance) -> Kept:
    """Record each row by itself: all of a row or nothing, under one correlation for the whole sheet.

    A row that an action refuses, or that somebody else was faster than, joins those that are refused.
    """
    positions: dict[int, int] = {}
    refused: list[RefusedRow] = list(returned.refused)
    for change in returned.changes:
        try:
            positions[change.row] = _record(tracker, change, by)
        except Refused as refusal:
            refused.append(RefusedRow(change.row, change.number, str(refusal)))
    left = tuple(sorted(refused, key=lambda one: one.row))
    taken = tuple(one for one in returned.changes if one.row in positions)
    return Kept(replace(returned, changes=taken, refused=left), positions)


def _record(tracker: Tracker, change: ProposedChange, by: Provenance) -> int:
    action = tracker.get(Action, change.action, version=change.version)
    if change.forecast:
        action.give_forecast(change.forecast, by=by)
    if change.progress or change.evidence:
        action.report_progress(change.progress, change.evidence, by=by)
    if done := change.completed:
        action.report_complete(done.what_was_done, done.evidence, by=by.on(done.on))
    if more := change.more_time:
        action.request_extension(more.until, by=by.because(more.why))
    return tracker.record(action)
