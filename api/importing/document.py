"""Word documents: every table of the body, with list numbers, merged cells and content controls read."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from api.importing.blocks import is_recommendation_line, unfolded
from api.importing.headings import has_headings
from api.importing.numbering import BULLET, Numbering
from api.importing.refusing import UnreadablePlan
from api.importing.tables import BLANK, Cell, Row, Table, cleaned

_WIDEST_TABLE = 200
_DEEPEST = 60
_LONGEST_TITLE = 200
_BREAKS = {"t": None, "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = {"del", "moveFrom", "instrText", "Fallback", "pPr", "rPr", "tblPr", "sdtPr"}


def document_tables(name: str, data: bytes) -> list[Table]:
    """All tables of a Word document in its order, each with the line above it. Raises UnreadablePlan."""
    try:
        document = Document(BytesIO(data))
        return _Walk(Numbering(document)).tables_of(document.element.body)
    except UnreadablePlan as refusal:
        raise UnreadablePlan(f"{name} {refusal}") from refusal
    except Exception as problem:
        # The library has no exception of its own for the many ways in which a document can be broken.
        raise UnreadablePlan(f"{name} is damaged and cannot be opened as a Word document.") from problem


class _Walk:
    """One walk through a document, in its order, so that lists count as Word counts them."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._depth = 0
        self._only_marker = ""

    def tables_of(self, body: Any) -> list[Table]:
        tables: list[Table] = []
        titles: list[str] = []
        for block in _inside(body, {"p", "tbl"}):
            if _tag(block) == "p":
                titles = [line for line in [self._paragraph(block)] if line] or titles
            else:
                tables.append(self._table(block, f"table {len(tables) + 1}", titles))
                titles = []
        return tables

    def _table(self, element: Any, place: str, titles: list[str]) -> Table:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadablePlan("has tables inside tables, deeper than any plan.")
        nested: list[Table] = []
        rows: list[Row] = []
        above: list[Cell] = []
        for number, row in enumerate(_inside(element, {"tr"}), start=1):
            above = self._row(row, above, f"{place}, row {number}", nested)
            rows.append(Row(number, tuple(above)))
        self._depth -= 1
        short = tuple(
            title for title in titles if len(title) <= _LONGEST_TITLE or is_recommendation_line(title)
        )
        return Table(place, [row for row in rows if row.filled], short, nested=nested)

    def _row(self, row: Any, above: list[Cell], place: str, nested: list[Table]) -> list[Cell]:
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            return []
        cells = [BLANK] * _number(properties, "w:gridBefore", 0)
        for each in _inside(row, {"tc"}):
            settings = each.find(qn("w:tcPr"))
            width = _number(settings, "w:gridSpan", 1)
            if len(cells) + width > _WIDEST_TABLE:
                raise UnreadablePlan("has a table with more columns than any plan.")
            text = self._cell(each, place, nested)
            cells += _spread(_carried(settings, above, len(cells)) or Cell(text), width)
        return cells

    def _cell(self, cell: Any, place: str, nested: list[Table]) -> str:
        lines = []
        for block in _inside(cell, {"p", "tbl"}):
            if _tag(block) == "p":
                lines.append(self._paragraph(block))
                continue
            inner = self._table(block, f"{place}, table inside", [])
            if has_headings(unfolded(inner)):
                nested.append(inner)
            else:
                lines += [" ".join(each.text for each in row.filled) for row in inner.rows]
                nested += inner.nested
        text = cleaned("\n".join(lines))
        return text.rstrip(".") if text and text == self._only_marker else text

    def _paragraph(self, paragraph: Any) -> str:
        """The text with what Word shows before it; a number alone stands for an empty place of a list."""
        marker = self._numbering.marker(paragraph)
        text = cleaned(_text(paragraph))
        self._only_marker = marker if not text else ""
        if not text:
            return "" if marker == BULLET else marker
        return f"{marker} {text}" if marker else text


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _shown(element: Any) -> Iterator[Any]:
    """What is in an element, without content controls that show only what to fill in."""
    for child in element:
        settings = child.find(qn("w:sdtPr")) if _tag(child) == "sdt" else None
        if settings is None or settings.find(qn("w:showingPlcHdr")) is None:
            yield child


def _inside(element: Any, wanted: set[str]) -> list[Any]:
    """The wanted elements, through content controls and tracked changes but not through each other."""
    found = []
    for child in _shown(element):
        if _tag(child) in wanted:
            found.append(child)
        elif _tag(child) in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            found += _inside(child, wanted)
    return found


def _text(element: Any) -> str:
    parts = []
    for child in _shown(element):
        tag = _tag(child)
        if tag in _BREAKS:
            parts.append(_BREAKS[tag] or child.text or "")
        elif tag not in _UNSEEN:
            parts.append(_text(child))
    return "".join(parts)


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(qn(name))
    value = "" if found is None else found.get(qn("w:val")) or ""
    return min(int(value), _WIDEST_TABLE) if value.isdecimal() else otherwise


def _carried(settings: Any, above: list[Cell], column: int) -> Cell | None:
    """The cell above, where Word shows this one as a part of it."""
    merge = None if settings is None else settings.find(qn("w:vMerge"))
    if merge is None or merge.get(qn("w:val")) == "restart" or column >= len(above):
        return None
    return Cell(above[column].text, carried=True)


def _spread(cell: Cell, width: int) -> list[Cell]:
    return [cell] + [Cell(cell.text, cell.carried, spread=True)] * (width - 1)
