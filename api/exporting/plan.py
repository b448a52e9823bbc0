"""An action plan as a Word document and as an Excel workbook, in the Home Office's seven columns.

Read by the import into an empty review, either gives the same recommendations, actions, agencies and dates.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from api.exporting.pdf import as_pdf
from api.exporting.plan_cells import HEADINGS, Cells, Row, cells_of
from api.exporting.plan_content import ActionPlan
from api.exporting.tables import Band, heading_format, moment, new_workbook, sheet_name
from api.exporting.texts import for_excel, plain
from api.templating import TEMPLATES

_NUMBER_HEADINGS: Final = ("No.", "(wording)")
_WIDTHS: Final = (5.6, 2.3, 5.2, 3.2, 5.0, 2.4, 3.4)
"""In centimetres, for A4 across."""
_NUMBER_WIDTH: Final = 1.6
_CHARACTERS: Final = 5
"""In a centimetre of a column of Excel, about."""


def as_word(plan: ActionPlan, *, band: Band) -> bytes:
    """The plan as a Word document: A4 across, the headings on every page."""
    cells = cells_of(plan)
    document = Document()
    _set_up(document, plan, band.made_at)
    document.add_heading(plain(_title(plan)), level=1)
    document.add_paragraph(plain(_when(band)))
    headings = _headings(cells)
    table = document.add_table(len(headings) + len(cells.rows), len(headings[0]), style="Table Grid")
    _fill_table(table, [*headings, *_shown_once(cells)])
    _merge(document, cells)
    for row in islice(document.element.body.iter(qn("w:tr")), len(headings)):
        row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for note in (*plan.notes, *cells.doubts):
        document.add_paragraph(plain(note))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_workbook(plan: ActionPlan, *, band: Band) -> bytes:
    """The plan as an Excel workbook of one sheet; each row repeats its recommendation, for filters."""
    cells = cells_of(plan)
    file = BytesIO()
    with new_workbook(file, title=_title(plan), made_at=band.made_at) as workbook:
        sheet = workbook.add_worksheet(sheet_name(f"Action plan {plan.reference}"))
        lines = [_title(plan), _when(band), *plan.notes, *cells.doubts]
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, for_excel(line), workbook.add_format({"bold": number == 0}))
        top = len(lines)
        _write_headings(workbook, sheet, _headings(cells), top)
        rows = [_texts(row, cells) for row in cells.rows]
        _write_rows(workbook, sheet, rows, top + len(_headings(cells)))
    return file.getvalue()


def as_print(plan: ActionPlan, *, band: Band) -> bytes:
    """The plan as a PDF, A4 across. Refuses where the extra for PDF is not installed."""
    cells = cells_of(plan)
    shown = {
        "title": plain(_title(plan)),
        "lines": [plain(line) for line in (_when(band), *plan.notes)],
        "headings": [*([_NUMBER_HEADINGS[0]] if cells.numbered else []), *HEADINGS],
        "rows": [[plain(text) for text in texts] for texts in _shown_once(cells)],
    }
    return as_pdf(TEMPLATES.get_template("plan-pdf.html").render(shown))


def _title(plan: ActionPlan) -> str:
    return f"Action plan of review {plan.reference}"


def _when(band: Band) -> str:
    """As at when, made when and by whom: fewer than 200 characters, which the import keeps as a remark."""
    past = f"As at {moment(band.as_at)}: this is the past. " if band.as_at else ""
    return f"{past}Made on {moment(band.made_at)} by {band.made_by[:80]}."


def _headings(cells: Cells) -> list[tuple[str, ...]]:
    """One row of headings; two where the labels have a column of their own under "Recommendation"."""
    if not cells.numbered:
        return [HEADINGS]
    return [(HEADINGS[0], *HEADINGS), (*_NUMBER_HEADINGS, *[""] * (len(HEADINGS) - 1))]


def _texts(row: Row, cells: Cells) -> tuple[str, ...]:
    return (row.label, *row.seven) if cells.numbered else row.seven


def _widths(columns: int) -> tuple[float, ...]:
    return _WIDTHS if columns == len(_WIDTHS) else (_NUMBER_WIDTH, *_WIDTHS)


def _set_up(document: WordDocument, plan: ActionPlan, made_at: datetime) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.2)
    font = document.styles["Normal"].font
    font.name, font.size = "Arial", Pt(10)
    properties = document.core_properties
    properties.title, properties.language = plain(_title(plan))[:255], "en-GB"
    properties.author, properties.comments = "DHR Tracker", ""
    properties.created = properties.modified = made_at


def _fill_table(table: Table, rows: Sequence[Sequence[str]]) -> None:
    widths = _widths(len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].add_run(text)


def _merge(document: WordDocument, cells: Cells) -> None:
    """Let each recommendation stand once, beside all its actions.

    The marks are set by hand: the library's own way takes minutes for a long table.
    """
    grid = [row.tc_lst for row in document.element.body.iter(qn("w:tr"))]
    for first, last, columns in _spans(cells, beside=3 if cells.numbered else 2):
        for column in columns:
            grid[first][column].vMerge = "restart"
            for row in grid[first + 1 : last + 1]:
                row[column].vMerge = "continue"
    if cells.numbered:
        number, wording = grid[0][:2]
        number.grid_span = 2
        number.width += wording.width
        wording.getparent().remove(wording)


def _shown_once(cells: Cells) -> Iterator[tuple[str, ...]]:
    """The texts of the rows, without those that go on from the row above."""
    beside = 3 if cells.numbered else 2
    for part in cells.parts:
        for place, row in enumerate(part):
            texts = _texts(row, cells)
            yield ("",) * beside + texts[beside:] if place else texts


def _spans(cells: Cells, *, beside: int) -> Iterator[tuple[int, int, range]]:
    """The first and last rows, and the columns, of what stands over several rows."""
    first = 1
    if cells.numbered:
        yield 0, 1, range(2, len(HEADINGS) + 1)
        first = 2
    for part in cells.parts:
        if len(part) > 1:
            yield first, first + len(part) - 1, range(beside)
        first += len(part)


def _write_headings(workbook: Any, sheet: Any, headings: list[tuple[str, ...]], top: int) -> None:
    headed = heading_format(workbook)
    for number, row in enumerate(headings):
        for place, heading in enumerate(row):
            sheet.write_string(top + number, place, heading, headed)
    if len(headings) > 1:
        sheet.merge_range(top, 0, top, 1, HEADINGS[0], headed)
        for place in range(2, len(headings[0])):
            sheet.merge_range(top, place, top + 1, place, headings[0][place], headed)
    for place, width in enumerate(_widths(len(headings[0]))):
        sheet.set_column(place, place, width * _CHARACTERS)
    sheet.freeze_panes(top + len(headings), 0)
    sheet.repeat_rows(top, top + len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_rows(workbook: Any, sheet: Any, rows: list[tuple[str, ...]], top: int) -> None:
    look = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for number, texts in enumerate(rows, start=top):
        for place, text in enumerate(texts):
            sheet.write_string(number, place, for_excel(text), look)
    if rows:
        sheet.autofilter(top - 1, 0, top + len(rows) - 1, len(rows[0]) - 1)
