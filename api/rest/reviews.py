"""Reviews with their timeline and questions, and recommendations."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import AsAt, Chosen, Following, Moment, Paged, Reading, feed, moment, page, partnerships
from api.rest.histories import told
from api.rest.shapes import Question, Recommendation, Review, Told, listed
from api.rest.things import found, shown
from domain.store.log import Log, LogEntry
from projections import reviews, timeline

router = APIRouter(responses=problems(404))

PARTNERSHIP = Field(None, max_length=60, description="Of this partnership: its code or id.")


class ReviewsChosen(Chosen):
    """Which reviews."""

    reference: str | None = Field(None, max_length=60, description="With this reference, whatever its case.")
    partnership: str | None = PARTNERSHIP


class ReviewsAsked(ReviewsChosen, Paged):
    """A page of these."""


class QuestionsAsked(AsAt):
    """Which questions of a review."""

    open: bool | None = Field(None, description="Only those that wait, or only those that are settled.")


class RecommendationsChosen(Chosen):
    """Which recommendations."""

    review: UUID | None = Field(None, description="Of this review.")
    partnership: str | None = PARTNERSHIP


class RecommendationsAsked(RecommendationsChosen, Paged):
    """A page of these."""


def review_rows(
    connection: Connection[Any], asked: ReviewsChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the reviews that are asked for."""
    return reviews.listed(
        connection,
        today=when.today,
        partnerships=partnerships(connection, asked.partnership),
        reference=asked.reference,
        limit=limit,
        offset=offset,
        at=when.at,
    )


def recommendation_rows(
    connection: Connection[Any], asked: RecommendationsChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the recommendations that are asked for."""
    return reviews.recommendations(
        connection,
        review=asked.review,
        partnerships=partnerships(connection, asked.partnership),
        limit=limit,
        offset=offset,
        at=when.at,
    )


@router.get("/reviews", response_model=listed(Review), tags=["reviews"])
def list_reviews(request: Request, connection: Reading, asked: Annotated[ReviewsAsked, Query()]) -> Any:
    """Reviews by partnership and reference."""
    rows = review_rows(connection, asked, moment(request, asked.as_at), asked.limit + 1, asked.offset)
    return page(request, asked, rows, rows)


@router.get("/reviews/{identity}", response_model=Review, tags=["reviews"])
def one_review(
    request: Request,
    response: Response,
    identity: UUID,
    connection: Reading,
    asked: Annotated[AsAt, Query()],
) -> Any:
    """One review."""
    return shown(request, response, "reviews", identity, (connection, asked.as_at))


@router.get("/reviews/{identity}/timeline", response_model=listed(Told), tags=["reviews"])
def timeline_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[Following, Query()]
) -> Any:
    """All that has happened in a review, its recommendations and its actions, in order."""
    found(connection, "reviews", identity, moment(request, None))
    entries = timeline_entries(request, connection, identity, asked.after, asked.limit + 1)
    return feed(request, asked, [one.position for one in entries], told(connection, entries[: asked.limit]))


def timeline_entries(
    request: Request, connection: Connection[Any], review: UUID, after: int, limit: int
) -> list[LogEntry]:
    """So much of what has happened in a review, after a position."""
    positions = timeline.positions(connection, review=review, after=after, limit=limit)
    log: Log = request.app.state.store.log
    return log.at(positions)


@router.get("/reviews/{identity}/questions", response_model=listed(Question), tags=["reviews"])
def questions_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[QuestionsAsked, Query()]
) -> Any:
    """What a person has to settle, and what was settled: first what waits."""
    when = moment(request, asked.as_at)
    found(connection, "reviews", identity, when)
    rows = reviews.questions(connection, identity, unsettled=asked.open, at=when.at)
    return {"items": rows, "next": None}


@router.get("/recommendations", response_model=listed(Recommendation), tags=["recommendations"])
def list_recommendations(
    request: Request, connection: Reading, asked: Annotated[RecommendationsAsked, Query()]
) -> Any:
    """Recommendations, in the order in which people read their labels."""
    when = moment(request, asked.as_at)
    rows = recommendation_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, rows)


@router.get("/recommendations/{identity}", response_model=Recommendation, tags=["recommendations"])
def one_recommendation(
    request: Request,
    response: Response,
    identity: UUID,
    connection: Reading,
    asked: Annotated[AsAt, Query()],
) -> Any:
    """One recommendation."""
    return shown(request, response, "recommendations", identity, (connection, asked.as_at))
