"""Lists whose address holds everything: pages of 50 or more, sorting by links, filters one can take away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request

A_PAGE: Final = 50
SIZES: Final = (A_PAGE, 200, 500)
"""How many rows a page of a list of things may have; the larger ones are for printing."""
AROUND: Final = 1


LARGEST_FIRST: Final = frozenset(
    (
        "days_overdue",
        "moved_by",
        "progress",
        "reported_on",
        "signed_off_on",
        "opened_on",
        "issued_on",
        "recommendations",
        "actions",
        "overdue",
        "closed",
        "open_questions",
    )
)
"""Columns of which people want to see the largest or latest first."""


@dataclass(frozen=True)
class Listing:
    """One page of a list: what was asked for, and the addresses that lead on from it.

    `orders` are the words by which it can be sorted; `notes` say what of the address was not followed;
    `a_page` is how many rows a page has.
    """

    path: str
    asked: dict[str, str]
    page: int
    total: int
    sort: str = ""
    orders: Collection[str] = ()
    notes: tuple[str, ...] = ()
    a_page: int = A_PAGE

    @classmethod
    def of(
        cls,
        request: Request,
        total: int,
        *,
        sort: str = "",
        known: Collection[str] | None = None,
        orders: Collection[str] = (),
        sizes: Collection[int] = (A_PAGE,),
    ) -> Listing:
        """The listing of a request; a page past the end is the last one.

        `known` are the words that the list understands (None: all); any other is left out, and noted.
        `sizes` are the numbers of rows that a page of it may have.
        """
        asked = asked_in(request)
        said, size = asked.pop("page", "1"), asked.pop("a_page", str(A_PAGE))
        unknown = [name for name in asked if known is not None and name not in known]
        kept = {name: value for name, value in asked.items() if name not in unknown}
        a_page = _number(size) if _number(size) in sizes else A_PAGE
        page = min(max(_number(said), 1), _last(total, a_page))
        notes = [f"This list does not know the word “{name}” in its address." for name in unknown]
        if said != str(page):
            notes.append(f"There is no page “{said}” of this list; this is page {page}.")
        if size != str(a_page):
            notes.append(f"A page of this list cannot have “{size}” rows; this one has {a_page}.")
        return cls(request.url.path, kept, page, total, sort, orders, tuple(notes), a_page)

    @property
    def said(self) -> dict[str, str]:
        """What its address says beside the page: what was asked for, and how many rows a page has."""
        return self.asked | ({"a_page": str(self.a_page)} if self.a_page != A_PAGE else {})

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * self.a_page

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last(self.total, self.a_page)

    @property
    def narrowed(self) -> bool:
        """Whether the address leaves anything out of the list."""
        return bool(self.asked.keys() - {"sort", "columns", "as_at"})

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

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """How many rows a page can have besides, with the addresses, where that makes a difference."""
        useful = [size for size, before in zip(SIZES, (0, *SIZES), strict=False) if self.total > before]
        return [(size, self.with_words(a_page=_size(size))) for size in useful if size != self.a_page]

    def at(self, page: int) -> str:
        """The address of another page of the same list."""
        return self.with_words(page=str(page) if page > 1 else "")

    def without(self, name: str) -> str:
        """The address of the list without one of its filters."""
        return self.with_words(**{name: ""})

    @property
    def bare(self) -> str:
        """The address of the list without any filter, with the same order and columns."""
        return self.with_words(
            **{name: "" for name in self.asked if name not in ("sort", "columns", "as_at")}
        )

    def quick(self, said: str) -> str:
        """The address of the list with these query words alone, with the same columns."""
        columns = f"columns={self.asked['columns']}" if "columns" in self.asked else ""
        query = "&".join(part for part in (said, columns) if part)
        return f"{self.path}?{query}" if query else self.path

    def with_words(self, **words: str) -> str:
        """The address of this list with other query words; an empty one is left out."""
        kept = {name: value for name, value in {**self.said, **words}.items() if value}
        return f"{self.path}?{urlencode(kept, safe=',')}" if kept else self.path

    def sort_by(self, name: str) -> str:
        """The address that sorts by a column, the other way round where it is sorted by it already."""
        first, other = (f"-{name}", name) if name in LARGEST_FIRST else (name, f"-{name}")
        return self.with_words(sort=other if self.sort == first else first)

    def sorted_by(self, name: str) -> str:
        """What `aria-sort` says of a column, or ""."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")


def asked_in(request: Request) -> dict[str, str]:
    """The words of an address, without empty ones; those of a box that may be ticked often with commas."""
    query = request.query_params
    return {name: ",".join(query.getlist(name)) for name in query if query[name] and name != "done"}


def without_empty_words(request: Request) -> str:
    """The address without the words of boxes left empty, which people can share; "" where it has none."""
    said = request.query_params.multi_items()
    kept = [(name, value) for name, value in said if value]
    if len(kept) == len(said):
        return ""
    return f"{request.url.path}?{urlencode(kept, safe=',')}" if kept else request.url.path


def _last(total: int, a_page: int) -> int:
    return max(1, -(-total // a_page))


def _size(a_page: int) -> str:
    """As an address says it: the usual one by saying nothing."""
    return str(a_page) if a_page != A_PAGE else ""


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() else 1
