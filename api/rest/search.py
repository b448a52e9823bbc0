"""One search over references, wording, agencies and people."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import Field

from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, AsAt, Paged, Reading, begun, page, partnerships
from api.rest.shapes import Shape, listed
from projections import search
from projections.search_entries import Kind

router = APIRouter(tags=["search"], responses=problems())


class Excerpt(Shape):
    """A piece of an excerpt, and whether it is what was looked for."""

    text: str
    found: bool


class Found(Shape):
    """A thing that a search has found, with the words in which it was.

    `rank` below 1: it does not say what was typed, but something similar.
    """

    kind: Kind
    id: UUID
    heading: str
    excerpt: list[Excerpt]
    rank: float


class SearchChosen(AsAt):
    """What is looked for."""

    words: str = Field(
        min_length=1,
        max_length=search.LONGEST,
        description='What is looked for; "together" in quotation marks, -without with a hyphen.',
    )
    kind: list[Kind] | None = Field(None, description="Only things of these kinds.")
    partnership: str | None = PARTNERSHIP


class SearchAsked(SearchChosen, Paged):
    """A page of what is found."""


def search_rows(
    connection: Connection[Any], asked: SearchChosen, at: int | None, limit: int, offset: int
) -> Sequence[Any]:
    """So much of what is found, at a position of the log."""
    return search.search(
        connection,
        asked.words,
        partnerships=partnerships(connection, asked.partnership),
        kinds=asked.kind,
        limit=limit,
        offset=offset,
        at=at,
    )


@router.get("/search", summary="Search everything", response_model=listed(Found))
def search_everything(request: Request, connection: Reading, asked: Annotated[SearchAsked, Query()]) -> Any:
    """What these words find, the best first, also where they are mistyped."""
    at = begun(request, connection, asked, asked.as_at).at
    rows = search_rows(connection, asked, at, asked.limit + 1, asked.offset)
    reads(request, rows[: asked.limit])
    return page(request, asked, rows, [Found.model_validate(one) for one in rows], at)
