"""How long a concluded review is kept: a period of the partnership, with the day from which it applies.

Nothing is ever erased because a period is over: people decide (agreed practice; UK GDPR Art. 5(1)(e)).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

DEFAULT_YEARS: Final = 6
"""Where a partnership has set none: agreed practice, after the Limitation Act 1980, s.5."""
MOST_YEARS: Final = 100


@dataclass(frozen=True)
class RetentionPeriod:
    """So many years after the conclusion, in force since a day."""

    years: int
    since: date


def years_in_force(periods: Iterable[RetentionPeriod], day: date) -> int:
    """The years of the period that is in force on a day: of two of one day the later said counts."""
    in_force = [one for one in periods if one.since <= day]
    # `max` takes the first of those that are alike.
    return max(reversed(in_force), key=lambda one: one.since).years if in_force else DEFAULT_YEARS


def retention_ends(concluded_on: date, years: int) -> date:
    """The first day on which a review that was concluded on a day need be kept no longer.

    The same day of the year; the 29th of February becomes the 1st of March.
    """
    try:
        return concluded_on.replace(year=concluded_on.year + years)
    except ValueError:
        return date(concluded_on.year + years, 3, 1)
