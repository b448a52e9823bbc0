"""Opening a file: is it small enough, and is it what its name says? Nothing of its inside is trusted yet."""

from enum import StrEnum
from pathlib import Path, PurePath, PureWindowsPath

from api.importing.refusing import UnreadablePlan

LARGEST_FILE = 50_000_000
"""Bytes. A file of this size or more is refused unread."""
LONGEST_NAME = 120

_READ = "Plans are read from Word (.docx), Excel (.xlsx) and CSV (.csv) files"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (_ZIP, "a zip, Word or Excel file"),
    (_COMPOUND, "an old Word or Excel file"),
    (b"{\\rtf", "a rich text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)


class Form(StrEnum):
    """The forms of file that are read, by the ending of their name."""

    WORD = ".docx"
    EXCEL = ".xlsx"
    COMMAS = ".csv"


_CALLED = {Form.WORD: "a Word document", Form.EXCEL: "an Excel workbook"}


def file_name(said: str | None, otherwise: str) -> str:
    """What a file is called that somebody sends: its last name alone, on one line, at most 120 characters.

    `otherwise` where nothing is left. No file is ever kept or opened under what this says (ASVS V5.3.2).
    """
    last = PureWindowsPath(said or "").name
    shown = "".join(letter if letter.isprintable() else " " for letter in last).strip()
    ending = PurePath(shown).suffix
    stem = shown.removesuffix(ending)[: LONGEST_NAME - len(ending)]
    return f"{stem}{ending}"[:LONGEST_NAME] or otherwise


def opened(name: str, content: bytes | Path) -> tuple[Form, bytes]:
    """The form of the file, by name and first bytes, and its bytes. Raises UnreadablePlan."""
    form = _form_named(name)
    data = _bytes_of(name, content)
    if not data.strip():
        raise UnreadablePlan(f"{name} is empty.")
    _check_beginning(name, form, data)
    return form, data


def _form_named(name: str) -> Form:
    ending = PurePath(name).suffix.casefold()
    if ending in {".docm", ".xlsm", ".dotm", ".xltm", ".xlsb"}:
        raise UnreadablePlan(
            f"{name} is of a kind that may hold macros; save it as .docx or .xlsx and try again."
        )
    if ending not in {form.value for form in Form}:
        raise UnreadablePlan(f"{_READ}; {name} is none of these, so save it as one of them and try again.")
    return Form(ending)


def _bytes_of(name: str, content: bytes | Path) -> bytes:
    data = content if isinstance(content, bytes) else _read(name, content)
    if len(data) >= LARGEST_FILE:
        raise UnreadablePlan(f"{name} is too large: a plan must be smaller than 50 MB.")
    return data


def _read(name: str, path: Path) -> bytes:
    if not path.is_file():
        raise UnreadablePlan(f"There is no file {name}.")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE)
    except OSError as problem:
        raise UnreadablePlan(f"{name} could not be opened: {problem.strerror}.") from problem


def _check_beginning(name: str, form: Form, data: bytes) -> None:
    if form is Form.COMMAS:
        _check_no_other_form(name, data)
    elif data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise UnreadablePlan(f"{name} is protected by a password; save it without one and try again.")
    elif not data.startswith(_ZIP):
        seen = _form_seen(data) or "something else"
        raise UnreadablePlan(f"{name} is not what its name says, {_CALLED[form]}: it is {seen}.")


def _check_no_other_form(name: str, data: bytes) -> None:
    if seen := _form_seen(data):
        raise UnreadablePlan(f"{name} is not a CSV file, although its name ends in .csv: it is {seen}.")


def _form_seen(data: bytes) -> str | None:
    start = data[:64].lstrip().lower() if data[:1] in b"< \r\n\t" else data
    return next((seen for beginning, seen in _BEGINNINGS if start.startswith(beginning)), None)
