"""The ageing and slippage report as an Excel workbook with charts of its own, and as CSV."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from api.exporting.tables import Band, Column, about, as_csv, heading_format, new_workbook, sheet_name
from api.exporting.texts import for_excel
from projections.reports.figures import ALL_AGENCIES, Figures

TITLE: Final = "Ageing and slippage of actions"
_COLOURS: Final = ("#1D70B8", "#912B88", "#B35C00", "#942514")
"""Each at least 4.5 to 1 against white."""
_SHEETS: Final = (
    ("Ageing", range(1, 5), True),
    ("Slippage by agency", range(3, 5), False),
    ("Slippage", range(1, 2), False),
)
"""The name of each sheet, the columns that its chart shows, and whether the bars lie across."""
_PIXELS_A_BAR, _PIXELS_AROUND, _LEAST_PIXELS = 26, 160, 320
_DATA_LABELS: Final = {"value": True, "num_format": "0;-0;;", "font": {"color": "#FFFFFF"}}


def report_xlsx(figures: Sequence[Figures], *, band: Band) -> bytes:
    """The report from its three tables: a sheet "About", then a sheet for each with a chart of it."""
    file = BytesIO()
    with new_workbook(file, title=TITLE, made_at=band.made_at) as workbook:
        about(workbook, TITLE, band.lines())
        for table, (name, shown, across) in zip(figures, _SHEETS, strict=True):
            sheet = _sheet(workbook, name, table)
            _chart(workbook, sheet, name, table, shown, across=across)
    return file.getvalue()


def figures_csv(figures: Figures) -> Iterator[bytes]:
    """One of its tables as CSV."""
    columns = [Column(heading, _cell(place)) for place, heading in enumerate(figures.headings)]
    return as_csv(columns, figures.rows)


def _cell(place: int) -> Any:
    """What a column shows of a row; numbers that are not whole as words, with one decimal."""
    return lambda row: str(row[place]) if isinstance(row[place], float) else row[place]


def _sheet(workbook: Any, name: str, figures: Figures) -> Any:
    sheet = workbook.add_worksheet(sheet_name(name))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(figures.headings) - 1, 14)
    sheet.write_string(0, 0, figures.title, workbook.add_format({"bold": True, "font_size": 14}))
    headed, words = heading_format(workbook), workbook.add_format({"text_wrap": True, "valign": "top"})
    for place, heading in enumerate(figures.headings):
        sheet.write_string(2, place, heading, headed)
    for number, row in enumerate(figures.rows, start=3):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, for_excel(value), words)
            else:
                sheet.write_number(number, place, value)
    if not figures.rows:
        sheet.write_string(3, 0, "No action is like this.", words)
    sheet.freeze_panes(3, 1)
    return sheet


def _chart(workbook: Any, sheet: Any, name: str, figures: Figures, shown: range, *, across: bool) -> None:
    """Put a chart of some columns under the table; the row of all agencies stands in the table alone."""
    rows = [row for row in figures.rows if row[0] != ALL_AGENCIES]
    if not rows:
        return
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"} if across else {"type": "column"})
    last = 2 + len(rows)
    for colour, place in zip(_COLOURS, shown, strict=False):
        series = {
            "name": [name, 2, place],
            "categories": [name, 3, 0, last, 0],
            "values": [name, 3, place, last, place],
            "fill": {"color": colour},
            "border": {"color": "#FFFFFF"},
            "data_labels": _DATA_LABELS if across else {"value": True},
        }
        chart.add_series(series)
    chart.set_title({"name": figures.title})
    _name_axes(chart, figures, across=across)
    chart.set_legend({"position": "bottom"} if len(shown) > 1 else {"none": True})
    height = max(_LEAST_PIXELS, _PIXELS_AROUND + _PIXELS_A_BAR * len(rows)) if across else _LEAST_PIXELS
    chart.set_size({"width": 900, "height": height})
    described = f"Chart: {figures.title}. The same figures stand in the table above it."
    sheet.insert_chart(4 + len(figures.rows), 0, chart, {"description": described})


def _name_axes(chart: Any, figures: Figures, *, across: bool) -> None:
    """Name both axes. Bars stand from below in Excel: they are turned to the order of the table."""
    by_days = any("days" in heading for heading in figures.headings) and not across
    counted = "Days" if by_days else "Actions"
    chart.set_x_axis({"name": figures.headings[0], "reverse": across})
    chart.set_y_axis({"name": counted, "min": 0, "major_gridlines": {"visible": True}})
