"""Actions: lists by what matters of them, and each one."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import AsAt, Chosen, Moment, Paged, Reading, moment, page, partnerships
from api.rest.reviews import PARTNERSHIP
from api.rest.shapes import Action, listed
from api.rest.things import action_of, shown
from domain.vocabulary import Delivery
from projections import actions

router = APIRouter(tags=["actions"], responses=problems(404))

Sort = Literal[
    "number", "-number",
    "reviews", "-reviews",
    "lead", "-lead",
    "owner", "-owner",
    "delivery", "-delivery",
    "forecast", "-forecast",
    "due", "-due",
    "original_due", "-original_due",
    "moved_by", "-moved_by",
    "days_overdue", "-days_overdue",
    "next_review", "-next_review",
    "asked_until", "-asked_until",
    "reported_on", "-reported_on",
    "signed_off_on", "-signed_off_on",
    "progress", "-progress",
]  # fmt: skip


class ActionsChosen(Chosen):
    """Which actions, and in which order."""

    partnership: str | None = PARTNERSHIP
    review: UUID | None = Field(None, description="Of this review.")
    recommendation: UUID | None = Field(None, description="That carry out this recommendation.")
    agency: UUID | None = Field(None, description="That this agency leads or supports.")
    lead: UUID | None = Field(None, description="That this agency leads.")
    owner: UUID | None = Field(None, description="Owned by this person.")
    delivery: Delivery | None = Field(None, description="Whose delivery stands there.")
    overdue: bool | None = Field(None, description="Only those that are overdue, or only the others.")
    without_owner: bool | None = Field(None, description="Only those without an owner, or with one.")
    without_date: bool | None = Field(None, description="Only those without a due date, or with one.")
    words: str | None = Field(None, max_length=200, description="With these words in text or number.")
    sort: Sort = Field("number", description="By what they are ordered; `-due`: the latest due date first.")


class ActionsAsked(ActionsChosen, Paged):
    """A page of these."""


FILTERS = (
    "review",
    "recommendation",
    "agency",
    "lead",
    "owner",
    "delivery",
    "overdue",
    "without_owner",
    "without_date",
    "words",
)


def rows(
    connection: Connection[Any], asked: ActionsChosen, when: Moment, limit: int, offset: int
) -> Sequence[actions.ActionSeen]:
    """So many of the actions that are asked for."""
    chosen = actions.Filters(
        partnerships=partnerships(connection, asked.partnership),
        **{name: getattr(asked, name) for name in FILTERS},
    )
    return actions.listed(
        connection, chosen, today=when.today, sort=asked.sort, limit=limit, offset=offset, at=when.at
    )


@router.get("/actions", response_model=listed(Action))
def list_actions(request: Request, connection: Reading, asked: Annotated[ActionsAsked, Query()]) -> Any:
    """Actions with their colours. What is overdue: `?overdue=true`."""
    seen = rows(connection, asked, moment(request, asked.as_at), asked.limit + 1, asked.offset)
    return page(request, asked, seen, [action_of(one) for one in seen])


@router.get("/actions/{identity}", response_model=Action)
def one_action(
    request: Request,
    response: Response,
    identity: UUID,
    connection: Reading,
    asked: Annotated[AsAt, Query()],
) -> Any:
    """One action."""
    return shown(request, response, "actions", identity, (connection, asked.as_at))
