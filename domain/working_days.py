"""Working days: Monday to Friday, but for the holidays that the caller names.

Which days are bank holidays is never known here: every function is given them, as anything that answers
`day in holidays`.
"""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Say whether people are at work: neither a weekend nor one of the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Container[date]) -> date:
    """Give the first working day from `day` on: the day itself if it is one."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """Give the working day that comes `count` working days after `day`, which itself is not counted.

    A count of 0 gives the first working day from `day` on. Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("Working days are counted forwards only.")
    if count == 0:
        return next_working_day(day, holidays)
    for _ in range(count):
        day = next_working_day(day + ONE_DAY, holidays)
    return day
