"""How far due dates have moved from the first ones."""

from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.reports.figures import ALL_AGENCIES, Counted
from projections.reports.slippage import distribution, slippage


def test_figures_of_an_agency() -> None:
    """How many have a date, how many moved later, and mean, median and longest in days."""
    rows = [Counted("Police", 0, moved) for moved in (0, 0, 30, 91)]
    assert slippage(rows).rows == (
        ("Police", 4, 2, 30.2, 15.0, 91),
        (ALL_AGENCIES, 4, 2, 30.2, 15.0, 91),
    )


def test_actions_without_dates() -> None:
    """An action without a due date counts nowhere."""
    assert slippage([Counted("Police", 0, None)]).rows == ()
    assert slippage([Counted("A", 0, None), Counted("B", 0, 5)]).rows[0] == ("B", 1, 1, 5.0, 5.0, 5)


def test_a_date_that_came_earlier() -> None:
    """It lowers the mean, and is not counted as moved later."""
    assert slippage([Counted("A", 0, -10), Counted("A", 0, 20)]).rows[0] == ("A", 2, 1, 5.0, 5.0, 20)


@pytest.mark.parametrize(
    ("moved", "band"),
    [
        (-1, "Earlier"),
        (0, "Not moved"),
        (1, "1–30 days"),
        (30, "1–30 days"),
        (31, "31–90 days"),
        (90, "31–90 days"),
        (91, "91–180 days"),
        (180, "91–180 days"),
        (181, "Over 180 days"),
    ],
)
def test_bands(moved: int, band: str) -> None:
    """Each number of days belongs to one band."""
    assert [name for name, count in distribution([Counted("A", 0, moved)]).rows if count] == [band]


agencies, days = st.sampled_from(["A", "B"]), st.none() | st.integers(-99, 999)


@given(st.lists(st.builds(Counted, agencies, st.just(0), days)))
def test_against_plain_arithmetic(rows: list[Counted]) -> None:
    """The figures are those that one reckons by hand, and every dated action is in one band."""
    moved = [row.moved for row in rows if row.moved is not None]
    assert sum(int(count) for _, count in distribution(rows).rows) == len(moved)
    if moved:
        _, dated, later, average, middle, longest = slippage(rows).rows[-1]
        assert (dated, later) == (len(moved), sum(one > 0 for one in moved))
        assert float(average) == pytest.approx(mean(moved), abs=0.051)
        assert (middle, longest) == (median(moved), max(moved))
