"""Lists as files: CSV that is written as it is read, and an Excel workbook that says what it shows."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any, Final

import xlsxwriter

from api.exporting.texts import for_excel, harmless
from domain.clocks import LONDON, in_words
from domain.refusals import Refused

Value = str | int | date | datetime | None
DAY, MOMENT = "d mmm yyyy", "d mmm yyyy hh:mm"
_PIECE: Final = 65_536
_LONGEST_SHEET_NAME: Final = 31


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it shows of a row, and how wide it is, in characters.

    `name` is its word in addresses; a list whose columns have none shows all of them always.
    """

    heading: str
    value: Callable[[Any], Value]
    width: int = 16
    name: str = ""


def chosen(columns: Sequence[Column], said: str | None, *, by_heading: bool = False) -> Sequence[Column]:
    """The columns that an address names, with commas between; all without any.

    The first says which thing a row is about, and stands always. Refuses a column that the list has not, and
    says which it has: to programs by their words, to people by their headings.
    """
    if not said:
        return columns
    known = {column.name: column for column in columns}
    named = dict.fromkeys(name.strip() for name in said.split(",") if name.strip())
    for name in named:
        if name not in known:
            there = [column.heading for column in columns] if by_heading else known
            raise Refused(f"This list has no column “{name}”. It has: {', '.join(there)}.", field="columns")
    return [known[name] for name in dict.fromkeys([columns[0].name, *named])]


@dataclass(frozen=True)
class Band:
    """What a file says of itself: which list with which filters, as at when, made when and by which post.

    Moments have a time zone; `as_at` is None for the present. `filters` are sentences, empty for all.
    """

    shows: str
    filters: Sequence[str]
    as_at: datetime | None
    made_at: datetime
    made_by: str

    def lines(self) -> list[tuple[str, str]]:
        """Heading and words, one pair a line."""
        past = f"{moment(self.as_at)}. This is the past." if self.as_at else f"{moment(self.made_at)} (now)"
        return [
            ("Shows", self.shows),
            ("Filters", "; ".join(self.filters) or "None: all of it"),
            ("As at", past),
            ("Made", moment(self.made_at)),
            ("Made by", self.made_by),
        ]


def moment(value: datetime) -> str:
    """A moment as people in London write it: 4 March 2020, 14:05 (London)."""
    there = value.astimezone(LONDON)
    return f"{in_words(there.date())}, {there:%H:%M} (London)"


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """The list as CSV in pieces, as the rows come: UTF-8 with a mark, CRLF, days as YYYY-MM-DD."""
    page = StringIO(newline="")
    write = csv.writer(page, lineterminator="\r\n").writerow
    page.write("\ufeff")
    write([harmless(column.heading) for column in columns])
    for row in rows:
        write([_commas(column.value(row)) for column in columns])
        if page.tell() > _PIECE:
            yield _taken(page)
    yield _taken(page)


def as_xlsx(columns: Sequence[Column], rows: Iterable[Any], *, title: str, band: Band) -> bytes:
    """The list as an Excel workbook: a sheet "About", then the list. No text becomes a formula or a link."""
    file = BytesIO()
    with new_workbook(file, title=title, made_at=band.made_at, constant_memory=True) as workbook:
        about(workbook, title, band.lines())
        _fill(workbook, workbook.add_worksheet(sheet_name(title)), columns, rows)
    return file.getvalue()


def new_workbook(file: BytesIO, *, title: str, made_at: datetime, constant_memory: bool = False) -> Any:
    """An empty workbook in which text stays text."""
    options = {
        "constant_memory": constant_memory,
        "in_memory": not constant_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": DAY,
    }
    workbook = xlsxwriter.Workbook(file, options)
    made = made_at.astimezone(LONDON).replace(tzinfo=None)
    workbook.set_properties({"title": for_excel(title)[:255], "author": "DHR Tracker", "created": made})
    return workbook


def about(workbook: Any, title: str, lines: Iterable[tuple[str, str]]) -> None:
    """Add the sheet "About": a title, and what the file says of itself."""
    sheet = workbook.add_worksheet("About")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, for_excel(title), workbook.add_format({"bold": True, "font_size": 14}))
    heading = workbook.add_format({"bold": True, "valign": "top"})
    words = workbook.add_format({"text_wrap": True, "valign": "top"})
    for number, (name, said) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, heading)
        sheet.write_string(number, 1, for_excel(said), words)


def heading_format(workbook: Any) -> Any:
    """How a row of headings looks: white on dark blue, 12 to 1."""
    look = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#003078", "font_color": "#FFFFFF"}
    return workbook.add_format(look)


def sheet_name(title: str) -> str:
    """A title as Excel takes it for the name of a sheet."""
    allowed = "".join(" " if letter in "[]:*?/\\'" else letter for letter in for_excel(title))
    return " ".join(allowed.split())[:_LONGEST_SHEET_NAME].strip() or "List"


def _fill(workbook: Any, sheet: Any, columns: Sequence[Column], rows: Iterable[Any]) -> None:
    headed = heading_format(workbook)
    look = {"text_wrap": True, "valign": "top"}
    formats = {
        str: workbook.add_format(look),
        int: workbook.add_format({"valign": "top"}),
        date: workbook.add_format({**look, "num_format": DAY}),
        datetime: workbook.add_format({**look, "num_format": MOMENT}),
    }
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, headed)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            write_cell(sheet, last, place, column.value(row), formats)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def write_cell(sheet: Any, row: int, place: int, value: Value, formats: dict[type, Any]) -> None:
    """Write one value as what it is, in the format of its kind; nothing for None and no words."""
    match value:
        case None | "":
            return
        case str():
            sheet.write_string(row, place, for_excel(value), formats[str])
        case datetime():
            there = value.astimezone(LONDON).replace(tzinfo=None)
            sheet.write_datetime(row, place, there, formats[datetime])
        case date():
            sheet.write_datetime(row, place, value, formats[date])
        case int():
            sheet.write_number(row, place, value, formats[int])


def _commas(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case datetime():
            return value.astimezone(LONDON).isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case int():
            return str(value)


def _taken(page: StringIO) -> bytes:
    """What the page holds, as bytes; the page is empty afterwards."""
    piece = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return piece
