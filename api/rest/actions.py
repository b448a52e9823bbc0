"""Which actions a list may be asked for, and in which order."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from pydantic import Field

from api.rest.asking import PARTNERSHIP, Chosen, Moment, partnerships
from domain.vocabulary import Colour, Delivery
from projections import actions

MOST_DAYS = 999_999

Sort = Literal[
    "number", "-number",
    "reviews", "-reviews",
    "lead", "-lead",
    "owner", "-owner",
    "delivery", "-delivery",
    "rag", "-rag",
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


def days(description: str) -> Any:
    """A filter by a number of days."""
    return Field(None, ge=-MOST_DAYS, le=MOST_DAYS, description=description)


class ActionsChosen(Chosen):
    """Which actions, and in which order."""

    partnership: str | None = PARTNERSHIP
    review: UUID | None = Field(None, description="Of this review.")
    recommendation: UUID | None = Field(None, description="That carry out this recommendation.")
    agency: UUID | None = Field(None, description="That this agency leads or supports.")
    lead: UUID | None = Field(None, description="That this agency leads.")
    owner: UUID | None = Field(None, description="Owned by this person.")
    delivery: Delivery | None = Field(None, description="Whose delivery stands there.")
    open: bool | None = Field(
        None, description="Only those neither signed off nor cancelled, or only the others."
    )
    rag: Colour | None = Field(None, description="Of this colour, by the rule of their partnership.")
    overdue: bool | None = Field(None, description="Only those that are overdue, or only the others.")
    overdue_from: int | None = days("Overdue by so many days or more.")
    overdue_to: int | None = days("Overdue by so many days or less: newly so in the last 28 days with 28.")
    due_from: date | None = Field(None, description="Due on this day or later.")
    due_to: date | None = Field(None, description="Due on this day or earlier.")
    due_within: int | None = days(
        "Due today or at most so many days later, and not yet reported complete, signed off or cancelled."
    )
    moved_from: int | None = days("Whose due date has moved by so many days or more from the first one.")
    moved_to: int | None = days(
        "Whose due date has moved by so many days or less; below 0: to an earlier day."
    )
    asked_for_time: bool | None = Field(
        None, description="Only those for which an extension waits for its decision, or only the others."
    )
    progress_asked: bool | None = Field(
        None, description="Only those for which progress was asked for and is awaited, or only the others."
    )
    without_lead: bool | None = Field(None, description="Only those without a lead agency, or with one.")
    without_owner: bool | None = Field(None, description="Only those without an owner, or with one.")
    owner_has_left: bool | None = Field(
        None, description="Only those whose owner has left, or only the others."
    )
    owner_elsewhere: bool | None = Field(
        None,
        description="Only those whose owner is in an agency that neither leads nor supports them,"
        " or only the others.",
    )
    without_date: bool | None = Field(None, description="Only those without a due date, or with one.")
    words: str | None = Field(None, max_length=200, description="With these words in text or number.")
    sort: Sort = Field("number", description="By what they are ordered; `-due`: the latest due date first.")


FILTERS = tuple(one.name for one in fields(actions.Filters) if one.name in ActionsChosen.model_fields)
"""The query words that are filters by the same name."""


def filters_of(connection: Connection[Any], asked: ActionsChosen) -> actions.Filters:
    """The filters of what is asked for. Refuses a partnership that is not there."""
    return actions.Filters(
        partnerships=partnerships(connection, asked.partnership),
        **{name: getattr(asked, name) for name in FILTERS},
    )


def rows(
    connection: Connection[Any], asked: ActionsChosen, when: Moment, limit: int, offset: int
) -> Sequence[actions.ActionSeen]:
    """So many of the actions that are asked for."""
    chosen = filters_of(connection, asked)
    return actions.listed(
        connection, chosen, today=when.today, sort=asked.sort, limit=limit, offset=offset, at=when.at
    )


def count(connection: Connection[Any], asked: ActionsChosen, when: Moment) -> int:
    """How many actions are asked for."""
    return actions.counted(connection, filters_of(connection, asked), today=when.today, at=when.at)
