"""Days as London counts them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import add_months, days_between, end_of_london_day, in_words, london_day

DAYS = st.dates(date(1975, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 15, 23, 59, 59, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 16, 0, 0, tzinfo=UTC), date(2026, 1, 16)),
        (datetime(2026, 7, 15, 22, 59, 59, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 15, 23, 0, tzinfo=UTC), date(2026, 7, 16)),
        (datetime(2026, 1, 15, 20, 0, tzinfo=timezone(timedelta(hours=-5))), date(2026, 1, 16)),
    ],
)
def test_a_moment_belongs_to_its_day_in_london(moment: datetime, day: date) -> None:
    """In summer London's day begins an hour before the day in UTC; the zone of the moment does not matter."""
    assert london_day(moment) == day


def test_a_moment_without_a_zone_is_refused() -> None:
    """A moment that names no time zone could be any of two days."""
    with pytest.raises(ValueError, match="belongs to no day in London"):
        london_day(datetime(2026, 1, 15, 12, 0))  # noqa: DTZ001 - a moment without a zone is the case


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 16, 0, 0, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 29, 0, 0, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_when_the_next_begins_in_london(day: date, end: datetime) -> None:
    """Days on which the clocks change last 23 or 25 hours."""
    assert end_of_london_day(day) == end
    assert end_of_london_day(day).tzinfo is UTC


@given(DAYS)
def test_the_end_of_a_day_is_the_first_instant_after_it(day: date) -> None:
    """The instant itself is in the next day, the microsecond before it still in this one."""
    end = end_of_london_day(day)
    assert london_day(end) == day + timedelta(days=1)
    assert london_day(end - timedelta(microseconds=1)) == day


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_keep_the_day_or_end_with_a_shorter_month(day: date, months: int, then: date) -> None:
    """Where the other month has no such day, its last day is taken."""
    assert add_months(day, months) == then


@given(DAYS, st.integers(-240, 240))
def test_months_add_up_whatever_the_day(day: date, months: int) -> None:
    """The month is exactly so many months away, and the day never later in it than it was."""
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


def test_days_between_count_forwards_and_backwards() -> None:
    """The same day is 0, the next 1, the one before -1."""
    day = date(2026, 3, 28)
    assert [days_between(day, day + timedelta(days=step)) for step in (0, 1, -1, 365)] == [0, 1, -1, 365]


def test_a_day_in_words_has_no_leading_nought() -> None:
    """A day reads as people write it."""
    assert in_words(date(2020, 3, 4)) == "4 March 2020"
