"""The rows of a table under its headings: entries of a plan, banners across the table, lines above it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from api.importing.headings import Column, Headings, goes_on, headings_of, is_heading
from api.importing.tables import BLANK, Cell, Row, Table

_LABEL = re.compile(
    r"(?=.*\d|[A-Za-z]\W?$)\S{1,20}(?:\s\S{1,6}){0,2}|(?:recommendation|rec)\b.{0,20}", re.IGNORECASE
)
_JOINED = {Column.PROGRESS, Column.EVIDENCE, Column.COMPLETION, Column.ISSUE, Column.THEME, Column.ADDRESSEE}


@dataclass
class Entry:
    """One row: the words under each heading, and which of them go on from the row above."""

    where: str
    headings: Headings
    texts: dict[Column, str] = field(default_factory=dict)
    carried: set[Column] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    fresh_remarks: bool = False

    def text(self, column: Column) -> str:
        """The words of one column; "" when it has none."""
        return self.texts.get(column, "")

    def fresh(self, column: Column) -> str:
        """The words of one column, unless they go on from the row above."""
        return "" if column in self.carried else self.text(column)

    def heading(self, column: Column) -> str:
        """The heading of the first column of the kind, as printed."""
        return self.headings.words[self.headings.columns.index(column)]


@dataclass(frozen=True)
class Banner:
    """A line across the table, such as "Recommendations for health", or one above its headings."""

    where: str
    text: str
    above_headings: bool = False


def entries_of(table: Table, headings: Headings | None = None) -> Iterator[Entry | Banner]:
    """The entries and banners of a table, in its order. `headings`: those of the table before it."""
    rows = iter(_with_neighbours(table.rows))
    for row, below in rows:
        if not row.filled:
            continue
        if is_heading(row):
            two = below is not None and goes_on(row, below)
            headings = _settled(headings_of([row, below] if two and below else [row]), row, table)
            if two:
                next(rows)
        elif headings is None or _is_banner(row, headings):
            text = " ".join(dict.fromkeys(cell.text for cell in row.filled))
            yield Banner(table.where(row), text, above_headings=headings is None)
        else:
            yield _entry(table.where(row), row, headings)


def _with_neighbours(rows: list[Row]) -> list[tuple[Row, Row | None]]:
    return list(zip(rows, [*rows[1:], None], strict=True))


def _settled(headings: Headings, row: Row, table: Table) -> Headings:
    """The headings with one column for the wording, and one for the number where there is one."""
    columns = list(headings.columns)
    places = [index for index, column in enumerate(columns) if column is Column.RECOMMENDATION]
    if len(places) > 1 and row.cell(places[1]).spread and _holds_labels(table, row, places[0]):
        columns[places.pop(0)] = Column.NUMBER
    for extra in places[1:]:
        columns[extra] = Column.REMARK
    if Column.NUMBER not in columns and Column.ACTION_NUMBER in columns:
        columns[columns.index(Column.ACTION_NUMBER)] = Column.NUMBER
    left = places[0] - 1
    if (
        Column.NUMBER not in columns
        and left >= 0
        and not headings.words[left]
        and _holds_labels(table, row, left)
    ):
        columns[left] = Column.NUMBER
    if Column.COMPLETION in columns and Column.TARGET not in columns:
        place = columns.index(Column.COMPLETION)
        if re.fullmatch(
            r"(?:date of completion|completion date)", headings.words[place].strip(" :").casefold()
        ):
            columns[place] = Column.TARGET
    return replace(headings, columns=tuple(columns))


def _holds_labels(table: Table, heading: Row, column: int) -> bool:
    below = [
        row.cells[column].text
        for row in table.rows
        if row.number > heading.number and column < len(row.cells)
    ]
    texts = [text for text in below if text]
    return bool(texts) and all(_LABEL.fullmatch(text) for text in texts)


def _is_banner(row: Row, headings: Headings) -> bool:
    """Whether one text stands across the row, or alone where a number or a theme would stand."""
    if len(row.filled) != 1 or row.filled[0].carried:
        return False
    place = row.cells.index(row.filled[0])
    covered = sum(cell.spread for cell in row.cells) + 1
    if covered > 1 and covered >= len(headings.columns) - 1:
        return True
    column = headings.columns[place] if place < len(headings.columns) else Column.REMARK
    if len(headings.columns) == 1 or column not in {Column.NUMBER, Column.THEME}:
        return False
    return column is Column.THEME or not _LABEL.fullmatch(row.filled[0].text)


def _entry(where: str, row: Row, headings: Headings) -> Entry:
    entry = Entry(where, headings)
    for index, cell in enumerate(_aligned(row, headings)):
        if cell.text and not cell.spread:
            known = index < len(headings.columns)
            column = headings.columns[index] if known else Column.REMARK
            words = headings.words[index] if known and headings.words[index] else f"Column {index + 1}"
            _put(entry, column, words, cell)
    return entry


def _aligned(row: Row, headings: Headings) -> Sequence[Cell]:
    """The cells under their headings, also where borders that were moved by hand put them beside these."""
    if len(row.starts) != len(headings.starts) or row.starts == headings.starts:
        return row.cells
    cells = [BLANK] * len(headings.columns)
    for own, start in zip(row.starts, headings.starts, strict=True):
        cells[start] = row.cells[own]
    return cells


def _put(entry: Entry, column: Column, heading: str, cell: Cell) -> None:
    shared = entry.headings.columns.count(column) > 1
    told = f"{heading}: {cell.text}"
    if column in _JOINED and shared and column is not Column.ADDRESSEE:
        entry.texts[column] = "\n".join(part for part in (entry.text(column), told) if part)
    elif column in _JOINED and entry.text(column):
        entry.texts[column] += f"\n{cell.text}"
    elif column in {Column.REMARK, Column.ACTION_NUMBER} or entry.text(column):
        entry.remarks.append(told)
        entry.fresh_remarks |= not cell.carried
    else:
        entry.texts[column] = cell.text
        entry.carried |= {column} if cell.carried else set()
