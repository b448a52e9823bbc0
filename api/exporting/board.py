"""The board as a table: a row for each lead agency and one for all, a column for each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from api.exporting.tables import Column
from projections.board import Board, OfAgency

HEADINGS: Final[Mapping[str, str]] = {
    "actions": "Actions",
    "open": "Open",
    "overdue": "Overdue",
    "newly_overdue": "Newly overdue, in the last 28 days",
    "overdue_to_30": "Overdue by up to 30 days",
    "overdue_to_90": "Overdue by 31 to 90 days",
    "overdue_to_180": "Overdue by 91 to 180 days",
    "overdue_over_180": "Overdue by over 180 days",
    "due_soon": "Due in the next 28 days",
    "waiting_for_sign_off": "Waiting for sign-off",
    "waiting_for_decision": "Waiting for a decision",
    "without_owner": "Open without an owner",
    "without_date": "Open without a due date",
    "moved_earlier": "Due date moved to an earlier day",
    "not_moved": "Due date not moved",
    "moved_to_30": "Due date moved by 1 to 30 days",
    "moved_to_90": "Due date moved by 31 to 90 days",
    "moved_to_180": "Due date moved by 91 to 180 days",
    "moved_over_180": "Due date moved by over 180 days",
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "grey": "Grey",
    "purple": "Purple",
    "blue": "Blue",
    "no_colour": "No colour",
}
BOARD: Final = (
    Column("Lead agency", lambda one: one.name or "No lead agency yet", 30),
    *(Column(heading, attrgetter(f"counts.{name}"), 14) for name, heading in HEADINGS.items()),
    Column("Longest overdue, in days", attrgetter("longest"), 14),
)


def rows(found: Board) -> Sequence[OfAgency]:
    """The agencies of a board, and all of them together in the last row."""
    return [*found.agencies, OfAgency(None, "All agencies", found.longest, found.counts)]
