"""Lists as CSV and as Excel workbooks."""

import csv
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exporting.tables import Band, Column, as_csv, as_xlsx, moment, sheet_name
from api.exporting.texts import plain
from tests.api.exporting.looking import live_parts, parts, sheets
from tests.api.exporting.rows import ATTACKS

MADE = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
BAND = Band("Actions", ("Overdue", "Agency: Westshire Police"), None, MADE, "Coordinator, Council")
COLUMNS = (
    Column("Words", lambda row: row[0], 30),
    Column("Day", lambda row: row[1]),
    Column("Count", lambda row: row[2]),
)
ROW = ("Train\nall", date(2026, 3, 31), 5)


def test_csv_is_what_excel_opens() -> None:
    """UTF-8 with its mark, CRLF between rows, days as YYYY-MM-DD."""
    assert written([("Café", date(2026, 3, 31), 5)]) == (
        "\ufeffWords,Day,Count\r\nCafé,2026-03-31,5\r\n".encode()
    )


def test_csv_of_nothing() -> None:
    """An empty list has its headings."""
    assert written([]) == "\ufeffWords,Day,Count\r\n".encode()


def test_csv_of_empty_values_and_moments() -> None:
    """What is not known is empty; a moment is one in London, with its offset."""
    assert read([(None, MADE, None)])[1] == ["", "2026-07-01 13:30+01:00", ""]


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_holds_no_formula(attack: str) -> None:
    """Neither a cell nor a heading that a spreadsheet would run."""
    columns = [Column(attack, lambda row: row)]
    [heading], [cell] = csv.reader(
        StringIO(b"".join(as_csv(columns, [attack])).decode("utf-8-sig"), newline="")
    )
    assert heading == cell == "'" + plain(attack)


def test_negative_numbers_stay_numbers() -> None:
    """A number is no formula, also below zero."""
    assert read([("a", None, -5)])[1] == ["a", "", "-5"]


def test_csv_comes_as_the_rows_do() -> None:
    """The first piece is there before the last row was asked for: an endless list begins to be written."""
    endless: Iterator[tuple[str, date, int]] = (("x" * 100, date(2026, 3, 31), number) for number in count())
    pieces = as_csv(COLUMNS, endless)
    assert next(pieces).startswith("\ufeffWords".encode())
    assert len(next(pieces)) < 100_000


@given(st.lists(st.tuples(st.text(), st.none() | st.dates(), st.integers(-9, 9)), max_size=5))
def test_csv_says_all_that_was_typed(rows: list[tuple[str, date | None, int]]) -> None:
    """Quotation marks, commas and line breaks come back as they were."""
    found = [cells[0].removeprefix("'") for cells in read(rows)[1:]]
    assert found == [plain(text).removeprefix("'") for text, *_ in rows]


def test_xlsx_says_what_it_shows() -> None:
    """The first sheet tells the list, its filters, as at when, made when and by which post."""
    assert sheets(as_xlsx(COLUMNS, [], title="Overdue actions", band=BAND))["About"] == [
        ["Overdue actions", ""],
        ["", ""],
        ["Shows", "Actions"],
        ["Filters", "Overdue; Agency: Westshire Police"],
        ["As at", "1 July 2026, 13:30 (London) (now)"],
        ["Made", "1 July 2026, 13:30 (London)"],
        ["Made by", "Coordinator, Council"],
    ]


def test_xlsx_says_that_it_is_the_past() -> None:
    """A list as at a moment says so, in the time of London, and says when there are no filters."""
    band = replace(BAND, as_at=datetime(2026, 1, 5, 9, tzinfo=UTC), filters=())
    rows = dict(sheets(as_xlsx(COLUMNS, [], title="Actions", band=band))["About"][2:])
    assert rows["As at"] == "5 January 2026, 09:00 (London). This is the past."
    assert rows["Filters"] == "None: all of it"


