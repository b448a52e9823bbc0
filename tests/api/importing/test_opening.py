"""Wrong input: each is refused with one plain sentence, before it can do harm."""

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from api.importing.opening import LARGEST_FILE
from api.importing.package import MOST_CELLS
from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from tests.api.importing.invented import NUMBERED, TEMPLATE, WORDING, commas, excel, repacked, word

ROWS = [NUMBERED, ["1", WORDING, "Write it", "Anytown Police", "31/03/2031"]]
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")


def refusal(name: str, content: bytes | Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UnreadablePlan) as refused:
        read_plan(name, content)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.docx", b"", "empty"),
        ("plan.csv", b" \r\n ", "empty"),
        ("plan.pdf", b"%PDF-1.7", ".docx), Excel (.xlsx) and CSV"),
        ("plan.doc", OLD_OFFICE, ".docx), Excel (.xlsx) and CSV"),
        ("plan.xls", OLD_OFFICE, "none of these"),
        ("plan.odt", b"PK", "none of these"),
        ("plan", b"words", "none of these"),
        ("plan.docm", b"PK", "macros"),
        ("plan.XLSM", b"PK", "macros"),
        ("plan.docx", b"%PDF-1.7", "it is a PDF"),
        ("plan.docx", OLD_OFFICE, "an old Word or Excel file"),
        ("plan.xlsx", ENCRYPTED, "protected by a password"),
        ("plan.docx", b"only words", "something else"),
        ("plan.csv", b"%PDF-1.7", "it is a PDF"),
        ("plan.csv", b"PK\x03\x04", "zip, Word or Excel"),
        ("plan.csv", b"\n<!DOCTYPE html><p>", "a web page"),
        ("plan.xlsx", b"PK\x03\x04 and nothing that a zip has", "damaged"),
    ],
)
def test_not_a_document(name: str, content: bytes, words: str) -> None:
    """A file that is not what is read, or not what its name says, is refused."""
    assert words in refusal(name, content)


def test_word_named_excel() -> None:
    """A Word document named .xlsx is refused, and a workbook named .docx."""
    assert "not an Excel workbook" in refusal("plan.xlsx", word(ROWS))
    assert "not a Word document" in refusal("plan.docx", excel({"Plan": ROWS}))


def test_folder_of_the_name_is_not_told() -> None:
    """The sentence names the file, not the folders above it."""
    assert refusal("/home/someone/plan.pdf", b"").count("/") == 0


def test_too_large(tmp_path: Path) -> None:
    """A file of 50 MB is refused, given as bytes or as a path."""
    large = tmp_path / "plan.csv"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE)
    assert "smaller than 50 MB" in refusal("plan.csv", large)
    assert "smaller than 50 MB" in refusal("plan.csv", b"a" * LARGEST_FILE)


def test_no_such_file(tmp_path: Path) -> None:
    """A path with no file, or with something that is no file, is refused."""
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal("plan.csv", tmp_path / "plan.csv") == "There is no file plan.csv."
    assert refusal("pipe.csv", tmp_path / "pipe.csv") == "There is no file pipe.csv."


def test_path_and_bytes_alike(tmp_path: Path) -> None:
    """A file is read alike from its path and from its bytes."""
    path = tmp_path / "plan.docx"
    path.write_bytes(word(ROWS))
    assert read_plan("plan.docx", path) == read_plan("plan.docx", path.read_bytes())


def test_macros_inside() -> None:
    """A macro project inside a file that is named as harmless is refused."""
    assert "macros" in refusal("plan.docx", repacked(word(ROWS), {"word/vbaProject.bin": b"x"}))
    types = b"<Types><Default ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"
    assert "macros" in refusal("plan.xlsx", repacked(excel({"A": ROWS}), {"[Content_Types].xml": types}))


def test_declared_bomb() -> None:
    """A part that unpacks to thousands of times its size is refused, whichever part it is."""
    assert "unpacks to far more" in refusal(
        "plan.docx", repacked(word(ROWS), {"media/a.bin": bytes(60_000_000)})
    )
    spaces = b"<a>" + b" " * 60_000_000 + b"</a>"
    assert "unpacks to far more" in refusal(
        "plan.xlsx", repacked(excel({"A": ROWS}), {"xl/more.xml": spaces})
    )


def test_bomb_of_elements() -> None:
    """A part of millions of small elements, each of which takes memory, is refused while they are counted."""
    many = b"<a>" + b"".join(b"<b i='%d'/>" % (number * 7919) for number in range(2_000_001)) + b"</a>"
    assert "unpacks to far more" in refusal("plan.docx", repacked(word(ROWS), {"word/more.xml": many}))


def test_bomb_that_declares_less() -> None:
    """What a zip says of its sizes is not believed."""
    package = bytearray(repacked(word(ROWS), {"word/media.bin": bytes(30_000_000)}))
    declared = (30_000_000).to_bytes(4, "little")
    assert package.count(declared) == 2
    assert refusal("plan.docx", bytes(package.replace(declared, (1000).to_bytes(4, "little"))))


