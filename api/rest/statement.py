"""A plain statement about a review, for the family or the public, as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import AsAt, Reading, moment
from api.rest.shapes import Shape
from domain.partnership import Partnership
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import reviews, statement

router = APIRouter(responses=problems(404))


class ActionsCounted(Shape):
    """How many actions are signed off, reported complete, under way, and cancelled."""

    done: int
    reported: int
    under_way: int
    not_carried_out: int


class RecommendationTold(Shape):
    """A recommendation in its published wording, and what became of it."""

    label: str
    wording: str
    withdrawn: bool
    agencies: list[str]
    actions: ActionsCounted
    last_done_on: date | None


class PublicStatement(Shape):
    """What may be told to anybody. Before its publication a review has no recommendations here."""

    reference: str
    partnership_name: str
    published_on: date | None
    public_contact: str
    actions: ActionsCounted
    recommendations: list[RecommendationTold]


@router.get(
    "/reviews/{identity}/statement",
    summary="Get a plain statement for the public",
    response_model=PublicStatement,
    tags=["reviews"],
)
def statement_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[AsAt, Query()]
) -> Any:
    """What was recommended and what was done, without case detail: no names, no progress notes."""
    when = moment(request, asked.as_at)
    rows = reviews.listed(connection, today=when.today, identity=identity, at=when.at)
    if not rows:
        raise NotFound(NOTHING)
    told = statement.of_review(connection, rows[0], at=when.at)
    home = request.app.state.tracker.get(Partnership, rows[0].partnership)
    reads(request, (), review=identity if told.recommendations else None)
    facts = {name: getattr(rows[0], name) for name in ("reference", "partnership_name", "published_on")}
    return {**facts, "public_contact": home.public_contact, **vars(told)}
