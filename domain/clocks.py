"""Days as London counts them: the dates of a partnership are days there, whatever a server says."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS_IN_A_YEAR = 12


def london_day(moment: datetime) -> date:
    """Give the day in London at a moment. Raises ValueError for a moment that names no time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone belongs to no day in London.")
    return moment.astimezone(LONDON).date()


def end_of_london_day(day: date) -> datetime:
    """Give the first instant, in UTC, that is no longer `day` in London."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Give the same day of another month, or the last day of that month where it is shorter."""
    years, month_index = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_between(first: date, last: date) -> int:
    """Count the days from `first` to `last`; negative where `last` comes first."""
    return (last - first).days


def in_words(day: date) -> str:
    """Write a day as people do: 4 March 2020."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
