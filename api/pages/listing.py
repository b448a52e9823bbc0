"""Lists whose address holds everything: pages of 50, sorting by links, filters one can take away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request

A_PAGE: Final = 50
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

    `orders` are the words by which it can be sorted; `notes` say what of the address was not followed.
    """

    path: str
    asked: dict[str, str]
    page: int
    total: int
    sort: str = ""
    orders: Collection[str] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        request: Request,
        total: int,
        *,
        sort: str = "",
        known: Collection[str] | None = None,
        orders: Collection[str] = (),
    ) -> Listing:
        """The listing of a request; a page past the end is the last one.

        `known` are the words that the list understands (None: all); any other is left out, and noted.
        """
        asked = asked_in(request)
        said = asked.pop("page", "1")
        unknown = [name for name in asked if known is not None and name not in known]
        kept = {name: value for name, value in asked.items() if name not in unknown}
        page = min(max(_number(said), 1), _last(total))
        notes = [f"This list does not know the word “{name}” in its address." for name in unknown]
        if said != str(page):
            notes.append(f"There is no page “{said}” of this list; this is page {page}.")
        return cls(request.url.path, kept, page, total, sort, orders, tuple(notes))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last(self.total)

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
        kept = {name: value for name, value in {**self.asked, **words}.items() if value}
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


def _last(total: int) -> int:
    return max(1, -(-total // A_PAGE))


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() else 1
