"""The numbers that Word shows beside list paragraphs: they are list formatting and stand in no text."""

from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

BULLET = "•"
_ROMAN = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_MOST_IN_ROMAN = 399
_LEVELS = 9
_DEEPEST_STYLE = 20


class Numbering:
    """Counts the list paragraphs of one document, which must be asked about in the document's order."""

    def __init__(self, document: Document) -> None:
        self._styles = {
            style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))
        }
        root = _numbering_root(document)
        self._abstract = {each.get(qn("w:abstractNumId")): each for each in root.iter(qn("w:abstractNum"))}
        self._lists = {each.get(qn("w:numId")): each for each in root.iter(qn("w:num"))}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()

    def marker(self, paragraph: Any) -> str:
        """What Word shows before the paragraph ("1.", "a)", a bullet); "" where it is in no list."""
        list_id, level = self._place(paragraph.find(qn("w:pPr")))
        chosen = self._lists.get(list_id)
        if chosen is None or not 0 <= level < _LEVELS:
            return ""
        abstract_id = _value(chosen.find(qn("w:abstractNumId")))
        levels = _levels(self._abstract.get(abstract_id))
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract_id, [None] * _LEVELS)
        self._restart(list_id, chosen, counts)
        _count(counts, level, levels)
        return _shown(levels, level, counts)

    def _place(self, properties: Any, depth: int = 0) -> tuple[str, int]:
        """The list and the level that paragraph properties name, themselves or through their style."""
        if properties is None or depth > _DEEPEST_STYLE:
            return "", 0
        number = properties.find(qn("w:numPr"))
        if number is not None and number.find(qn("w:numId")) is not None:
            return _value(number.find(qn("w:numId"))), _whole(number.find(qn("w:ilvl")), 0)
        style = self._styles.get(
            _value(properties.find(qn("w:pStyle"))) or _value(properties.find(qn("w:basedOn")))
        )
        return ("", 0) if style is None else self._place_of_style(style, depth)

    def _place_of_style(self, style: Any, depth: int) -> tuple[str, int]:
        found = self._place(style.find(qn("w:pPr")), depth + 1)
        return found if found[0] else self._place(style, depth + 1)

    def _restart(self, list_id: str, chosen: Any, counts: list[int | None]) -> None:
        if list_id in self._started:
            return
        self._started.add(list_id)
        for override in chosen.iter(qn("w:lvlOverride")):
            level = _whole(override, 0, "w:ilvl")
            if override.find(qn("w:startOverride")) is not None and 0 <= level < _LEVELS:
                counts[level] = _whole(override.find(qn("w:startOverride")), 1) - 1


def _numbering_root(document: Document) -> Any:
    try:
        part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return document.styles.element
    return part.element


def _value(element: Any, name: str = "w:val") -> str:
    return "" if element is None else element.get(qn(name)) or ""


def _whole(element: Any, otherwise: int, name: str = "w:val") -> int:
    value = _value(element, name)
    return int(value) if value.isdecimal() and len(value) < _LEVELS else otherwise


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    """Of each level: its format, its text such as "%1.%2)", and the number that it starts with."""
    if abstract is None:
        return {}
    return {
        _whole(level, 0, "w:ilvl"): (
            _value(level.find(qn("w:numFmt"))),
            _value(level.find(qn("w:lvlText"))),
            _whole(level.find(qn("w:start")), 1),
        )
        for level in abstract.iter(qn("w:lvl"))
    }


def _count(counts: list[int | None], level: int, levels: dict[int, tuple[str, str, int]]) -> None:
    last = counts[level]
    counts[level] = levels[level][2] if last is None else last + 1
    counts[level + 1 :] = [None] * (_LEVELS - level - 1)


def _shown(levels: dict[int, tuple[str, str, int]], level: int, counts: list[int | None]) -> str:
    form, text, _ = levels[level]
    if form == "bullet":
        return BULLET
    for each, (form_of_each, _, start) in levels.items():
        number = counts[each] if each < _LEVELS else None
        text = text.replace(f"%{each + 1}", _written(start if number is None else number, form_of_each))
    return "" if form == "none" else text.strip()


def _written(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 5 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(number) if form == "lowerRoman" else _roman(number).upper()
        case _:
            return str(number)


def _roman(number: int) -> str:
    if number > _MOST_IN_ROMAN:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN.items():
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral
