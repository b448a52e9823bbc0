"""Reviews with their timeline and questions, and recommendations."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import AsAt, Following, ListAsked, Reading, feed, moment, page, partnerships
from api.rest.histories import told
from api.rest.shapes import Question, Recommendation, Review, Told, listed
from api.rest.things import found, shown
from projections import reviews, timeline

router = APIRouter(responses=problems(404))

PARTNERSHIP = Field(None, max_length=60, description="Of this partnership: its code or id.")


class ReviewsAsked(ListAsked):
    """Which reviews."""

    reference: str | None = Field(None, max_length=60, description="With this reference, whatever its case.")
    partnership: str | None = PARTNERSHIP


class QuestionsAsked(AsAt):
    """Which questions of a review."""

    open: bool | None = Field(None, description="Only those that wait, or only those that are settled.")


class RecommendationsAsked(ListAsked):
    """Which recommendations."""

    review: UUID | None = Field(None, description="Of this review.")
    partnership: str | None = PARTNERSHIP


@router.get("/reviews", response_model=listed(Review), tags=["reviews"])
def list_reviews(request: Request, connection: Reading, asked: Annotated[ReviewsAsked, Query()]) -> Any:
    """Reviews by partnership and reference."""
    when = moment(request, asked.as_at)
    rows = reviews.listed(
        connection,
        today=when.today,
        partnerships=partnerships(connection, asked.partnership),
        reference=asked.reference,
        limit=asked.limit + 1,
        offset=asked.offset,
        at=when.at,
    )
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
    limit = asked.limit + 1
    positions = timeline.positions(connection, review=identity, after=asked.after, limit=limit)
    entries = request.app.state.store.log.at(positions[: asked.limit])
    return feed(request, asked, positions, told(connection, entries))


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
    rows = reviews.recommendations(
        connection,
        review=asked.review,
        partnerships=partnerships(connection, asked.partnership),
        limit=asked.limit + 1,
        offset=asked.offset,
        at=moment(request, asked.as_at).at,
    )
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
