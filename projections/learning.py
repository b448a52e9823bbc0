"""How what a review learned becomes recommendations and actions, and what is missing on the way."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.pointers import CLEARED, LONGEST, Pointer, pointers
from projections import lessons
from projections.asking import Asking

MOST: Final = 5_000
"""So many recommendations, and so many actions, of a review are looked at: as many as its page shows."""

RECOMMENDED: Final = """
    select
        rec.id, rec.review, rec.label, left(rec.wording, %(longest)s) as wording, rec.lessons,
        (
            select count(*) from actions a
            where a.recommendations @> array[rec.id] and {a:stands}
        ) as actions
    from recommendations rec
    where {rec:stands} and rec.review = %(review)s and not rec.withdrawn
    order by rec.label_order, rec.place, rec.id
    limit %(most)s
"""
PLANNED: Final = """
    select
        a.id, a.number, left(a.text, %(longest)s) as text, left(a.expected_change, 100) as expected_change,
        a.owner, a.due, a.next_review, a.reviews
    from actions a
    where {a:stands}
        and a.reviews @> array[%(review)s::uuid]
        and a.delivery = any (%(deliveries)s)
    order by a.number_order, a.id
    limit %(most)s
"""
RECOMMENDED_ASKED = Asking.of(RECOMMENDED, "rec", "a")
PLANNED_ASKED = Asking.of(PLANNED, "a")


@dataclass(frozen=True)
class LessonSeen:
    """A lesson that stands, with the recommendations that answer it."""

    row: Any
    recommendations: Sequence[Any]


@dataclass(frozen=True)
class ActionToClarify:
    """An action that is still to be done and could say more clearly what is meant."""

    row: Any
    pointers: Sequence[Pointer]


@dataclass(frozen=True)
class Learning:
    """The lessons of a review by number, its recommendations by label, and what could be clearer."""

    lessons: Sequence[LessonSeen]
    recommendations: Sequence[Any]
    to_clarify: Sequence[ActionToClarify]

    @property
    def unanswered(self) -> list[LessonSeen]:
        """The lessons without a recommendation."""
        return [one for one in self.lessons if not one.recommendations]

    @property
    def without_action(self) -> list[Any]:
        """The recommendations that no action carries out."""
        return [one for one in self.recommendations if not one.actions]

    @property
    def rows(self) -> list[Any]:
        """All rows that it shows."""
        lessons_and_actions = [one.row for one in self.lessons] + [one.row for one in self.to_clarify]
        return [*lessons_and_actions, *self.recommendations]

    def how_many(self) -> Mapping[Pointer, int]:
        """How many actions each pointer stands at, those that stand at any in their order."""
        every = [pointer for one in self.to_clarify for pointer in one.pointers]
        return {pointer: every.count(pointer) for pointer in Pointer if pointer in every}


def of_review(connection: Connection[Any], review: UUID, *, at: int | None = None) -> Learning:
    """What a review learned, as whoever asks sees it: three statements, however long its plan is."""
    asked = {"review": review, "longest": LONGEST, "most": MOST, "deliveries": list(CLEARED)}
    recommended = RECOMMENDED_ASKED.ask(connection, asked, at)
    answers: dict[UUID, list[Any]] = defaultdict(list)
    for one in recommended:
        for lesson in one.lessons:
            answers[lesson].append(one)
    found = lessons.listed(connection, review, withdrawn=False, at=at)
    planned = ((row, pointers_of(row)) for row in PLANNED_ASKED.ask(connection, asked, at))
    return Learning(
        [LessonSeen(row, answers[row.id]) for row in found],
        recommended,
        [ActionToClarify(row, said) for row, said in planned if said],
    )


def pointers_of(row: Any) -> Sequence[Pointer]:
    """What the action of a row could say more clearly; nothing once it is reported complete, or closed."""
    if getattr(row, "delivery", CLEARED[0]) not in CLEARED:
        return []
    facts = {name: getattr(row, name) for name in ("expected_change", "owner", "due", "next_review")}
    return pointers(row.text, **facts)
