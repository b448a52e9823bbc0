"""Ageing: how long the overdue actions of each agency have been so."""

from collections.abc import Iterable
from typing import Final

from projections.reports.figures import ALL_AGENCIES, Counted, Figures, counts_within, frame_of

BANDS: Final = {
    "0–30 days": (1, 30),
    "31–90 days": (31, 90),
    "91–180 days": (91, 180),
    "Over 180 days": (181, None),
}
"""First and last day of each. Source: agreed practice of the partnerships."""


def ageing(rows: Iterable[Counted]) -> Figures:
    """Overdue actions by agency, in alphabetical order, and by how many days they are so; last, all."""
    frame = frame_of(one for one in rows if one.overdue)
    overdue, agency = frame["overdue"], frame["agency"]
    groups = {str(name): overdue[agency == name] for name in agency.unique()} | {ALL_AGENCIES: overdue}
    lines = tuple((name, *counts_within(days, BANDS.values()), len(days)) for name, days in groups.items())
    return Figures("Overdue actions by age", ("Lead agency", *BANDS, "All overdue"), lines)
