"""What words become in a file: nothing that a spreadsheet would run, and no character that breaks a file."""

import re
from typing import Final

LONGEST_CELL: Final = 32_767
"""Characters in a cell of Excel."""
CUT: Final = " … (cut here: a cell of Excel holds no more; the tracker holds it all)"
_BROKEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BEGINS_FORMULA: Final = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


def plain(text: str) -> str:
    """The text with one kind of line break, and without characters that no XML and no cell can hold."""
    return _BROKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    """The text for a cell of CSV: with an apostrophe before whatever a spreadsheet would run as a formula.

    Source: OWASP, CSV injection (cells that begin with = + - @, a tab or a line break).
    """
    words = plain(text)
    # As it was typed, and as it is written: a mark that is left out may have stood before the formula.
    return f"'{words}" if any(map(_BEGINS_FORMULA.match, (text, words))) else words


def for_excel(text: str) -> str:
    """The text for a cell of Excel, cut with a note where it is too long.

    A blank is put behind a text in `<r>` tags, which xlsxwriter would take for markup of its own.
    """
    words = plain(text)
    if words.startswith("<r>") and words.endswith("</r>"):
        words += " "
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - len(CUT)] + CUT
