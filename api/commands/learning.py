"""The commands on what a review learns: lessons, learning shared early, and good practice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import Body, Command, chosen, of_course, of_one, prose
from api.commands.deciding import may_take
from domain.review import Review
from domain.review.vocabulary import LessonReach, Step


def _agencies(title: str, hint: str = "") -> Any:
    extra: dict[str, Any] = {"widget": "agencies"}
    return Field(default=[], title=title, description=hint or None, json_schema_extra=extra)


def _themes() -> Any:
    extra: dict[str, Any] = {"widget": "themes"}
    hint = "From the list that your partnership keeps."
    return Field(default=[], title="Themes", description=hint, json_schema_extra=extra)


class FindingBody(Body):
    """A lesson."""

    text: str = prose("Lesson", "What there is to learn. Name nobody.")
    reach: LessonReach = chosen("Reach", "choice", choices=list(LessonReach))
    agencies: list[UUID] = _agencies("Agencies", "One within an agency; between agencies none if it is all.")
    themes: list[str] = _themes()
    early: bool = Field(
        default=False,
        title="Early learning: to be acted on before the report",
        json_schema_extra={"widget": "checkbox"},
    )


class LessonBody(Body):
    """Which lesson."""

    lesson: UUID = chosen("Which lesson", "lesson")


class RewordingBody(LessonBody):
    """Other words of a lesson."""

    text: str = prose("Lesson", "As it is to read.")


class SharingBody(LessonBody):
    """Who was told of a lesson."""

    agencies: list[UUID] = Field(
        title="With which agencies", min_length=1, json_schema_extra={"widget": "agencies"}
    )
    what: str = prose("What they were told")


class PracticeBody(Body):
    """Good practice."""

    text: str = prose("Good practice", "What was done well. Name nobody.")
    agencies: list[UUID] = _agencies("Agencies")
    themes: list[str] = _themes()


def _learned(noun: str, title: str, body: type[Body], method: Callable[..., Any], **said: Any) -> Command:
    carrier = of_course(method) if said.pop("by_rules", False) else of_one(Review, method)
    return Command(
        "reviews", noun, title, body, carrier, **{"offered": may_take(Step.CHAIR_APPOINTED), **said}
    )


LEARNING = (
    _learned("lesson", "Record a lesson", FindingBody, Review.find_lesson, by_rules=True),
    _learned("lesson-wording", "Reword a lesson", RewordingBody, Review.reword_lesson),
    _learned(
        "lesson-withdrawal", "Withdraw a lesson", LessonBody, Review.withdraw_lesson, needs_reason=True,
        explanation="Recommendations that answer it stay.",
    ),
    _learned(
        "early-learning", "Record early learning that was shared", SharingBody, Review.share_early_learning,
        explanation="It is acted on before the report is finished. No pause stops it.",
    ),
    _learned(
        "good-practice", "Record good practice", PracticeBody, Review.find_good_practice, by_rules=True
    ),
)  # fmt: skip
