"""What reports count: one line for each action, and tables of figures with a name for every column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from domain.vocabulary import Delivery
from projections import actions

if TYPE_CHECKING:
    from pandas import DataFrame, Series

Band = tuple[int | None, int | None]
"""First and last of a range of days; None: without an end."""
NO_AGENCY: Final = "No lead agency"
ALL_AGENCIES: Final = "All agencies"
_ALL: Final = 1_000_000


class Counted(NamedTuple):
    """One action: its lead agency, by how many days it is overdue (0: not), and by how many its date moved.

    `moved` is None without dates; below 0 the present due date is the earlier one.
    """

    agency: str
    overdue: int
    moved: int | None


@dataclass(frozen=True)
class Figures:
    """A table: its title, its headings, and rows that begin with the name of what they count."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def counted(
    connection: Connection[Any], *, partnerships: Sequence[UUID] | None, today: date, at: int | None = None
) -> list[Counted]:
    """Every action that was not cancelled, now or at a position of the log, reckoned on the day `today`."""
    filters = actions.Filters(partnerships=None if partnerships is None else list(partnerships))
    seen = actions.listed(connection, filters, today=today, limit=_ALL, at=at)
    return [_counted(one) for one in seen if one.row.delivery != Delivery.CANCELLED]


def _counted(seen: actions.ActionSeen) -> Counted:
    row = seen.row
    moved = (row.due - row.original_due).days if row.due and row.original_due else None
    return Counted(row.lead_name or row.lead_in_words or NO_AGENCY, seen.days_overdue, moved)


def frame_of(rows: Iterable[Counted]) -> "DataFrame":
    """The lines as a frame of pandas, in the order in which agencies are shown."""
    # It takes most of a second to load, and most processes never report.
    from pandas import DataFrame  # noqa: PLC0415

    ordered = sorted(rows, key=lambda one: (one.agency == NO_AGENCY, one.agency.casefold(), one.agency))
    return DataFrame(ordered, columns=list(Counted._fields))


def counts_within(days: "Series[int]", bands: Iterable[Band]) -> list[int]:
    """How many lie in each band, both of whose ends belong to it."""
    ends = ((-inf if first is None else first, inf if last is None else last) for first, last in bands)
    return [int(days.between(first, last).sum()) for first, last in ends]
