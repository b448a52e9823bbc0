"""The bank holidays of England and Wales, as GOV.UK published them, without a look-up over the network.

The list is the copy that govuk-bank-holidays ships. It names holidays that were proclaimed for one year or
moved, which no rule can know. Past its last year the regular holidays of the Banking and Financial Dealings
Act 1971 (Schedule 1, and the proclamations repeated each year since) are worked out by rule, and a warning is
logged once for each such year: a newer list is needed by then.
"""

import logging
from collections.abc import Container
from datetime import date, timedelta

from govuk_bank_holidays.bank_holidays import BankHolidays as GovUkList

from domain.working_days import SATURDAY

logger = logging.getLogger(__name__)

MAY, AUGUST, DECEMBER = 5, 8, 12


class BankHolidays(Container[date]):
    """Answers `day in holidays` for England and Wales."""

    def __init__(self) -> None:
        listed = GovUkList(use_cached_holidays=True).get_holidays(GovUkList.ENGLAND_AND_WALES)
        self.listed = frozenset(holiday["date"] for holiday in listed)
        self.last_listed_year = max(self.listed).year

        self.worked_out: dict[int, frozenset[date]] = {}

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date) or day.year <= self.last_listed_year:
            return day in self.listed
        return day in self._past_the_list(day.year)

    def _past_the_list(self, year: int) -> frozenset[date]:
        if year not in self.worked_out:
            logger.warning(
                "The list of bank holidays ends before %s; its regular ones were worked out.", year
            )
            self.worked_out[year] = regular_holidays(year)
        return self.worked_out[year]


def regular_holidays(year: int) -> frozenset[date]:
    """Work out the eight regular bank holidays of a year in England and Wales, with their substitutes."""
    easter = _easter_sunday(year)
    last_of_may, last_of_august = date(year, MAY, 31), date(year, AUGUST, 31)
    christmas = _first_weekday(date(year, DECEMBER, 25))
    return frozenset(
        {
            _first_weekday(date(year, 1, 1)),
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _monday_on_or_before(date(year, MAY, 7)),
            _monday_on_or_before(last_of_may),
            _monday_on_or_before(last_of_august),
            christmas,
            _first_weekday(max(christmas + timedelta(days=1), date(year, DECEMBER, 26))),
        }
    )


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_weekday(day: date) -> date:
    """The day itself, or the Monday after it where it falls on a weekend."""
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())


def _easter_sunday(year: int) -> date:
    """Easter by the Gregorian computus in the form of J.-M. Oudin (1940)."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))
