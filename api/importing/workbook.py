"""Excel workbooks: every sheet with something on it, merged cells filled, dates as ISO text."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from api.importing.package import MOST_CELLS, too_many_cells
from api.importing.refusing import UnreadablePlan
from api.importing.tables import BLANK, Cell, Row, Table, cleaned


def workbook_tables(name: str, data: bytes) -> list[Table]:
    """One table for each sheet that has something on it. Raises UnreadablePlan."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        return [
            _sheet(
                name, workbook.get_sheet_by_name(each.name), hidden=each.visible != SheetVisibleEnum.Visible
            )
            for each in workbook.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
    except (UnreadablePlan, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as problem:  # a panic of the library is no Exception
        raise UnreadablePlan(f"{name} is damaged: Excel's sheets in it cannot be read.") from problem


def _sheet(name: str, sheet: CalamineSheet, *, hidden: bool) -> Table:
    merged = _merged(name, sheet)
    rows: list[Row] = []
    above: list[Cell] = []
    for number, values in enumerate(sheet.iter_rows()):
        cells = [_cell(value) for value in values]
        if merged:
            _fill(cells, above, number, merged)
        above = cells
        if any(cell.text for cell in cells):
            rows.append(Row(number + 1, tuple(cells)))
    return Table(f"sheet {sheet.name}", rows, hidden=hidden)


def _merged(name: str, sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place that a merged cell covers, the place where that cell begins."""
    last_row, last_column = sheet.end or (-1, -1)
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    places = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        rows, columns = range(top, min(bottom, last_row) + 1), range(left, min(right, last_column) + 1)
        places += len(rows) * len(columns)
        if places > MOST_CELLS:
            raise too_many_cells(name)
        covered |= {(row, column): (top, left) for row in rows for column in columns}
    return covered


def _fill(
    cells: list[Cell], above: list[Cell], row: int, merged: dict[tuple[int, int], tuple[int, int]]
) -> None:
    for column in range(len(cells)):
        top, left = merged.get((row, column), (row, column))
        if top < row:
            cells[column] = Cell(above[column].text, carried=True, spread=left < column)
        elif left < column:
            cells[column] = Cell(cells[left].text, spread=True)


def _cell(value: Any) -> Cell:
    text = cleaned(_text(value))
    return Cell(text) if text else BLANK


def _text(value: Any) -> str:
    """What a person sees in the cell; a date as ISO text without a time of day."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float():
            return str(int(value)) if value.is_integer() else f"{value:.15g}"
        case _:
            return str(value)
