"""The clocks of reviews: those that run, and those that were met, as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, Chosen, Moment, Paged, Reading, begun, page, partnerships
from api.rest.shapes import Shape, listed
from domain.review.vocabulary import ClockKind
from projections import clocks

router = APIRouter(responses=problems())


class Clock(Shape):
    """What time runs for in a review. `about` is the agency whose return is due.

    `days_late` counts from the due date that stands to today, to when it was paused, or to its end; negative
    before that date. `met`: what it ran for has happened.
    """

    id: UUID
    review: UUID
    reference: str
    kind: ClockKind
    about: UUID | None
    about_name: str
    counted_from: date
    original_due: date
    due: date
    agreed: bool
    paused_on: date | None
    ended_on: date | None
    met: bool
    days_late: int
    source: str


ClockOrder = Literal[
    "kind", "-kind",
    "counted_from", "-counted_from",
    "original_due", "-original_due",
    "due", "-due",
    "ended_on", "-ended_on",
    "days_late", "-days_late",
]  # fmt: skip


class ClocksChosen(Chosen):
    """Which clocks."""

    review: UUID | None = Field(None, description="Of this review.")
    partnership: str | None = PARTNERSHIP
    running: bool | None = Field(None, description="Only those that run or stand still, or only the others.")
    kind: ClockKind | None = Field(None, description="Of this kind.")
    late: bool | None = Field(None, description="Only those that are or were late, or only the others.")
    sort: ClockOrder | None = Field(None, description="By what they are ordered; `-` turns it round.")


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
    sort = asked.sort or ""
    return clocks.listed(
        connection,
        _filters(connection, asked),
        today=when.today,
        sort=sort,
        limit=limit,
        offset=offset,
        at=when.at,
    )


def clock_count(connection: Connection[Any], asked: ClocksChosen, when: Moment) -> int:
    """How many clocks are asked for."""
    return clocks.counted(connection, _filters(connection, asked), today=when.today, at=when.at)


def _filters(connection: Connection[Any], asked: ClocksChosen) -> clocks.Filters:
    return clocks.Filters(
        partnerships=partnerships(connection, asked.partnership),
        **asked.model_dump(include={"review", "running", "late", "kind"}),
    )
