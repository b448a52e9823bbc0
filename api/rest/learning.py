"""From the lessons of a review to its recommendations and actions, as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import AsAt, Reading, moment
from api.rest.shapes import Shape
from api.rest.things import found
from domain.review.vocabulary import LessonReach
from projections import learning

router = APIRouter(responses=problems(404))


class AnsweringRecommendation(Shape):
    """A recommendation, and how many actions carry it out."""

    id: UUID
    label: str
    actions: int


class AnsweredLesson(Shape):
    """A lesson by its number within the review, with the recommendations that answer it.

    `early`: it is acted on before the report is finished; `shared_on` is when agencies were told last.
    """

    id: UUID
    number: int
    lesson: str
    reach: LessonReach
    agencies: list[UUID]
    agency_names: list[str]
    themes: list[str]
    early: bool
    found_on: date
    shared_on: date | None
    recommendations: list[AnsweringRecommendation]


class ActionToClarify(Shape):
    """An action that is still to be done, and what it does not say, in sentences. They block nothing."""

    id: UUID
    number: str
    pointers: list[str]


class Learning(Shape):
    """First what needs doing: ids of lessons and recommendations that nothing follows. Then all lessons."""

    lessons_without_recommendation: list[UUID]
    recommendations_without_action: list[UUID]
    actions_to_clarify: list[ActionToClarify]
    lessons: list[AnsweredLesson]


@router.get(
    "/reviews/{identity}/learning",
    summary="Follow lessons to recommendations and actions",
    response_model=Learning,
    tags=["reviews"],
)
def learning_of_review(
    request: Request, identity: UUID, connection: Reading, asked: Annotated[AsAt, Query()]
) -> Any:
    """Each lesson with the recommendations that answer it; what is missing; actions that could be clearer."""
    when = moment(request, asked.as_at)
    found(connection, "reviews", identity, when)
    seen = learning.of_review(connection, identity, at=when.at)
    reads(request, seen.rows)
    return {
        "lessons_without_recommendation": [one.row.id for one in seen.unanswered],
        "recommendations_without_action": [one.id for one in seen.without_action],
        "actions_to_clarify": [
            {"id": one.row.id, "number": one.row.number, "pointers": one.pointers} for one in seen.to_clarify
        ],
        "lessons": [
            {**one.row._asdict(), "recommendations": [each._asdict() for each in one.recommendations]}
            for one in seen.lessons
        ],
    }
