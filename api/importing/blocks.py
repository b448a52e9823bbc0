"""Plans in which a recommendation stands as a line above its rows of actions, not in a column beside them.

Such a table is turned into the other kind, so that everything after this reads one kind only.
"""

import re
from dataclasses import dataclass, field, replace

from api.importing.headings import Column, column_headed, has_headings, heads_actions
from api.importing.tables import BLANK, Cell, Row, Table

_RECOMMENDATION = re.compile(r"(?:recommendation|rec\.?)\s*(?:no\.?|number|#)?\s*[A-Z]{0,5}\d", re.IGNORECASE)
_BESIDE = {
    Column.RECOMMENDATION: "Recommendation",
    Column.ISSUE: "Issue",
    Column.SCOPE: "Scope",
    Column.THEME: "Theme",
    Column.ADDRESSEE: "Addressed to",
}
_PAIR = 2


def unfolded(table: Table) -> Table:
    """The table with its recommendations in a column of their own; the same table where they already are."""
    if has_headings(table) or not any(heads_actions(row) for row in table.rows):
        return table
    block = _Block()
    titles = [title for title in table.titles if not block.take_line(title)]
    rows = [made for row in table.rows if (made := block.row(row))]
    return replace(table, rows=rows, titles=tuple(titles)) if block.used else table


def is_recommendation_line(text: str) -> bool:
    """Whether a line begins with a recommendation and its number."""
    return _RECOMMENDATION.match(text) is not None


@dataclass
class _Block:
    """The recommendation that the rows of actions belong to, and whether a row has told it yet."""

    said: dict[Column, str] = field(default_factory=dict)
    headed: bool = False
    told: bool = False
    used: bool = False

    def take_line(self, text: str) -> bool:
        """Take one text across the table, if it is a recommendation with its number."""
        if not is_recommendation_line(text):
            return False
        self._begin(text)
        return True

    def row(self, row: Row) -> Row | None:
        """The row as the other kind of table has it; None for one that is a recommendation."""
        if heads_actions(row):
            self.headed = True
            return Row(row.number, (*map(Cell, _BESIDE.values()), *map(_not_a_label, row.cells)))
        if self._takes(row):
            return None
        if not self.headed or not self.said:
            return Row(row.number, row.cells)
        beside = [Cell(self.said.get(column, ""), carried=self.told) for column in _BESIDE]
        self.told = True
        return Row(row.number, (*(cell if cell.text else BLANK for cell in beside), *row.cells))

    def _takes(self, row: Row) -> bool:
        """Whether the row tells the recommendation, or its lesson, scope or theme, and not an action."""
        texts = [cell.text for cell in row.filled]
        if len(texts) == 1:
            return self.take_line(texts[0])
        if len(texts) != _PAIR:
            return False
        column = column_headed(texts[0])
        if is_recommendation_line(texts[0]) or column is Column.RECOMMENDATION:
            self._begin(texts[1] if column is Column.RECOMMENDATION else f"{texts[0]}: {texts[1]}")
        elif column in _BESIDE:
            self.said[column] = texts[1]
        return column in _BESIDE or is_recommendation_line(texts[0])

    def _begin(self, text: str) -> None:
        self.said, self.told, self.used = {Column.RECOMMENDATION: text}, False, True


def _not_a_label(cell: Cell) -> Cell:
    """The heading of an action's number, told apart from that of a recommendation."""
    a_number = column_headed(cell.text) in {Column.NUMBER, Column.ACTION_NUMBER}
    return replace(cell, text="Number in the plan") if a_number else cell
