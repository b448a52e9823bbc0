"""Which reviews and recommendations a list may be asked for; the timeline and the questions of a review."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import Field

from api.access import log_of
from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import (
    PARTNERSHIP,
    AfterAsAt,
    AsAt,
    Chosen,
    Following,
    Moment,
    Reading,
    feed,
    moment,
    partnerships,
)
from api.rest.histories import told
from api.rest.shapes import Question, Told, listed
from api.rest.things import found
from domain.store.log import Log, LogEntry
from domain.vocabulary import Scope
from projections import recommendations, reviews, timeline

router = APIRouter(responses=problems(404))

ReviewOrder = Literal[
    "reference", "-reference",
    "label", "-label",
    "partnership", "-partnership",
    "opened_on", "-opened_on",
    "issued_on", "-issued_on",
    "recommendations", "-recommendations",
    "actions", "-actions",
    "overdue", "-overdue",
    "closed", "-closed",
    "open_questions", "-open_questions",
]  # fmt: skip
RecommendationOrder = Literal[
    "label", "-label",
    "review", "-review",
    "scope", "-scope",
    "reach", "-reach",
    "theme", "-theme",
    "actions", "-actions",
    "overdue", "-overdue",
    "closed", "-closed",
]  # fmt: skip


class ReviewsChosen(Chosen):
    """Which reviews, and in which order."""

    reference: str | None = Field(None, max_length=60, description="With this reference, whatever its case.")
    partnership: str | None = PARTNERSHIP
    issued: bool | None = Field(None, description="Only those whose plan is issued, or only the others.")
    overdue: bool | None = Field(None, description="Only those with overdue actions, or only the others.")
    questions: bool | None = Field(None, description="Only those with open questions, or only the others.")
    late: bool | None = Field(None, description="Only those with a clock that is late, or only the others.")
    words: str | None = Field(None, max_length=200, description="With these words in reference or pseudonym.")
    sort: ReviewOrder | None = Field(None, description="By what they are ordered; `-` turns it round.")


TimelineChosen = AfterAsAt


class TimelineAsked(TimelineChosen, Following):
    """A page of a timeline."""


class QuestionsAsked(AsAt):
    """Which questions of a review."""

    open: bool | None = Field(None, description="Only those that wait, or only those that are settled.")


class RecommendationsChosen(Chosen):
    """Which recommendations, and in which order."""

    review: UUID | None = Field(None, description="Of this review.")
    partnership: str | None = PARTNERSHIP
    addressee: UUID | None = Field(None, description="Addressed to this agency.")
    scope: Scope | None = Field(None, description="Of this scope.")
    withdrawn: bool | None = Field(None, description="Only those that are withdrawn, or only the others.")
    without_actions: bool | None = Field(
        None, description="Only those that no action carries out, or only the others."
    )
    words: str | None = Field(
        None, max_length=200, description="With these words in wording, number or theme."
    )
    sort: RecommendationOrder | None = Field(
        None, description="By what they are ordered; `-` turns it round."
    )


def reviews_of(connection: Connection[Any], asked: ReviewsChosen) -> reviews.Filters:
    """The filters of what is asked for. Refuses a partnership that is not there."""
    named = asked.model_dump(include={"reference", "issued", "overdue", "questions", "words", "late"})
    return reviews.Filters(partnerships=partnerships(connection, asked.partnership), **named)


def review_rows(
    connection: Connection[Any], asked: ReviewsChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the reviews that are asked for."""
    return reviews.chosen(
        connection,
        reviews_of(connection, asked),
        today=when.today,
        sort=asked.sort or "",
        limit=limit,
        offset=offset,
        at=when.at,
    )


def review_count(connection: Connection[Any], asked: ReviewsChosen, when: Moment) -> int:
    """How many reviews are asked for."""
    return reviews.counted(connection, reviews_of(connection, asked), today=when.today, at=when.at)


def recommendations_of(connection: Connection[Any], asked: RecommendationsChosen) -> recommendations.Filters:
    """The filters of what is asked for. Refuses a partnership that is not there."""
    named = asked.model_dump(
        include={"review", "addressee", "scope", "withdrawn", "without_actions", "words"}
    )
    return recommendations.Filters(partnerships=partnerships(connection, asked.partnership), **named)


def recommendation_rows(
    connection: Connection[Any], asked: RecommendationsChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the recommendations that are asked for."""
    return recommendations.chosen(
        connection,
        recommendations_of(connection, asked),
        today=when.today,
        sort=asked.sort or "",
        limit=limit,
        offset=offset,
        at=when.at,
    )


def recommendation_count(connection: Connection[Any], asked: RecommendationsChosen, when: Moment) -> int:
    """How many recommendations are asked for."""
    return recommendations.counted(connection, recommendations_of(connection, asked), at=when.at)


@router.get(
    "/reviews/{identity}/timeline", summary="Follow a review", response_model=listed(Told), tags=["reviews"]
)
def timeline_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[TimelineAsked, Query()]
) -> Any:
    """All that has happened in a review, its recommendations and its actions, in order."""
    when = moment(request, asked.as_at)
    found(connection, "reviews", identity, when)
    entries = timeline_entries(
        request, connection, identity, after=asked.after, limit=asked.limit + 1, at=when.at
    )
    reads(request, entries[: asked.limit])
    items = told(connection, entries[: asked.limit], when.at)
    return feed(request, asked, [one.position for one in entries], items)


def timeline_entries(
    request: Request,
    connection: Connection[Any],
    review: UUID,
    *,
    after: int,
    limit: int,
    at: int | None,
) -> list[LogEntry]:
    """So much of what has happened in a review after a position, until another (None: until now)."""
    positions = timeline.positions(connection, review=review, after=after, limit=limit, at=at)
    log: Log = log_of(request)
    return log.at(positions)


@router.get(
    "/reviews/{identity}/questions",
    summary="List the questions of a review",
    response_model=listed(Question),
    tags=["reviews"],
)
def questions_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[QuestionsAsked, Query()]
) -> Any:
    """What a person has to settle, and what was settled: first what waits."""
    when = moment(request, asked.as_at)
    found(connection, "reviews", identity, when)
    rows = question_rows(connection, identity, asked, when)
    reads(request, rows)
    return {"items": rows, "next": None}


def question_rows(
    connection: Connection[Any], review: UUID, asked: QuestionsAsked, when: Moment
) -> Sequence[Any]:
    """The questions of a review that are asked for."""
    return reviews.questions(connection, review, unsettled=asked.open, at=when.at)
