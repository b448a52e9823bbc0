"""CSV files: their encoding, their separator, their rows."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from api.importing.headings import heads_actions, is_heading
from api.importing.package import MOST_CELLS, too_many_cells
from api.importing.refusing import UnreadablePlan
from api.importing.tables import BLANK, Cell, Row, Table, cleaned

_SEPARATORS = (",", ";", "\t")
_ROWS_TO_TRY = 200
_BINARY = set(range(32)) - {9, 10, 11, 12, 13}


def separated_tables(name: str, data: bytes) -> list[Table]:
    """The one table of a CSV file (UTF-8, UTF-16 with a mark, or Windows-1252). Raises UnreadablePlan."""
    text = _decoded(name, data)
    separator = max(_SEPARATORS, key=lambda each: _columns_headed(text, each))
    rows, cells = [], 0
    try:
        for row in _rows(text, separator):
            cells += len(row.filled)
            if cells > MOST_CELLS:
                raise too_many_cells(name)
            rows.append(row)
    except csv.Error as problem:
        raise UnreadablePlan(_broken(name, problem)) from problem
    return [Table("", rows)]


def _decoded(name: str, data: bytes) -> str:
    encodings = ["utf-8-sig", "cp1252"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif any(byte in _BINARY for byte in set(data)):
        raise UnreadablePlan(
            f"{name} holds characters that no text has; save it as CSV (UTF-8) and try again."
        )
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadablePlan(
        f"{name} is not text in UTF-8, UTF-16 or Windows-1252; save it as CSV (UTF-8) and try again."
    )


def _columns_headed(text: str, separator: str) -> int:
    """How many columns the first heading row has, when the text is cut at this separator."""
    try:
        heading = next(
            (
                row
                for row in islice(_rows(text, separator), _ROWS_TO_TRY)
                if is_heading(row) or heads_actions(row)
            ),
            None,
        )
    except csv.Error:
        return 0
    return len(heading.filled) if heading else 0


def _rows(text: str, separator: str) -> Iterator[Row]:
    records = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    for number, record in enumerate(records, start=1):
        cells = (cleaned(each) for each in record)
        yield Row(number, tuple(Cell(each) if each else BLANK for each in cells))


def _broken(name: str, problem: csv.Error) -> str:
    if "field limit" in str(problem):
        return (
            f"{name} has a cell of more than {csv.field_size_limit():,} characters; a plan has none so long."
        )
    return f"{name} has a quotation mark that is never closed or out of place, so its cells are uncertain."
