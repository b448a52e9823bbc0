"""What a page offers as files: the same list, with the same filters, from the addresses for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

from pydantic import BaseModel

from api.exporting.pdf import is_installed
from api.lists import LISTS
from api.rest.board import BoardChosen
from api.rest.events import EventsChosen

API: Final = "/api/v1"
WORDS: Final = {"csv": "CSV", "xlsx": "Excel", "docx": "Word", "pdf": "PDF"}
LIST: Final = ("csv", "xlsx")
PLAN: Final = ("docx", "xlsx", *(("pdf",) if is_installed() else ()))

TAKEN: Final[Mapping[str, type[BaseModel]]] = {
    **{things: one.chosen for things, one in LISTS.items()},
    "board": BoardChosen,
    "events": EventsChosen,
}
"""What the file of each list is asked with: it refuses query words that a page knows alone."""


class Download(NamedTuple):
    """A file to download: what kind of file it is, and its address."""

    words: str
    href: str


def list_files(things: str, asked: Mapping[str, str], *, sort: str = "") -> list[Download]:
    """The list of these things as files, narrowed and sorted as the page shows it."""
    taken = TAKEN[things].model_fields
    query = {name: value for name, value in {**asked, "sort": sort}.items() if value and name in taken}
    return files(things, query)


def files(
    place: str, query: Mapping[str, str] | None = None, forms: tuple[str, ...] = LIST
) -> list[Download]:
    """What stands at a place, as files of these kinds, each with the same query words."""
    behind = f"?{urlencode(query, safe=',')}" if query else ""
    return [Download(WORDS[form], f"{API}/{place}.{form}{behind}") for form in forms]
