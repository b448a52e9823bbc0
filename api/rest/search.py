"""One search over references, wording, agencies and people."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, AsAt, Paged, Reading, moment, page, partnerships
from api.rest.shapes import Shape, listed
from projections import search
from projections.search_entries import Kind

router = APIRouter(tags=["search"], responses=problems())


class Excerpt(Shape):
    """A piece of an excerpt, and whether it is what was looked for."""

    text: str
    found: bool


class Found(Shape):
    """A thing that a search has found, with the words in which it was."""

    kind: Kind
    id: UUID
    heading: str
    excerpt: list[Excerpt]
    rank: float


class SearchAsked(AsAt, Paged):
    """What is looked for."""

    words: str = Field(
        min_length=1,
        max_length=search.LONGEST,
        description='What is looked for; "together" in quotation marks, -without with a hyphen.',
    )
    kind: list[Kind] | None = Field(None, description="Only things of these kinds.")
    partnership: str | None = PARTNERSHIP


@router.get("/search", summary="Search everything", response_model=listed(Found))
def search_everything(request: Request, connection: Reading, asked: Annotated[SearchAsked, Query()]) -> Any:
    """What these words find, the best first, also where they are mistyped."""
    rows = search.search(
        connection,
        asked.words,
        partnerships=partnerships(connection, asked.partnership),
        kinds=asked.kind,
        limit=asked.limit + 1,
        offset=asked.offset,
        at=moment(request, asked.as_at).at,
    )
    return page(request, asked, rows, [Found.model_validate(one) for one in rows])
