"""The report on ageing and slippage: what its tables are, in their order. It is counted by a worker."""

from collections.abc import Sequence

from projections.reports.ageing import ageing
from projections.reports.figures import Counted, Figures
from projections.reports.slippage import distribution, slippage


def ageing_and_slippage(rows: Sequence[Counted]) -> tuple[Figures, Figures, Figures]:
    """How long actions are overdue by agency, how far due dates have moved by agency, and over all."""
    return ageing(rows), slippage(rows), distribution(rows)
