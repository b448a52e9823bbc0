"""The lessons of reviews, with their themes, and whether each still stands."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.review import Review
from domain.review.vocabulary import LessonReach
from domain.store.log import LogEntry
from projections.view import VersionedView


class LessonRow(Struct, frozen=True, gc=False):
    """One lesson of one review. `early`: acted on before the report; `shared_on`: when it was shared last.

    `found_at` is the position at which it was recorded: lessons of a review are numbered in that order.
    """

    id: UUID
    partnership: UUID
    review: UUID
    lesson: str
    reach: LessonReach
    agencies: tuple[UUID, ...]
    themes: tuple[str, ...]
    early: bool
    found_on: date
    found_at: int
    shared_on: date | None = None
    withdrawn: bool = False


def of_lesson(event: Any) -> dict[UUID, Any]:
    """A lesson has an identity of its own."""
    return {event.lesson: event}


def found(_: None, event: Any, entry: LogEntry) -> LessonRow:
    """There is something to learn."""
    whose = event.lesson, event.partnership, event.originator_id
    said = event.text, event.reach, event.agencies, event.themes, event.early
    return LessonRow(*whose, *said, event.happened_on, entry.position)


def reworded(row: LessonRow, event: Any, _: LogEntry) -> LessonRow:
    """It has other words."""
    return replace(row, lesson=event.text)


def withdrawn(row: LessonRow, _: Any, __: LogEntry) -> LessonRow:
    """It stays in the register, as withdrawn."""
    return replace(row, withdrawn=True)


def shared(row: LessonRow, event: Any, _: LogEntry) -> LessonRow:
    """It is early learning."""
    return replace(row, early=True, shared_on=event.happened_on)


LESSONS = VersionedView(
    name="lessons",
    sql="lessons.sql",
    row=LessonRow,
    changes={
        Review.LessonFound: found,
        Review.LessonReworded: reworded,
        Review.LessonWithdrawn: withdrawn,
        Review.EarlyLearningShared: shared,
    },
    about=of_lesson,
)
