"""Days and months inside a text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import dates_in, read_date

THE_FOURTH = date(2020, 3, 4)

WRITTEN = [
    "{0.day:02}/{0.month:02}/{0.year}",
    "{0.day}/{0.month}/{0.year}",
    "{0.day}.{0.month}.{0.year}",
    "{0.day:02}-{0.month:02}-{0.year}",
    "{0:%Y-%m-%d}",
    "{0:%Y-%m-%d} 00:00:00",
    "{0:%Y-%m-%dT%H:%M:%S}",
    "{0.day} {0:%B} {0.year}",
    "{0.day}th {0:%b} {0.year}.",
    "{0:%A} {0.day} {0:%B}, {0.year}",
    "{0:%d-%b-%Y}",
]


@pytest.mark.parametrize(
    "words",
    [
        "04/03/2020",
        "4/3/2020",
        "04 / 03 / 2020",
        "4.3.2020",
        "04.03.20",
        "04-03-20",
        "04-03-2020",
        "04/03/20",
        "2020-03-04",
        "2020/03/04",
        "2020-03-04 00:00:00",
        "2020-03-04T00:00:00",
        "2020-03-04T10:30:00.000Z",
        "04/03/2020 10:30",
        "4 March 2020",
        "4 march 2020",
        "4 MARCH 2020",
        "4th March 2020",
        "4 th March 2020",
        "4ᵗʰ March 2020",
        "4th of March, 2020",
        "4 Mar 2020",
        "4 Mar. 2020",
        "04-Mar-20",
        "04/Mar/2020",
        "4March2020",
        "4 March '20",
        "Wed 4 March 2020",
        "Mon 4 March 2020",
        "Weds. 4th March 2020",
        "Wednesday, 4 March 2020",
        "  4\u00a0March\n2020. ",
        "04–03–2020",
    ],
)
def test_a_full_date_is_read_in_uk_order(words: str) -> None:
    """The first number is the day, the second the month, however the date is written."""
    assert read_date(words) == THE_FOURTH
    assert dates_in(f"Complete {words} and shared") == [THE_FOURTH]


def test_a_short_year_after_a_space_counts_only_where_no_word_follows() -> None:
    """A text "4 March 20" is a date; in "4 March 20 staff were trained" the 20 counts staff."""
    assert read_date("4 March 20") == THE_FOURTH
    assert dates_in("Agreed 4 March 20, then shared") == [THE_FOURTH]
    assert dates_in("On 4 March 20 staff were trained") == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "March 2020",
        "4 March",
        "03/2020",
        "03/13/2020",
        "30/02/2021",
        "29/02/2021",
        "31 September 2020",
        "00/01/2020",
        "2020-13-01",
        "04/03/202",
        "04/03/0202",
        "04/03/20201",
        "March 4, 2020",
        "43921",
        "10.1.1.1",
        "1.2.20",
        "by 4 March 2020",
        "4 March 2020 (extended)",
        "04/03/2020 - 05/03/2020",
        "Wednesday",
        "4-6 March 2020",
    ],
)
def test_anything_but_one_full_date_is_not_read_as_one(words: str) -> None:
    """Part of a date, a day that does not exist, American order or words beside the date give none."""
    assert read_date(words) is None


@pytest.mark.parametrize(
    ("prose", "days"),
    [
        ("Complete 04/03/2020", [THE_FOURTH]),
        ("Complete-04/03/2020", [THE_FOURTH]),
        ("(04/03/2020)", [THE_FOURTH]),
        ("signed off 20/01/2020 by the Board; shared 4 March 2020.", [date(2020, 1, 20), THE_FOURTH]),
        ("4 March 2020, then 20/01/2020", [THE_FOURTH, date(2020, 1, 20)]),
        ("1-3 Complete, signed off 20/01/2020", [date(2020, 1, 20)]),
        ("31/03/2021-30/06/2021", [date(2021, 3, 31), date(2021, 6, 30)]),
        ("31/03/21–30/06/21", [date(2021, 3, 31), date(2021, 6, 30)]),
        ("4 March - 30 June 2020", [date(2020, 6, 30)]),
        ("4 March-30 June 2020", [date(2020, 6, 30)]),
        ("Recommendation 10.1.1.1 and R1.2.2020 and 3.140", []),
        ("31 September 2020, later 04/03/2020", [THE_FOURTH]),
        ("The policy of June 2020", []),
        ("See 10.1.4.2020", []),
        ("The year 4 March 2020/21", []),
        ("Case 4 March 20201", []),
        ("Case 4-Mar-20.1", []),
        ("Section 9 of the 2004 Act", []),
        ("", []),
    ],
)
def test_the_dates_inside_prose_are_found_in_order(prose: str, days: list[date]) -> None:
    """Only full days that exist are found, and a number of a recommendation is never one."""
    assert dates_in(prose) == days


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(WRITTEN))
def test_every_day_is_read_back_as_it_was_written(day: date, form: str) -> None:
    """Whatever day is written in a form in use, that day is read."""
    written = form.format(day)
    assert read_date(written) == day
    assert dates_in(f"Shared with all staff on {written}") == [day]


@given(st.text())
def test_no_text_at_all_upsets_the_reading(text: str) -> None:
    """Any text gives a list of days; one that is a date as a whole is also found inside itself."""
    whole = read_date(text)
    assert whole is None or dates_in(text) == [whole]
