"""Working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.working_days import add_working_days, is_working_day, next_working_day

CHRISTMAS_2026 = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 27), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
    ],
)
def test_weekends_and_holidays_are_not_working_days(day: date, working: bool) -> None:
    """Thursday before Christmas is, the holiday, the weekend and the substitute day are not."""
    assert is_working_day(day, CHRISTMAS_2026) is working


def test_the_next_working_day_is_the_day_itself_or_the_first_after_the_break() -> None:
    """Four days off in a row are passed over at once."""
    assert next_working_day(date(2026, 12, 24), CHRISTMAS_2026) == date(2026, 12, 24)
    assert next_working_day(date(2026, 12, 25), CHRISTMAS_2026) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 12, 21), 3, date(2026, 12, 24)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 0, date(2026, 12, 24)),
        (date(2026, 12, 25), 0, date(2026, 12, 29)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2026, 12, 26), 5, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_after_the_day_itself(day: date, count: int, then: date) -> None:
    """From a day off, the first working day is number one."""
    assert add_working_days(day, count, CHRISTMAS_2026) == then


def test_counting_backwards_is_refused() -> None:
    """Working days are counted forwards only."""
    with pytest.raises(ValueError, match="forwards only"):
        add_working_days(date(2026, 12, 24), -1, CHRISTMAS_2026)


@given(DAYS, HOLIDAYS)
def test_nothing_between_a_day_and_its_next_working_day_is_one(day: date, holidays: frozenset[date]) -> None:
    """The next working day is a working day, and the first."""
    then = next_working_day(day, holidays)
    assert is_working_day(then, holidays)
    assert not any(is_working_day(day + timedelta(days=step), holidays) for step in range((then - day).days))


@given(DAYS, st.integers(1, 30), HOLIDAYS)
def test_exactly_so_many_working_days_are_added(day: date, count: int, holidays: frozenset[date]) -> None:
    """Counting the working days passed gives the number asked for."""
    then = add_working_days(day, count, holidays)
    passed = [day + timedelta(days=step) for step in range(1, (then - day).days + 1)]
    assert sum(is_working_day(one, holidays) for one in passed) == count
