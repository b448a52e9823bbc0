"""The versions of a review's plan that are kept, and what differs between two, or one and the plan now.

A version is the plan as it stood at the entry of the log by which it was kept. Agencies go by their present
names, so that one that was renamed is no difference.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.clocks import in_words
from domain.refusals import refuse_if
from domain.review import Review
from domain.review.vocabulary import PlanVersion
from domain.store.log import LogEntry
from domain.vocabulary import Delivery
from projections.asking import Asking

PLAN_NOW: Final = "now"
"""Stands for the plan as it is, in the place of a version that was kept."""
MOST: Final = 5_000
"""So many recommendations, and so many actions, of a plan are compared: as many as its page shows."""

RECOMMENDED: Final = """
    select
        rec.id, rec.label, rec.wording, coalesce(rec.scope, '') as scope, rec.withdrawn,
        coalesce(
            (
                select string_agg(agency.name, ', ' order by lower(agency.name)) from agencies agency
                where agency.id = any (rec.addressees) and agency.until is null
            ),
            array_to_string(rec.addressees_in_words, ', ')
        ) as addressees
    from recommendations rec
    where {rec:stands} and rec.review = %(review)s
    order by rec.label_order, rec.place, rec.id
    limit %(most)s
"""
PLANNED: Final = """
    select
        a.id, a.number, a.text, a.expected_change, a.timescale, a.due, a.delivery,
        coalesce(
            (select agency.name from agencies agency where agency.id = a.lead and agency.until is null),
            a.lead_in_words
        ) as lead,
        coalesce(
            (
                select string_agg(agency.name, ', ' order by lower(agency.name)) from agencies agency
                where agency.id = any (a.supporting) and agency.until is null
            ),
            array_to_string(a.supporting_in_words, ', ')
        ) as supporting,
        (
            select string_agg(rec.label, ', ' order by rec.label_order) from recommendations rec
            where rec.id = any (a.recommendations) and rec.until is null
        ) as carries_out
    from actions a
    where {a:stands} and a.reviews @> array[%(review)s::uuid]
    order by a.number_order, a.id
    limit %(most)s
"""
RECOMMENDED_ASKED: Final = Asking.of(RECOMMENDED, "rec")
PLANNED_ASKED: Final = Asking.of(PLANNED, "a")


@dataclass(frozen=True)
class Kept:
    """A version that was kept: at which position of the log, and on which day."""

    version: PlanVersion
    position: int
    on: date


@dataclass(frozen=True)
class PlanPart:
    """A recommendation or an action as it stood. `facts`: what it said, by heading. `prose`: its wording."""

    id: UUID
    thing: str
    called: str
    prose: str
    facts: Mapping[str, str]


class Kind(StrEnum):
    """What became of a part of the plan between two versions."""

    ADDED = "added"
    LEFT_OUT = "left out"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """A part of the plan that is not the same in both: `part` as it stands later, or stood last.

    `wording` is how it read before and after, where that changed; `facts` are heading, before and after of
    the others.
    """

    kind: Kind
    part: PlanPart
    wording: tuple[str, str] | None = None
    facts: tuple[tuple[str, str, str], ...] = ()


def kept(entries: Iterable[LogEntry]) -> list[Kept]:
    """The versions that were kept of a plan, oldest first, from the history of its review."""
    return [
        Kept(entry.event.stage, entry.position, entry.event.happened_on)
        for entry in entries
        if isinstance(entry.event, Review.PlanVersionKept)
    ]


def plan_at(connection: Connection[Any], review: UUID, at: int | None) -> list[PlanPart]:
    """The parts of a plan at a position of the log, or now: recommendations, then actions, in their order.

    What was withdrawn or cancelled by then is no part of it.
    """
    asked = {"review": review, "most": MOST}
    recommended = RECOMMENDED_ASKED.ask(connection, asked, at)
    planned = PLANNED_ASKED.ask(connection, asked, at)
    return [
        *(_recommendation(row) for row in recommended if not row.withdrawn),
        *(_action(row) for row in planned if row.delivery != Delivery.CANCELLED),
    ]


def _recommendation(row: Any) -> PlanPart:
    facts = {"Label": row.label, "Scope": row.scope, "Addressed to": row.addressees}
    return PlanPart(row.id, "recommendation", row.label, row.wording, facts)


def _action(row: Any) -> PlanPart:
    facts = {
        "Number": row.number,
        "Carries out": row.carries_out or "",
        "Lead agency": row.lead,
        "Supporting agencies": row.supporting,
        "Timescale": row.timescale.strip(),
        "Due date": in_words(row.due) if row.due else "",
        "Expected change": row.expected_change,
    }
    return PlanPart(row.id, "action", row.number, row.text, facts)


def differences(before: Sequence[PlanPart], after: Sequence[PlanPart]) -> list[Difference]:
    """What is not the same in two versions of a plan, in the order of the later; then what is left out."""
    had, has = ({part.id: part for part in version} for version in (before, after))
    later = [_between(had.get(part.id), part) for part in after]
    left_out = [Difference(Kind.LEFT_OUT, part) for part in before if part.id not in has]
    return [one for one in (*later, *left_out) if one is not None]


def _between(was: PlanPart | None, part: PlanPart) -> Difference | None:
    if was is None:
        return Difference(Kind.ADDED, part)
    wording = (was.prose, part.prose) if was.prose.split() != part.prose.split() else None
    facts = tuple(_facts(was, part))
    return Difference(Kind.CHANGED, part, wording, facts) if wording or facts else None


def _facts(was: PlanPart, part: PlanPart) -> Iterator[tuple[str, str, str]]:
    for heading, says in part.facts.items():
        if was.facts[heading] != says:
            yield heading, was.facts[heading], says


@dataclass(frozen=True)
class Comparison:
    """Two of the versions that there are, by name, and what differs between them."""

    versions: Sequence[Kept]
    before: str
    after: str
    found: Sequence[Difference]

    @property
    def is_of_two(self) -> bool:
        """Whether there are two to compare: one that was kept, and another or the plan now."""
        return bool(self.before)


def compared(
    connection: Connection[Any],
    review: UUID,
    versions: Sequence[Kept],
    *,
    before: str = "",
    after: str = "",
    at: int | None = None,
) -> Comparison:
    """Compare two versions by name, `now` among them; usually the last with the one before it, or with now.

    Refuses a name of which no version was kept. `at`: the position of the log at which "now" is.
    """
    positions: dict[str, int | None] = {str(one.version): one.position for one in versions}
    positions[PLAN_NOW] = at
    names = [*positions]
    several = len(versions) > 1
    after = after or (names[-2] if several else PLAN_NOW)
    before = before or (names[-3] if several else names[0] if versions else "")
    for field, name in (("before", before), ("after", after)):
        unknown = bool(name) and name not in positions
        refuse_if(unknown, f"No version of this plan was kept {name}.", field=field)
    if not before or before == after:
        return Comparison(versions, before, after, ())
    parts = [plan_at(connection, review, positions[name]) for name in (before, after)]
    return Comparison(versions, before, after, differences(*parts))