def test_many_parts() -> None:
    """A package of thousands of parts is refused."""
    assert "unpacks" in refusal(
        "plan.docx", repacked(word(ROWS), {f"a/{number}": b"" for number in range(2_001)})
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    """Two parts of one name, of which readers would choose differently, are refused."""
    file = BytesIO(word(ROWS))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/document.xml", "<a/>")
    assert "two parts of one name" in refusal("plan.docx", file.getvalue())


def test_encrypted_zip() -> None:
    """A package with the mark of encryption is refused as protected."""
    package = bytearray(word(ROWS))
    at = package.find(b"PK\x01\x02")
    package[at + 8] |= 1
    assert "password" in refusal("plan.docx", bytes(package))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(encoding: str) -> None:
    """A document type declaration is refused in any encoding, so that no entity is ever resolved."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
    changed = repacked(word(ROWS), {"word/document.xml": xml.encode(encoding)})
    assert "declarations" in refusal("plan.docx", changed)


def test_broken_xml() -> None:
    """A part that is no XML is refused as damaged."""
    assert "damaged" in refusal("plan.docx", repacked(word(ROWS), {"word/document.xml": b"<a><b></a>"}))
    assert "damaged" in refusal("plan.xlsx", repacked(excel({"A": ROWS}), {"xl/workbook.xml": b"<workbook>"}))


def test_link_to_elsewhere_is_left_alone() -> None:
    """A template or picture that stands elsewhere is never fetched, and the plan is read."""
    package = word(ROWS)
    with zipfile.ZipFile(BytesIO(package)) as opened:
        links = opened.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = (
        f'<Relationship Id="rId99" Type="{kind}" Target="http://127.0.0.1:9/t.dotx" TargetMode="External"/>'
    )
    links = links.replace("</Relationships>", f"{link}</Relationships>")
    changed = repacked(package, {"word/_rels/document.xml.rels": links.encode()})
    assert len(read_plan("plan.docx", changed).recommendations) == 1


def sheet_xml(rows: str) -> bytes:
    """A worksheet part."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_two_million_cells() -> None:
    """Two million cells are refused while they are counted, in each form."""
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    sheet = repacked(excel({"A": ROWS}), {"xl/worksheets/sheet1.xml": sheet_xml(row * 20_000)})
    assert f"more than {MOST_CELLS:,} filled cells" in refusal("plan.xlsx", sheet)
    text = commas([NUMBERED]) + b"1,2,3,4,5,6,7,8,9,10\n" * 200_000
    assert f"more than {MOST_CELLS:,} filled cells" in refusal("plan.csv", text)
    cells = b"<w:document xmlns:w='w'><w:body>" + b"<w:tc></w:tc>" * 2_000_000 + b"</w:body></w:document>"
    assert f"more than {MOST_CELLS:,} filled cells" in refusal(
        "p.docx", repacked(word(ROWS), {"word/d.xml": cells})
    )


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048577", "XFE1", "A0", "AAAA1"])
def test_cells_far_apart(cell: str) -> None:
    """A stray cell at the far corner, or beyond it, is refused before any memory is set aside."""
    far = sheet_xml(f'<row><c r="{cell}"><v>1</v></c></row>')
    assert refusal("plan.xlsx", repacked(excel({"A": ROWS}), {"xl/worksheets/sheet1.xml": far}))


def test_merged_cells_without_end() -> None:
    """Merged cells that would fill a whole sheet again and again are refused."""
    sheet = excel({"A": [*ROWS, *([""] * 7 + [str(number)] for number in range(3_000))]})
    with zipfile.ZipFile(BytesIO(sheet)) as opened:
        part = opened.read("xl/worksheets/sheet1.xml").decode()
    merges = "".join(f'<mergeCell ref="A{number}:XFD1048576"/>' for number in range(3, 40))
    part = part.replace("</sheetData>", f'</sheetData><mergeCells count="37">{merges}</mergeCells>')
    assert "filled cells" in refusal(
        "plan.xlsx", repacked(sheet, {"xl/worksheets/sheet1.xml": part.encode()})
    )


def test_no_plan_in_it() -> None:
    """A document without a table, or without the heading, says what is missing."""
    assert "heading “Recommendation”" in refusal("plan.docx", word())
    assert "heading “Recommendation”" in refusal("plan.csv", b"Name,Address\nA,B\n")
    assert "heading “Recommendation”" in refusal("plan.xlsx", excel({"A": []}))
    assert "no recommendation stands under them" in refusal("plan.csv", commas([TEMPLATE]))


def test_very_long_cell() -> None:
    """A cell longer than Excel allows is refused."""
    assert "32,767" in refusal("plan.csv", commas([NUMBERED, ["1", "a" * 40_000]]))
    assert "characters" in refusal("plan.csv", commas([NUMBERED, ["1", "a" * 200_000]]))
