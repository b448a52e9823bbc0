"""Files of plans gone wrong, made from invented plans, and real ones where they are at hand, by chance."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.resources import files
from io import StringIO
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml.ns import nsdecls

from api import demo
from api.demo.plans import dated
from tests.api.importing.invented import NUMBERED, TEMPLATE, WORDING, commas, excel, repacked, saved
from tests.api.importing.mutated.packages import spoilt
from tests.api.importing.mutated.rows import Rows, changed
from tests.api.importing.test_real_plans import PLANS

TODAY = date(2026, 3, 2)
NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_OF_EXCEL = 32_767
WIDEST_OF_WORD = 210
WORD = saved(Document())
DOCUMENT = '<?xml version="1.0" encoding="UTF-8"?><w:document {ns}><w:body>{body}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
ENDINGS = (".csv", ".xlsx", ".docx", ".ods", ".pdf", ".xlsm", ".CSV", "", ".docx.exe")
ENCODINGS = ("utf-16", "utf-16-le", "cp1252", "utf-7", "cp037", "utf-32", "utf-8-sig")


SMALL: tuple[Rows, ...] = (
    [
        list(NUMBERED),
        ["1", WORDING, "1. Write\n2. Train", "Police", "1. May 2031\n2. 1/6/2031", "Begun", "", ""],
    ],
    [list(TEMPLATE), [WORDING, "Local", "Write", "Police / Health", "", "ASAP", "Done 1/5/2025"]],
)


class Spoilt(NamedTuple):
    """A file gone wrong, by the name and the bytes it has."""

    name: str
    content: bytes


def originals() -> list[Rows]:
    """The rows of the plans to begin with."""
    folder = files(demo)
    texts = [
        dated(folder.joinpath(name).read_text("utf-8"), TODAY)
        for name in ("first_plan.csv", "second_plan.csv")
    ]
    texts += [path.read_text("utf-8-sig") for path in PLANS]
    return [*SMALL, *(list(csv.reader(StringIO(text))) for text in texts)]


def as_commas(rows: Rows, chance: Random) -> bytes:
    """A CSV file, with any separator and in any encoding."""
    encoding = chance.choice(ENCODINGS) if chance.random() < 1 / 4 else "utf-8"
    text = commas(rows, separator=chance.choice(",,,;\t|")).decode()
    return text.encode(encoding, "replace")


def as_workbook(rows: Rows, chance: Random) -> bytes:
    """A workbook, with formulas and errors as they come; perhaps with merged cells, or with sheets hidden."""
    written = [[NOT_FOR_XML.sub("?", cell)[:LONGEST_OF_EXCEL] for cell in row] for row in rows]
    if chance.random() < 1 / 3:
        sheets: dict[str, Sequence[Sequence[str]]] = {"Notes": [["Recommendation"], ["x"]], "Plan": written}
        return excel({**sheets}, hidden=[chance.choice(list(sheets))])
    top = chance.randint(1, len(written))
    merged = f"A{top}:{chance.choice('BCG')}{top + chance.randint(0, 2)}"
    return excel({"Plan": written}, merged=[merged] if chance.random() < 1 / 3 else [])


def as_document(rows: Rows, chance: Random) -> bytes:
    """A Word document: perhaps with merged cells, or with a table inside a table."""
    rows = [row[:WIDEST_OF_WORD] for row in rows]
    merging = chance.choice((0, 0, 0.05, 0.2))
    lines = ["".join(_cell(text, merging, chance) for text in row) for row in rows]
    table = f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"
    deep = chance.choice((0, 0, 0, 0, 1, 3, 70))
    within = (
        f"<w:tbl><w:tr><w:tc>{PARAGRAPH % 'Recommendation'}" * deep + table + "</w:tc></w:tr></w:tbl>" * deep
    )
    return repacked(WORD, {"word/document.xml": DOCUMENT.format(ns=nsdecls("w"), body=within).encode()})


def _cell(text: str, merging: float, chance: Random) -> str:
    merges = ('<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>')
    settings = chance.choice(merges) if chance.random() < merging else ""
    lines = "".join(PARAGRAPH % escape(NOT_FOR_XML.sub("?", line)) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{lines}</w:tc>"


FORMS: dict[str, Callable[[Rows, Random], bytes]] = {
    ".csv": as_commas,
    ".xlsx": as_workbook,
    ".docx": as_document,
}


def injured(content: bytes, chance: Random) -> bytes:
    """The content with a few random injuries."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) or 1)
        match chance.randrange(5):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + chance.randint(1, 60)]
            case 2:
                found[at:at] = found[at : at + chance.randint(1, 60)]
            case 3:
                found[at:at] = b"\0" * chance.randint(1, 3)
            case _:
                del found[len(found) - chance.randint(0, len(found) // 4) :]
    return bytes(found)


def files_gone_wrong(seed: int) -> Iterator[Spoilt]:
    """Without end, and always the same ones for a seed."""
    chance, plans = Random(seed), originals()
    while True:
        rows = chance.choice(plans)
        rows = changed(rows, chance) if chance.random() < 3 / 4 else rows
        ending = chance.choice(list(FORMS))
        content = FORMS[ending](rows, chance)
        if ending != ".csv" and chance.random() < 1 / 2:
            content = spoilt(content, chance)
        if chance.random() < 1 / 5:
            content = injured(content, chance)
        ending = chance.choice(ENDINGS) if chance.random() < 1 / 20 else ending
        yield Spoilt(f"plan{ending}", content)
