"""How long a concluded review is kept: whole years, by the period in force."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as some

from domain.partnership import Partnership
from domain.retention import DEFAULT_YEARS, RetentionPeriod, retention_ends, years_in_force
from tests.domain.given import TODAY, by, fact, given

SIX = RetentionPeriod(6, date(2020, 1, 1))
EIGHT = RetentionPeriod(8, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("concluded_on", "years", "ends"),
    [
        (date(2020, 3, 2), 6, date(2026, 3, 2)),
        (date(2020, 2, 29), 6, date(2026, 3, 1)),
        (date(2020, 2, 29), 8, date(2028, 2, 29)),
        (date(2019, 12, 31), 1, date(2020, 12, 31)),
    ],
)
def test_it_ends_after_whole_years(concluded_on: date, years: int, ends: date) -> None:
    """On the same day of the year, and never before the years are full."""
    assert retention_ends(concluded_on, years) == ends


@for_any(some.dates(date(1900, 1, 1), date(2099, 12, 31)), some.integers(1, 100))
def test_a_longer_period_never_ends_sooner(concluded_on: date, years: int) -> None:
    """Nor at the conclusion itself."""
    assert concluded_on < retention_ends(concluded_on, years) < retention_ends(concluded_on, years + 1)


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2019, 12, 31), DEFAULT_YEARS), (date(2025, 12, 31), 6), (date(2026, 1, 1), 8)],
)
def test_the_period_in_force_counts(day: date, years: int) -> None:
    """In whichever order they were set; before the first it is six years."""
    assert years_in_force([EIGHT, SIX], day) == years_in_force([SIX, EIGHT], day) == years


def test_of_two_periods_of_one_day_the_later_said_counts() -> None:
    """So that a slip of the pen is put right by saying it again."""
    slip = RetentionPeriod(80, EIGHT.since)
    assert years_in_force([slip, EIGHT], TODAY) == 8


def test_a_partnership_sets_its_period() -> None:
    """With the day from which it applies; nonsense is refused."""
    home = Partnership.register("WAL", "Walsall", by=by())
    set_it = fact(Partnership.RetentionSet, years=8, since=TODAY)
    changed = given(home).when(Partnership.set_retention, 8).then(set_it)
    assert changed.retention == (RetentionPeriod(8, TODAY),)
    for years in (0, 101):
        outcome = given(home).when(Partnership.set_retention, years)
        outcome.refused("A period of retention is from 1 to 100 years.", field="years")
