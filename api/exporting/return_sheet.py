"""An agency's open actions as a workbook to fill in and send back: progress, completion, more time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Any, Final

from api.exporting.tables import DAY, Band, Value, about, heading_format, new_workbook, write_cell
from domain.vocabulary import Forecast

SHEET: Final = "Actions"
YES: Final = "yes"

_EARLIEST: Final = date(1990, 1, 1)


class Asked(StrEnum):
    """The headings of what an agency fills in, and of what tells which action a row is about."""

    PROGRESS = "Progress since the last report"
    EVIDENCE = "Evidence"
    FORECAST = "Forecast"
    COMPLETE = "Reported complete?"
    COMPLETED_ON = "Completed on"
    WHAT_WAS_DONE = "What was done"
    UNTIL = "More time asked until"
    WHY = "Why more time is needed"
    IDENTITY = "Action id (do not change)"
    VERSION = "Version (do not change)"


FILLED_IN: Final = tuple(Asked)[:8]


@dataclass(frozen=True)
class _Shown:
    """A column that is only shown."""

    heading: str
    value: Callable[[Any], Value]
    width: int


_SHOWN: Final = (
    _Shown("Number", lambda row: row.number, 12),
    _Shown("Review", lambda row: row.reference, 14),
    _Shown("Action", lambda row: row.text, 60),
    _Shown("Due", lambda row: row.due, 13),
    _Shown("State", lambda row: row.delivery, 16),
    _Shown("Forecast so far", lambda row: row.forecast, 14),
    _Shown("Last progress", lambda row: row.last_progress_on, 13),
)
_WIDTHS: Final = {
    Asked.PROGRESS: 50,
    Asked.EVIDENCE: 36,
    Asked.FORECAST: 13,
    Asked.COMPLETE: 12,
    Asked.COMPLETED_ON: 13,
    Asked.WHAT_WAS_DONE: 40,
    Asked.UNTIL: 13,
    Asked.WHY: 40,
    Asked.IDENTITY: 38,
    Asked.VERSION: 10,
}
_INSTRUCTIONS: Final = (
    ("1", "Fill in the white columns of the sheet “Actions”. Leave a row empty where nothing is new."),
    ("2", "Progress: what was done since the last report. Evidence: what shows it, and where it is kept."),
    ("3", f"Forecast: choose {', '.join(Forecast)}."),
    (
        "4",
        f"Reported complete: choose {YES}, give the day, and say what was done and where the evidence is.",
    ),
    (
        "5",
        "More time: give the new date, and say why. The partnership decides; until then the due date stands.",
    ),
    ("6", "Write days as 31/03/2027. Grey columns are locked: they say which action a row is about."),
    ("7", "Save the file as .xlsx and send it back. Nothing is recorded before the differences were shown."),
)


def return_sheet(rows: Iterable[Any], *, agency: str, band: Band) -> bytes:
    """The workbook for these open actions (`row`s of `projections.actions.ActionSeen`) of an agency.

    What identifies an action, and all that is shown, is locked; the lock has no password.
    """
    file = BytesIO()
    with new_workbook(file, title=f"Open actions of {agency}", made_at=band.made_at) as workbook:
        about(workbook, f"Open actions of {agency}", [*_INSTRUCTIONS, *band.lines()])
        sheet = workbook.add_worksheet(SHEET)
        _head(workbook, sheet)
        last = _fill(workbook, sheet, rows)
        _ask(sheet, max(last, 1))
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        workbook.worksheets()[0].protect()
        sheet.activate()
    return file.getvalue()


def _head(workbook: Any, sheet: Any) -> None:
    headed = heading_format(workbook)
    widths = [(one.heading, one.width) for one in _SHOWN] + list(_WIDTHS.items())
    for place, (heading, width) in enumerate(widths):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, headed)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _fill(workbook: Any, sheet: Any, rows: Iterable[Any]) -> int:
    """Write the rows; the number of the last one comes back."""
    grey = {"text_wrap": True, "valign": "top", "bg_color": "#F3F2F1", "border": 1}
    locked, day = workbook.add_format(grey), workbook.add_format({**grey, "num_format": DAY})
    white = {"text_wrap": True, "valign": "top", "locked": False, "border": 1}
    words, when = (
        workbook.add_format({**white, "num_format": "@"}),
        workbook.add_format({**white, "num_format": "dd/mm/yyyy"}),
    )
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, shown in enumerate(_SHOWN):
            sheet.write_blank(last, place, None, locked)
            write_cell(sheet, last, place, shown.value(row), {str: locked, int: locked, date: day})
        for place, asked in enumerate(FILLED_IN, start=len(_SHOWN)):
            sheet.write_blank(last, place, None, when if asked in _DAYS else words)
        sheet.write_string(last, _place(Asked.IDENTITY), str(row.id), locked)
        sheet.write_number(last, _place(Asked.VERSION), row.version, locked)
    return last


_DAYS: Final = (Asked.COMPLETED_ON, Asked.UNTIL)


def _place(asked: Asked) -> int:
    return len(_SHOWN) + tuple(Asked).index(asked)


def _ask(sheet: Any, last: int) -> None:
    """Offer the choices, and turn away in Excel what is no day."""
    for asked, choices in ((Asked.FORECAST, [str(one) for one in Forecast]), (Asked.COMPLETE, [YES])):
        error = f"Choose {' or '.join(choices)}, or leave it empty."
        rule = {"validate": "list", "source": choices, "error_title": asked.value, "error_message": error}
        sheet.data_validation(1, _place(asked), last, _place(asked), rule)
    for asked in _DAYS:
        error = "Write a day, such as 31/03/2027."
        kind = {"validate": "date", "criteria": ">=", "value": _EARLIEST}
        told = {"error_title": asked.value, "error_message": error}
        sheet.data_validation(1, _place(asked), last, _place(asked), {**kind, **told})
