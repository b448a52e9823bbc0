"""What changed between two moments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import (
    PARTNERSHIP,
    DayOrMoment,
    Moment,
    Paged,
    Reading,
    begun,
    moment,
    no_as_at,
    page,
    partnerships,
)
from api.rest.shapes import Shape
from domain.refusals import refuse_if
from projections import changes
from projections.changes import Kind, Span

router = APIRouter(tags=["changes"], responses=problems())

NO_AS_AT = no_as_at("What changed lies between two moments: say until when, instead of as at when.")

Between = tuple[changes.Moment, changes.Moment]


class Words(Shape):
    """Some words of a wording, and what became of them."""

    span: Span
    text: str


class Change(Shape):
    """A change. `before` and `after`: wordings, due dates or deliveries, by its kind.

    `position` is that of its event in the log; null where the passing of a day alone made it overdue.
    """

    kind: Kind
    position: int | None
    happened_on: date | None
    recorded_at: datetime | None
    thing_kind: str
    thing: UUID
    number: str
    review: UUID
    reference: str
    agencies: list[UUID]
    agency_names: list[str]
    before: str | date | None
    after: str | date | None
    words: list[Words]


class Changes(Shape):
    """A page of what changed, and how much there is of each kind."""

    counts: dict[Kind, int]
    items: list[Change]
    next: str | None


class ChangesChosen(BaseModel):
    """Between which moments, and whose."""

    model_config = ConfigDict(extra="forbid")

    since: DayOrMoment = Field(
        alias="from", description="What changed after the end of this day in London, or from this moment on."
    )
    until: DayOrMoment | None = Field(
        None, description="Until the end of this day in London, or this moment; now without it."
    )
    kind: list[Kind] | None = Field(None, description="Only changes of these kinds; all are counted.")
    partnership: str | None = PARTNERSHIP
    review: UUID | None = Field(None, description="Of this review.")
    agency: UUID | None = Field(None, description="Of what this agency leads, supports or is addressed by.")


class ChangesAsked(ChangesChosen, Paged):
    """A page of these."""


@router.get("/changes", summary="List changes", response_model=Changes, dependencies=[NO_AS_AT])
def list_changes(request: Request, connection: Reading, asked: Annotated[ChangesAsked, Query()]) -> Any:
    """What was added, reworded, done, put off or became overdue: counted by kind, and a page of it.

    It lies between two moments, so that `as_at` is refused: `until` says as at when.
    """
    ends = begun(request, connection, asked, None)
    since, until = between = span(request, asked, ends)
    counts = changes.counted(connection, since, until, filters_of(connection, asked))
    rows = change_rows(connection, asked, between, asked.limit + 1, asked.offset, counts=counts)
    reads(request, rows[: asked.limit])
    items = [change_of(one) for one in rows]
    return {"counts": counts} | page(request, asked, rows, items, ends.at)


def span(request: Request, asked: ChangesChosen, now: Moment) -> Between:
    """From when to when, with the present at a position. Refuses what ends before it begins."""
    since = _moment(request, asked.since, now, "from")
    until = _moment(request, asked.until, now, "until")
    refuse_if(
        since.position > until.position or since.day > until.day, "This comes after the end.", field="from"
    )
    return since, until


def filters_of(connection: Connection[Any], asked: ChangesChosen) -> changes.Filters:
    """Whose changes."""
    whose = partnerships(connection, asked.partnership)
    return changes.Filters(partnerships=whose, review=asked.review, agency=asked.agency)


def change_rows(
    connection: Connection[Any],
    asked: ChangesChosen,
    between: Between,
    limit: int,
    offset: int,
    *,
    counts: Mapping[Kind, int] | None = None,
) -> Sequence[changes.Change]:
    """So many of the changes that are asked for, whose counts may be known already."""
    filters = filters_of(connection, asked)
    counted = counts or changes.counted(connection, *between, filters)
    wanted = {kind: number for kind, number in counted.items() if asked.kind is None or kind in asked.kind}
    return changes.listed(connection, *between, filters, counts=wanted, limit=limit, offset=offset)


def change_of(change: changes.Change) -> Change:
    """A change as JSON; how one wording became the other, where it did."""
    words = []
    if change.kind is Kind.REWORDED and isinstance(change.before, str) and isinstance(change.after, str):
        words = [
            Words(span=span, text=text) for span, text in changes.words_changed(change.before, change.after)
        ]
    return Change.model_validate(change._asdict() | {"words": words})


def _moment(request: Request, as_at: date | datetime | None, now: Moment, field: str) -> changes.Moment:
    when = moment(request, as_at, field)
    last = now.position(request)
    return changes.Moment(last if when.at is None else min(when.at, last), when.today)
