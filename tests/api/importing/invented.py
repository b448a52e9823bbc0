"""Invented plans: files built for the tests, about agencies and deaths that do not exist."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table

from api.importing.reading import read_plan
from domain.plan import Plan, PlannedAction, PlannedRecommendation, PlanQuestion
from domain.vocabulary import QuestionAbout

TEMPLATE = (
    "Recommendation",
    "Scope of recommendation (i.e. local or regional)",
    "Action to take",
    "Lead Agency",
    "Key milestones achieved in enacting recommendation",
    "Target Date",
    "Date of completion and outcome",
)
"""The seven headings of the Home Office template."""
WORDING = "Anytown Police should review its policy."
NUMBERED = ("No", "Recommendation", "Action", "Lead agency", "Target date", "Progress", "Status", "Evidence")

Rows = Iterable[Sequence[object]]


def commas(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def excel(sheets: dict[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()) -> bytes:
    """A workbook; `merged` are ranges of each sheet, filled from their first cell."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
            for each in merged:
                sheet.merge_range(each, "", None)
                first = each.split(":")[0]
                column, number = ord(first[0]) - ord("A"), int(first[1:]) - 1
                sheet.write(number, column, list(rows)[number][column])
            if name in hidden:
                sheet.hide()
    return file.getvalue()


def word_table(document: WordDocument, rows: Rows) -> Table:
    """A table with these texts, added to the document."""
    rows = [list(row) for row in rows]
    table: Table = document.add_table(len(rows), max(len(row) for row in rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = str(text)
    return table


def saved(document: WordDocument) -> bytes:
    """The bytes of a Word document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word(*tables: Rows) -> bytes:
    """A Word document that holds these tables."""
    document = Document()
    for rows in tables:
        word_table(document, rows)
    return saved(document)


LIST = """
<w:abstractNum {ns} w:abstractNumId="77">
  <w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{below}"/><w:lvlText w:val="{text_below}"/></w:lvl>
</w:abstractNum>"""
FIRST_LIST, SECOND_LIST, RESTARTED_LIST = 77, 78, 79
"""Two lists that count on from each other, as Word does with lists of one form, and one that begins anew."""


def number_with(
    document: WordDocument,
    form: str,
    text: str,
    start: int = 1,
    below: tuple[str, str] = ("bullet", "-"),
) -> Callable[..., None]:
    """Gives the document lists of this form; the answer makes a paragraph a point of one of them."""
    root = document.part.numbering_part.element
    given = {"form": form, "text": text, "start": start, "below": below[0], "text_below": below[1]}
    root.insert(0, parse_xml(LIST.format(ns=nsdecls("w"), **given)))
    for number in (FIRST_LIST, SECOND_LIST, RESTARTED_LIST):
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/></w:num>')
        )
    anew = '<w:lvlOverride {} w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    root[-1].append(parse_xml(anew.format(nsdecls("w"))))

    def make_point(paragraph: Any, level: int = 0, list_id: int = FIRST_LIST) -> None:
        settings = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        settings.get_or_add_ilvl().val = level
        settings.get_or_add_numId().val = list_id

    return make_point


def lines(cell: Any, texts: list[str]) -> list[Any]:
    """Puts one paragraph a text into the cell, and gives the paragraphs."""
    cell.text = texts[0]
    return [cell.paragraphs[0], *(cell.add_paragraph(text) for text in texts[1:])]


def repacked(package: bytes, changes: dict[str, bytes]) -> bytes:
    """A Word or Excel package with some of its parts changed or added."""
    file = BytesIO()
    with ZipFile(BytesIO(package)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        parts = {name: before.read(name) for name in before.namelist()} | changes
        for name, content in parts.items():
            after.writestr(name, content)
    return file.getvalue()


def plan_of(rows: Rows) -> Plan:
    """What is read from a CSV file of these rows."""
    return read_plan("plan.csv", commas(rows))


def only(plan: Plan) -> PlannedRecommendation:
    """The one recommendation of a plan."""
    (recommendation,) = plan.recommendations
    return recommendation


def only_action(plan: Plan) -> PlannedAction:
    """The one action of a plan with one recommendation."""
    (action,) = only(plan).actions
    return action


def one_row(**cells: str) -> Plan:
    """What is read from one row under NUMBERED: cells by the first word of their heading, in lower case."""
    given = {
        "no": "1",
        "recommendation": WORDING,
        "action": "Write a policy",
        "lead": "Anytown Police",
    } | cells
    headings = [heading.split()[0].casefold() for heading in NUMBERED]
    return plan_of([NUMBERED, [given.get(heading, "") for heading in headings]])


def asked(plan: Plan, about: QuestionAbout) -> list[PlanQuestion]:
    """The questions about one thing."""
    return [question for question in plan.questions if question.about is about]


def serial(day: date) -> datetime:
    """A day as a real Excel date cell takes it."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 Excel knows no time zones
