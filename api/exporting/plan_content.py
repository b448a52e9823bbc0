"""What an action plan says at a moment: recommendations and their actions, from the views and the log."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from domain.action import Action
from domain.clocks import in_words
from domain.provenance import Recorded
from domain.store.log import Log
from domain.vocabulary import Delivery, Scope, WhyNoDate
from projections import actions, reviews

ALL: Final = 100_000
_COMPLETE: Final = (Delivery.REPORTED_COMPLETE, Delivery.SIGNED_OFF)


@dataclass(frozen=True)
class Step:
    """An action for its row. `timescale` is in the words of the plan; `due` is the present due date."""

    number: str
    text: str
    lead: str
    supporting: tuple[str, ...]
    timescale: str
    due: date | None
    original_due: date | None
    why_no_date: WhyNoDate | None
    next_review: date | None = None
    milestones: tuple[str, ...] = ()
    complete: bool = False
    completed_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Part:
    """A recommendation with its actions."""

    label: str
    wording: str
    scope: Scope | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class ActionPlan:
    """A whole plan; `notes` say in sentences what the table does not show."""

    reference: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


def plan_of(
    connection: Connection[Any], log: Log, review: Any, *, today: date, at: int | None = None
) -> ActionPlan:
    """The plan of a review (a row of `projections.reviews.listed`) now, or at a position of the log.

    What was cancelled, split or withdrawn is left out, and a note says so.
    """
    recommendations = reviews.recommendations(connection, review=review.id, limit=ALL, at=at)
    seen = actions.listed(connection, actions.Filters(review=review.id), today=today, limit=ALL, at=at)
    known = {one.id: one.label for one in recommendations}
    # An action of two reviews may be seen by the other one alone, without its recommendation here.
    placed = [one for one in seen if not known.keys().isdisjoint(one.row.recommendations)]
    live = [one.row for one in placed if one.row.delivery != Delivery.CANCELLED]
    under: dict[UUID, list[Step]] = defaultdict(list)
    notes = []
    for row in live:
        first, *others = [one for one in row.recommendations if one in known]
        under[first].append(_step(row, [one.event for one in log.of(row.id) if _until(one.position, at)]))
        notes += [f"Action {row.number} also carries out {known[one]}." for one in others]
    shown = [one for one in recommendations if under[one.id] or not one.withdrawn]
    notes += _left_out(len(recommendations) - len(shown), len(placed) - len(live))
    return ActionPlan(review.reference, tuple(_part(one, under[one.id]) for one in shown), tuple(notes))


def _until(position: int, at: int | None) -> bool:
    return at is None or position <= at


def _part(row: Any, steps: Iterable[Step]) -> Part:
    return Part(row.label, row.wording, Scope(row.scope) if row.scope else None, tuple(steps))


def _step(row: Any, events: Sequence[Recorded]) -> Step:
    complete = row.delivery in _COMPLETE
    reported = next((one for one in reversed(events) if isinstance(one, Action.ReportedComplete)), None)
    return Step(
        number=row.number,
        text=row.text,
        lead=row.lead_name or row.lead_in_words,
        supporting=tuple(row.supporting_names) or tuple(row.supporting_in_words),
        timescale=row.timescale.strip(),
        due=row.due,
        original_due=row.original_due,
        why_no_date=WhyNoDate(row.why_no_date) if row.why_no_date else None,
        next_review=row.next_review,
        milestones=tuple(_milestones(row, events)),
        complete=complete,
        completed_on=row.reported_on if complete else None,
        outcome=_said(reported.what_was_done, reported.evidence) if complete and reported else "",
    )


def _milestones(row: Any, events: Iterable[Recorded]) -> Iterator[str]:
    for event in events:
        if isinstance(event, Action.ProgressReported):
            yield f"{in_words(event.happened_on)}: {_said(event.progress, event.evidence)}"
    if row.signed_off_on:
        yield f"Signed off on {in_words(row.signed_off_on)}."


def _said(words: str, evidence: str) -> str:
    return "\n".join(part for part in (words, f"Evidence: {evidence}" if evidence else "") if part)


def _left_out(recommendations: int, cancelled: int) -> Iterator[str]:
    for count, what in ((recommendations, "withdrawn recommendation"), (cancelled, "cancelled action")):
        if count:
            yield f"Left out: {count} {what}{'' if count == 1 else 's'}."
