"""A table as it stands in a file: rows of cells with the row numbers that a person sees."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one place of a table's grid; of a merged cell, every place that it covers has its text."""

    text: str = ""
    carried: bool = False
    """Whether the cell began in a row above."""
    spread: bool = False
    """Whether the cell began in a column to the left."""


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, with the number that a person sees beside it or counts to."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def starts(self) -> tuple[int, ...]:
        """The columns in which a cell begins."""
        return tuple(index for index, cell in enumerate(self.cells) if not cell.spread)

    @property
    def filled(self) -> list[Cell]:
        """The cells with text, each merged cell once."""
        return [cell for cell in self.cells if cell.text and not cell.spread]

    def cell(self, index: int) -> Cell:
        """The cell in a column: an empty one beyond the end of the row, as rows may be of any length."""
        return self.cells[index] if index < len(self.cells) else Cell()


@dataclass(frozen=True)
class Table:
    """One table: where it stands in words ("table 2", "sheet Actions", "" for a CSV file), and its rows."""

    place: str
    rows: list[Row]
    titles: tuple[str, ...] = ()
    """The lines just above it."""
    hidden: bool = False
    nested: list["Table"] = field(default_factory=list)
    """Tables with headings of their own that stand inside its cells."""

    def where(self, row: Row) -> str:
        """The place of a row, for people: "table 2, row 5"."""
        return f"{self.place}, row {row.number}" if self.place else f"row {row.number}"

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def cleaned(text: str) -> str:
    """The text of a cell: line breaks as a newline and nothing around it; else as it stands."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
