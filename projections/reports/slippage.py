"""Slippage: how far due dates have moved from the first ones, by agency and over all."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from projections.reports.figures import ALL_AGENCIES, Counted, Figures, counts_within, frame_of

if TYPE_CHECKING:
    from pandas import Series

BANDS: Final = {
    "Earlier": (None, -1),
    "Not moved": (0, 0),
    "1–30 days": (1, 30),
    "31–90 days": (31, 90),
    "91–180 days": (91, 180),
    "Over 180 days": (181, None),
}
"""First and last day of each. Source: agreed practice of the partnerships."""
HEADINGS: Final = (
    "Lead agency",
    "Actions with a due date",
    "Moved to a later date",
    "Mean, in days",
    "Median, in days",
    "Longest, in days",
)


def slippage(rows: Iterable[Counted]) -> Figures:
    """By agency, in alphabetical order, and last over all: how many dates moved, and by how many days.

    Mean and median are over all actions with a due date, also those whose date has not moved.
    """
    frame = frame_of(one for one in rows if one.moved is not None)
    moved, agency = frame["moved"], frame["agency"]
    groups = {str(name): moved[agency == name] for name in agency.unique()}
    if groups:
        groups[ALL_AGENCIES] = moved
    lines = tuple(_line(name, days) for name, days in groups.items())
    return Figures("Slippage of due dates by agency", HEADINGS, lines)


def distribution(rows: Iterable[Counted]) -> Figures:
    """How many actions with a due date have moved, and by how much."""
    moved = frame_of(one for one in rows if one.moved is not None)["moved"]
    lines = tuple(zip(BANDS, counts_within(moved, BANDS.values()), strict=True))
    return Figures("How far due dates have moved", ("Moved by", "Actions"), lines)


def _line(name: str, moved: "Series[int]") -> tuple[str | int | float, ...]:
    mean, median = round(float(moved.mean()), 1), float(moved.median())
    return name, len(moved), int((moved > 0).sum()), mean, median, int(moved.max())
