"""How long overdue actions have been so, by agency."""

import pytest

from projections.reports.ageing import ageing
from projections.reports.figures import ALL_AGENCIES, NO_AGENCY, Counted


@pytest.mark.parametrize(
    ("overdue", "counts"),
    [
        (1, (1, 0, 0, 0, 1)),
        (30, (1, 0, 0, 0, 1)),
        (31, (0, 1, 0, 0, 1)),
        (90, (0, 1, 0, 0, 1)),
        (91, (0, 0, 1, 0, 1)),
        (180, (0, 0, 1, 0, 1)),
        (181, (0, 0, 0, 1, 1)),
        (4000, (0, 0, 0, 1, 1)),
    ],
)
def test_bands(overdue: int, counts: tuple[int, ...]) -> None:
    """Each day belongs to one band, up to the last day of it."""
    assert ageing([Counted("Police", overdue, 0)]).rows[0] == ("Police", *counts)


def test_agencies_in_alphabetical_order() -> None:
    """Whatever the case of their letters; last those that no agency leads, and all together."""
    rows = [Counted(name, 5, None) for name in (NO_AGENCY, "Women's Aid", "housing", "Council", "council")]
    assert [line[0] for line in ageing(rows).rows] == [
        "Council",
        "council",
        "housing",
        "Women's Aid",
        NO_AGENCY,
        ALL_AGENCIES,
    ]


def test_only_what_is_overdue() -> None:
    """An action that is not overdue counts nowhere, and its agency is not named for it."""
    assert ageing([Counted("Police", 0, 10), Counted("Council", 3, 0)]).rows == (
        ("Council", 1, 0, 0, 0, 1),
        (ALL_AGENCIES, 1, 0, 0, 0, 1),
    )


def test_all_is_the_sum_of_the_agencies() -> None:
    """The last line counts every action once."""
    rows = [Counted(name, days, 0) for name in ("A", "B") for days in (1, 40, 100, 200, 300)]
    *agencies, everything = ageing(rows).rows
    assert everything[1:] == (2, 2, 2, 4, 10)
    assert [line[-1] for line in agencies] == [5, 5]


def test_nothing_overdue() -> None:
    """Then the table has its last line alone."""
    figures = ageing([])
    assert figures.rows == ((ALL_AGENCIES, 0, 0, 0, 0, 0),)
    assert figures.headings[1:5] == ("0–30 days", "31–90 days", "91–180 days", "Over 180 days")