def test_xlsx_has_real_dates_and_numbers() -> None:
    """Days are days, numbers are numbers, words are words, and nothing is an empty cell."""
    rows = sheets(as_xlsx(COLUMNS, [ROW, (None, None, None)], title="Actions", band=BAND))["Actions"]
    assert rows[:2] == [["Words", "Day", "Count"], ["Train\nall", date(2026, 3, 31), 5.0]]


def test_xlsx_tells_moments_in_london() -> None:
    """A moment stands as the clock in London showed it."""
    rows = sheets(as_xlsx(COLUMNS, [("a", MADE, 1)], title="Actions", band=BAND))["Actions"]
    assert rows[1][1] == datetime(2026, 7, 1, 13, 30)  # noqa: DTZ001


def test_xlsx_can_be_read_comfortably() -> None:
    """The headings stay in sight and are printed on every page; the list can be filtered; words wrap."""
    data = as_xlsx(COLUMNS, [ROW], title="Actions", band=BAND)
    sheet = parts(data, r"worksheets/sheet2\.xml")
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:C2"/>' in sheet
    assert "Print_Titles" in parts(data, r"xl/workbook\.xml")
    assert 'wrapText="1"' in parts(data, r"xl/styles\.xml")


@pytest.mark.parametrize("attack", [*ATTACKS, "https://example.org", "<r><t>x</t></r>", "{=1}", "_x0041_"])
def test_xlsx_holds_nothing_live(attack: str) -> None:
    """Whatever was typed is text: no formula, no link, no markup, in cells and on the first sheet."""
    band = replace(BAND, shows=attack, filters=(attack,), made_by=attack)
    data = as_xlsx(COLUMNS, [(attack, None, 1)], title=attack, band=band)
    assert live_parts(data) == []
    about, listed = sheets(data).values()
    assert [about[0][0].strip(), listed[1][0].strip()] == [plain(attack).strip()] * 2


@given(st.lists(st.text(min_size=1), max_size=4))
def test_any_text_makes_a_sound_workbook(texts: list[str]) -> None:
    """A workbook with whatever was typed opens again, and has a row for each."""
    rows = sheets(as_xlsx(COLUMNS, [(text, None, 1) for text in texts], title="Actions", band=BAND))[
        "Actions"
    ]
    assert len(rows) == len(texts) + 1
    assert live_parts(as_xlsx(COLUMNS, [(text, None, 1) for text in texts], title="A", band=BAND)) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Overdue actions", "Overdue actions"),
        ("Review D/H[R]*7?:", "Review D H R 7"),
        ("'", "List"),
        ("Recommendations of the review DHR7 of Westonbury", "Recommendations of the review D"),
    ],
)
def test_names_of_sheets(title: str, name: str) -> None:
    """Excel takes up to 31 characters, and none of its own marks."""
    assert sheet_name(title) == name


def test_moments_as_people_write_them() -> None:
    """In the time of London, summer or winter."""
    assert moment(MADE) == "1 July 2026, 13:30 (London)"
    assert moment(datetime(2026, 1, 1, tzinfo=UTC)) == "1 January 2026, 00:00 (London)"


def written(rows: list[Any]) -> bytes:
    """The list as CSV."""
    return b"".join(as_csv(COLUMNS, rows))


def read(rows: list[Any]) -> list[list[str]]:
    """The list as CSV, read again."""
    return list(csv.reader(StringIO(written(rows).decode("utf-8-sig"), newline="")))


def test_many_rows_need_little_memory() -> None:
    """However long a list is, few of its rows are in memory at once: they come and go as they are written."""
    many = (("word " * 800, date(2026, 3, 31), number) for number in range(2_000))
    assert peak(lambda: as_xlsx(COLUMNS, many, title="Actions", band=BAND)) < 4_000_000
    many = (("word " * 800, date(2026, 3, 31), number) for number in range(2_000))
    assert peak(lambda: sum(len(piece) for piece in as_csv(COLUMNS, many))) < 4_000_000


def peak(work: Callable[[], object]) -> int:
    """The most bytes that were in use at once for some work that writes 8,000,000 characters."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
