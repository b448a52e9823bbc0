"""The numbers that Word shows beside list paragraphs."""

from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from api.importing.numbering import Numbering
from tests.api.importing.invented import FIRST_LIST, RESTARTED_LIST, SECOND_LIST, number_with


def shown(document: WordDocument) -> list[str]:
    """What Word shows beside each paragraph of the document."""
    numbering = Numbering(document)
    return [numbering.marker(paragraph._p) for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1.", "2.", "3.", "4.", "5.", "6."]),
        ("decimal", "Action %1:", [f"Action {number}:" for number in range(1, 7)]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)", "d)", "e)", "f)"]),
        ("upperLetter", "(%1)", ["(A)", "(B)", "(C)", "(D)", "(E)", "(F)"]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii.", "iv.", "v.", "vi."]),
        ("upperRoman", "%1", ["I", "II", "III", "IV", "V", "VI"]),
        ("bullet", "-", ["•"] * 6),
        ("none", "", [""] * 6),
        ("ordinalText", "%1.", ["1.", "2.", "3.", "4.", "5.", "6."]),
    ],
)
def test_forms(form: str, text: str, expected: list[str]) -> None:
    """A list counts in the form that it is given."""
    document = Document()
    number = number_with(document, form, text)
    for _ in expected:
        number(document.add_paragraph("point"))
    assert shown(document) == expected


@pytest.mark.parametrize(
    ("form", "start", "expected"),
    [
        ("lowerRoman", 9, ["ix", "x", "xi"]),
        ("lowerRoman", 39, ["xxxix", "xl", "xli"]),
        ("lowerRoman", 399, ["cccxcix", "400", "401"]),
        ("lowerLetter", 26, ["z", "aa", "bb"]),
        ("decimal", 99, ["99", "100", "101"]),
    ],
)
def test_far_along(form: str, start: int, expected: list[str]) -> None:
    """Numbers beyond the first few are written as Word writes them."""
    document = Document()
    number = number_with(document, form, "%1", start=start)
    for _ in expected:
        number(document.add_paragraph("point"))
    assert shown(document) == expected


def test_levels() -> None:
    """A point below counts inside its point above, and begins anew under the next."""
    document = Document()
    number = number_with(document, "decimal", "%1.", below=("lowerLetter", "%1.%2)"))
    for level in (0, 1, 1, 0, 1):
        number(document.add_paragraph("point"), level)
    assert shown(document) == ["1.", "1.a)", "1.b)", "2.", "2.a)"]


def test_level_below_without_one_above() -> None:
    """A point below with none above it counts the one above as begun."""
    document = Document()
    number = number_with(document, "decimal", "%1.", below=("decimal", "%1.%2"))
    number(document.add_paragraph("point"), 1)
    assert shown(document) == ["1.1"]


def test_lists_of_one_form_count_on() -> None:
    """Two lists of one form are one count, unless the second is told to begin anew."""
    document = Document()
    number = number_with(document, "decimal", "%1.")
    for list_id in (FIRST_LIST, SECOND_LIST, RESTARTED_LIST, RESTARTED_LIST):
        number(document.add_paragraph("point"), list_id=list_id)
    assert shown(document) == ["1.", "2.", "1.", "2."]


def test_paragraphs_between() -> None:
    """Paragraphs outside the list have no number and do not end it."""
    document = Document()
    number = number_with(document, "decimal", "%1.")
    number(document.add_paragraph("point"))
    document.add_paragraph("words")
    number(document.add_paragraph("point"))
    assert shown(document) == ["1.", "", "2."]


def test_list_of_a_style() -> None:
    """A style, or the style that it is based on, can make a paragraph a point of a list."""
    document = Document()
    based = document.styles.add_style("Point of a plan", 1)
    based.base_style = document.styles["List Number"]
    document.add_paragraph("point", "List Number")
    document.add_paragraph("point", based)
    assert shown(document) == ["1.", "2."]


def test_list_taken_away() -> None:
    """A paragraph whose style has a list, but which is taken out of it, has no number."""
    document = Document()
    paragraph = document.add_paragraph("point", "List Number")
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    assert shown(document) == [""]


def test_styles_in_a_circle() -> None:
    """Styles that are based on each other end in no list, not in an endless search."""
    document = Document()
    first, second = (document.styles.add_style(name, 1) for name in ("First", "Second"))
    first.base_style, second.base_style = second, first
    document.add_paragraph("words", first)
    assert shown(document) == [""]


@pytest.mark.parametrize("missing", ["w:abstractNum", "w:num", "w:lvl"])
def test_list_that_is_not_there(missing: str) -> None:
    """A point of a list that the document does not hold has no number."""
    document = Document()
    number = number_with(document, "decimal", "%1.")
    number(document.add_paragraph("point"))
    root = document.part.numbering_part.element
    for element in list(root.iter(qn(missing))):
        element.getparent().remove(element)
    assert shown(document) == [""]


@pytest.mark.parametrize("value", ["-1", "99", "x", "99999999999999999999"])
def test_level_that_is_none(value: str) -> None:
    """A level that no list has is read as none, or as the first."""
    document = Document()
    number = number_with(document, "decimal", "%1.")
    paragraph = document.add_paragraph("point")
    number(paragraph)
    level = parse_xml(f'<w:ilvl {nsdecls("w")} w:val="{value}"/>')
    settings: Any = paragraph._p.get_or_add_pPr().numPr
    settings.replace(settings.ilvl, level)
    assert shown(document) in ([""], ["1."])


def test_document_without_lists() -> None:
    """A document without a part for lists has no numbers."""
    document = Document()
    document.add_paragraph("point", "List Number")
    part = document.part
    lists = next(key for key, each in part.rels.items() if each.reltype.endswith("/numbering"))
    part.rels.pop(lists)
    assert shown(document) == [""]
