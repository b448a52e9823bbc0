"""The bank holidays of England and Wales."""

import logging
import socket
from datetime import date, timedelta

import holidays
import pytest

from domain.working_days import SATURDAY
from scheduler.bank_holidays import BankHolidays, regular_holidays

PROCLAIMED_FOR_ONE_YEAR = {2012, 2020, 2022, 2023}


def on_weekdays(year: int, subdivision: str) -> set[date]:
    """The days off that the independent package knows, without the weekends that have a substitute."""
    return {
        day
        for day in holidays.country_holidays("GB", subdiv=subdivision, years=year)
        if day.weekday() < SATURDAY
    }


def days_of(year: int) -> list[date]:
    """Every day of a year."""
    return [date(year, 1, 1) + timedelta(days=step) for step in range(366 if year % 4 == 0 else 365)]


@pytest.mark.parametrize("subdivision", ["ENG", "WLS"])
def test_the_list_agrees_with_an_independent_one(subdivision: str) -> None:
    """Year by year, GOV.UK's list and the package `holidays` name the same days off in both countries."""
    listed = BankHolidays()
    for year in range(min(listed.listed).year, listed.last_listed_year + 1):
        assert {day for day in days_of(year) if day in listed} == on_weekdays(year, subdivision)


def test_the_list_reaches_far_enough_to_be_of_use() -> None:
    """The list that is shipped covers the years in which the tracker begins its work."""
    assert BankHolidays().last_listed_year >= 2028


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 4, 3), True),
        (date(2026, 4, 6), True),
        (date(2022, 9, 19), True),
        (date(2023, 5, 8), True),
        (date(2020, 5, 4), False),
        (date(2026, 12, 25), True),
        (date(2026, 12, 28), True),
        (date(2026, 8, 3), False),
        (date(2026, 11, 30), False),
        (date(2026, 3, 17), False),
    ],
)
def test_days_known_to_everyone(day: date, off: bool) -> None:
    """Easter, state occasions and substitute days are; a moved day and other countries' holidays are not."""
    assert (day in BankHolidays()) is off


def test_past_the_list_the_regular_days_are_worked_out_with_one_warning_a_year(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A year that the list lacks still has its Christmas, and the log says that it was worked out."""
    listed = BankHolidays()
    year = listed.last_listed_year + 1
    with caplog.at_level(logging.WARNING):
        assert date(listed.last_listed_year, 12, 27) not in listed
        assert not caplog.records
        assert {day for day in days_of(year) if day in listed} == regular_holidays(year)
    assert [record.getMessage() for record in caplog.records] == [
        f"The list of bank holidays ends before {year}; its regular ones were worked out."
    ]


@pytest.mark.parametrize("year", [*range(2012, 2100)])
def test_the_regular_days_agree_with_an_independent_list(year: int) -> None:
    """Easter, the Mondays and the substitutes of every year are those of the package `holidays`."""
    if year not in PROCLAIMED_FOR_ONE_YEAR:
        assert regular_holidays(year) == on_weekdays(year, "ENG")
        assert len(regular_holidays(year)) == 8


def test_no_network_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is read with every connection forbidden."""

    def refuse(*_: object) -> None:
        raise AssertionError("A connection was tried.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert date(2026, 12, 25) in BankHolidays()


def test_what_is_no_day_is_no_holiday() -> None:
    """Asked about something that is not a day, the list says no."""
    assert "Christmas" not in BankHolidays()
