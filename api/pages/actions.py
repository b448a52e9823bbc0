"""What the list of actions shows beside its rows; `?overdue=true` is the overdue list, by agency."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

from psycopg import Connection

from api.pages.listing import Listing
from api.rest.actions import ActionsChosen
from api.rest.asking import Moment
from projections import overdue
from projections.actions import ActionSeen
from projections.sight import own_partnerships

NO_LEAD: Final = "No lead agency yet"
BY_AGENCY: Final = ("lead", "-lead")
QUICK: Final = (
    ("All", ""),
    ("Overdue", "overdue=true"),
    ("Due in the next 28 days", "due_within=28"),
    ("Waiting for sign-off", "delivery=reported+complete"),
    ("Waiting for more time", "asked_for_time=true"),
    ("Without an owner", "open=true&without_owner=true"),
    ("Owner has left", "open=true&owner_has_left=true"),
    ("Without a due date", "open=true&without_date=true"),
)
"""The choices that most people need, each with the query of its address."""


def order(asked: ActionsChosen) -> str:
    """By what the list is sorted where the address does not say: the overdue list by agency."""
    return "lead" if asked.overdue else "number"


def more(
    connection: Connection[Any],
    asked: ActionsChosen,
    when: Moment,
    listing: Listing,
    rows: Sequence[ActionSeen],
) -> dict[str, Any]:
    """The groups by agency, and how late the agencies are where all of them are shown."""
    of_all = bool(asked.overdue) and listing.asked.keys() <= {"overdue", "sort", "columns", "as_at"}
    late = (
        overdue.by_agency(connection, partnerships=own_partnerships(), today=when.today, at=when.at)
        if of_all
        else []
    )
    is_grouped = listing.sort in BY_AGENCY
    return {"late": late, "is_grouped": is_grouped, "groups": by_agency(rows) if is_grouped else [("", rows)]}


def by_agency(rows: Sequence[ActionSeen]) -> list[tuple[str, list[ActionSeen]]]:
    """The actions, sorted by lead agency, under the names of these."""
    groups = groupby(rows, key=lambda seen: seen.row.lead_name or NO_LEAD)
    return [(name, list(members)) for name, members in groups]
