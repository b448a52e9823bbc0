"""The clocks of reviews: those that run, and those that were met, as JSON."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, Chosen, Moment, Paged, Reading, begun, page, partnerships
from api.rest.shapes import Clock, listed
from projections import clocks

router = APIRouter(responses=problems())


class ClocksChosen(Chosen):
    """Which clocks."""

    review: UUID | None = Field(None, description="Of this review.")
    partnership: str | None = PARTNERSHIP
    running: bool | None = Field(None, description="Only those that run or stand still, or only the others.")
    late: bool | None = Field(None, description="Only those that are or were late, or only the others.")


class ClocksAsked(ClocksChosen, Paged):
    """A page of clocks."""


@router.get("/clocks", summary="List clocks", response_model=listed(Clock), tags=["reviews"])
def list_clocks(request: Request, connection: Reading, asked: Annotated[ClocksAsked, Query()]) -> Any:
    """What time runs for in reviews: those that run first, by when they are due."""
    when = begun(request, connection, asked, asked.as_at)
    rows = clock_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, rows[: asked.limit], when.at)


def clock_rows(
    connection: Connection[Any], asked: ClocksChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the clocks that are asked for."""
    filters = clocks.Filters(
        partnerships=partnerships(connection, asked.partnership),
        **asked.model_dump(include={"review", "running", "late"}),
    )
    return clocks.listed(connection, filters, today=when.today, limit=limit, offset=offset, at=when.at)
