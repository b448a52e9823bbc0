"""Looking through a Word or Excel package before any library opens it: bombs, macros, entities, sheer size.

Every part is unpacked once as a stream, so that what it declares need not be believed.
"""

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from api.importing.opening import Form
from api.importing.refusing import UnreadablePlan

MOST_PARTS = 2_000
LARGEST_UNPACKED = 200_000_000
LARGEST_XML_PART = 40_000_000
LARGEST_RATIO = 200
"""Unpacked to packed size of a part above SMALL_PART bytes. Real plans stay far below 100."""
SMALL_PART = 1_000_000
MOST_CELLS = 500_000
"""Filled cells in one file."""
MOST_ELEMENTS = 2_000_000
"""XML elements in one file: what a reader holds in memory."""
WIDEST_SPREAD = 1_000_000
"""Places between the corners of what a sheet fills: the memory that a reader of it takes."""
_CHUNK = 65_536
_MAIN = {Form.WORD: "wordprocessingml.document.main", Form.EXCEL: "spreadsheetml.sheet.main"}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def check_package(name: str, form: Form, data: bytes) -> None:
    """Raise UnreadablePlan unless the bytes are a sound package of the form, of bounded size."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_parts(name, package)
            _check_contents(name, package)
            _check_main(name, form, package)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        LookupError,
        ValueError,
        EOFError,
        OSError,
        zlib.error,
    ) as problem:
        raise UnreadablePlan(f"{name} is damaged and cannot be opened.") from problem


def too_many_cells(name: str) -> UnreadablePlan:
    """The refusal of a file with more cells than any plan has."""
    return UnreadablePlan(f"{name} has more than {MOST_CELLS:,} filled cells; a plan has far fewer.")


def _bomb(name: str) -> UnreadablePlan:
    return UnreadablePlan(f"{name} unpacks to far more than a plan can be, and was not opened.")


def _check_parts(name: str, package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadablePlan(f"{name} is protected by a password; save it without one and try again.")
    if any("vbaproject" in part.filename.casefold() for part in parts):
        raise UnreadablePlan(f"{name} holds macros; save it without them and try again.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _bomb(name)
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise UnreadablePlan(f"{name} is damaged: it holds two parts of one name.")


def _check_contents(name: str, package: zipfile.ZipFile) -> None:
    scan = _Scan(name)
    for part in package.infolist():
        with package.open(part) as stream:
            size, xml = 0, None
            while chunk := stream.read(_CHUNK):
                if not size and _is_xml(part.filename, chunk):
                    xml = scan.parser()
                size += len(chunk)
                scan.unpacked += len(chunk)
                if scan.unpacked > LARGEST_UNPACKED or size > max(
                    SMALL_PART, part.compress_size * LARGEST_RATIO
                ):
                    raise _bomb(name)
                if xml:
                    scan.feed(xml, chunk, size)
            if xml:
                scan.feed(xml, b"", size, last=True)


def _is_xml(part: str, beginning: bytes) -> bool:
    return (
        part.casefold().endswith((".xml", ".rels"))
        or beginning.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0")[:1] == b"<"
    )


def _check_main(name: str, form: Form, package: zipfile.ZipFile) -> None:
    types = package.read("[Content_Types].xml").decode("utf-8", "replace") if _has_types(package) else ""
    if re.search("macroEnabled|vbaProject", types, re.IGNORECASE):
        raise UnreadablePlan(f"{name} holds macros; save it without them and try again.")
    if _MAIN[form] not in types:
        kind = "a Word document" if form is Form.WORD else "an Excel workbook"
        raise UnreadablePlan(f"{name} is not {kind}, although its name ends in {form}.")


def _has_types(package: zipfile.ZipFile) -> bool:
    return "[Content_Types].xml" in package.namelist()


class _Scan:
    """Counts what all parts of one package hold, and stops at the first thing that no plan has."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.unpacked = 0
        self.cells = 0
        self.elements = 0
        self._sheet: _Corners | None = None
        self._root = ""

    def parser(self) -> expat.XMLParserType:
        """A parser for the next part."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._element
        self._root, self._sheet = "", None
        return parser

    def feed(self, parser: expat.XMLParserType, chunk: bytes, size: int, *, last: bool = False) -> None:
        """Parse one chunk of a part of which `size` bytes are unpacked."""
        if size > LARGEST_XML_PART:
            raise _bomb(self.name)
        try:
            parser.Parse(chunk, last)
        except expat.ExpatError as problem:
            raise UnreadablePlan(f"{self.name} is damaged and cannot be opened.") from problem

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadablePlan(f"{self.name} holds XML declarations that no plan has, and was not opened.")

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _bomb(self.name)
        tag = tag.rpartition(":")[2]
        if not self._root:
            self._root = tag
            self._sheet = _Corners() if tag == "worksheet" else None
        if tag == "tc" or (self._sheet and self._sheet.takes(tag, attributes)):
            self.cells += 1
        if self.cells > MOST_CELLS:
            raise too_many_cells(self.name)
        if self._sheet and self._sheet.places > WIDEST_SPREAD:
            raise UnreadablePlan(
                f"A sheet of {self.name} has cells too far apart; delete the stray ones and try again."
            )


class _Corners:
    """The filled cells of one sheet: how far down and to the right they reach."""

    def __init__(self) -> None:
        self.row = self.column = self.lowest = self.rightmost = 0

    @property
    def places(self) -> int:
        return self.lowest * self.rightmost

    def takes(self, tag: str, attributes: dict[str, str]) -> bool:
        """Whether the element is what a filled cell holds."""
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif tag == "c":
            self._move_to(attributes.get("r"))
        elif tag in {"v", "is"}:
            self.lowest, self.rightmost = max(self.lowest, self.row), max(self.rightmost, self.column)
            return True
        return False

    def _move_to(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        place = re.fullmatch(r"([A-Za-z]{1,3})([1-9]\d{0,6})", reference)
        if place is None:
            raise ValueError(reference)
        self.row, self.column = int(place[2]), _column(place[1])
        if self.row > _LAST_ROW or self.column > _LAST_COLUMN:
            raise ValueError(reference)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
