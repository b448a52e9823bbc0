"""One box for everything: what its words find, the best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.noting import reads
from api.pages.framing import page
from api.pages.history import THINGS
from api.pages.listing import A_PAGE, Listing
from projections import directory, search
from projections.search_entries import Kind

router = APIRouter()

MOST: Final = 500
"""How far one can turn pages: whoever has to look further needs other words."""

KINDS = (
    ("Everything", ""),
    ("Reviews", Kind.REVIEW),
    ("Recommendations", Kind.RECOMMENDATION),
    ("Actions", Kind.ACTION),
    ("Agencies", Kind.AGENCY),
    ("People", Kind.PERSON),
)


class Line(NamedTuple):
    """A thing that was found, its address, and the references of the reviews in which it stands."""

    thing: search.Found
    href: str
    where: str

    @classmethod
    def of(cls, found: search.Found, names: Mapping[UUID, str]) -> Line:
        """With the references out of names by id."""
        return cls(found, f"/{THINGS[found.kind]}/{found.id}", where(found, names))


@router.get("/search")
def show_search(request: Request) -> HTMLResponse:
    """A page of what the words in the address find."""
    words = request.query_params.get("words", "").strip()
    kind = request.query_params.get("kind", "")
    before = Listing.of(request, MOST)
    with request.app.state.views.reading() as connection:
        rows = search.search(connection, words, kinds=kinds_of(kind), limit=A_PAGE + 1, offset=before.offset)
        names = directory.names(connection, [review for one in rows for review in one.reviews])
    reads(request, rows[:A_PAGE])
    listing = replace(before, total=min(before.offset + len(rows), MOST))
    return page(
        request,
        "search.html",
        list=listing,
        found=len(rows[:A_PAGE]),
        groups=groups_of([Line.of(one, names) for one in rows[:A_PAGE]]),
        words=words,
        longest=search.LONGEST,
        can_be_looked_for=bool(search.as_typed(words)),
        kinds=[(text, listing.with_words(kind=value, page=""), value == kind) for text, value in KINDS],
    )


def kinds_of(said: str) -> Sequence[Kind] | None:
    """Among which kinds of things to search; all of them where the address names none that there is."""
    return [Kind(said)] if said in list(Kind) else None


def groups_of(lines: Sequence[Line]) -> list[list[Line]]:
    """What says what was typed, and what is only similar, each where there is any."""
    return [list(members) for _, members in groupby(lines, key=lambda one: one.thing.is_similar)]


def where(one: search.Found, names: Mapping[UUID, str]) -> str:
    """The references of the reviews in which a recommendation or an action stands."""
    references = sorted(names[review] for review in one.reviews if review in names)
    return "" if one.kind == Kind.REVIEW else ", ".join(references)
