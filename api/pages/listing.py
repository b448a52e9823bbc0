"""Lists whose address holds everything: pages of 50, sorting by links, filters one can take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request

A_PAGE: Final = 50
AROUND: Final = 1


@dataclass(frozen=True)
class Listing:
    """One page of a list: what was asked for, and the addresses that lead on from it."""

    path: str
    asked: dict[str, str]
    page: int
    total: int
    sort: str = ""

    @classmethod
    def of(cls, request: Request, total: int, *, sort: str = "") -> Listing:
        """The listing of a request; a page past the end is the last one."""
        asked = {name: value for name, value in request.query_params.items() if value and name != "done"}
        said = asked.pop("page", "1")
        last = max(1, -(-total // A_PAGE))
        wanted = int(said) if said.isascii() and said.isdigit() else 1
        return cls(request.url.path, asked, min(max(wanted, 1), last), total, sort)

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // A_PAGE))

    @property
    def previous(self) -> str:
        """The address of the page before, or ""."""
        return self.at(self.page - 1) if self.page > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after, or ""."""
        return self.at(self.page + 1) if self.page < self.last else ""

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """The first, the last and the near pages, with gaps between them."""
        near = range(max(1, self.page - AROUND), min(self.last, self.page + AROUND) + 1)
        shown = sorted({1, self.last, *near})
        items: list[dict[str, Any]] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number > before + 1:
                items.append({"ellipsis": True})
            items.append({"number": number, "href": self.at(number), "current": number == self.page})
        return items

    def at(self, page: int) -> str:
        """The address of another page of the same list."""
        return self.with_words(page=str(page) if page > 1 else "")

    def without(self, name: str) -> str:
        """The address of the list without one of its filters."""
        return self.with_words(**{name: ""})

    def with_words(self, **words: str) -> str:
        """The address of this list with other query words; an empty one is left out."""
        kept = {name: value for name, value in {**self.asked, **words}.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def sort_by(self, name: str) -> str:
        """The address that sorts by a column, the other way round where it is sorted by it already."""
        turned = f"-{name}" if self.sort == name and f"-{name}" in TURNED else name
        return self.with_words(sort=turned)

    def sorted_by(self, name: str) -> str:
        """What `aria-sort` says of a column, or ""."""
        if self.sort == f"-{name}":
            return "descending"
        if self.sort == name:
            return "descending" if name in NEWEST_FIRST else "ascending"
        return ""


TURNED = ("-due",)
NEWEST_FIRST = ("progress",)
