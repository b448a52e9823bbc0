"""Where a review stands on its course: which steps were taken, what comes next, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from domain.review import Review
from domain.review.course import IN_ORDER, is_unrecorded, missing_before
from domain.review.vocabulary import DecisionOutcome, Step
from domain.store.log import LogEntry
from projections.seen_log import has_gaps

WHOSE_TURN: Final[Mapping[Step, str]] = {
    Step.NOTIFIED: "the agency that learned of the death",
    Step.CONSULTED: "the coordinator of the partnership",
    Step.ASSESSED: "the coordinator of the partnership",
    Step.DECIDED: "the chair of the partnership",
    Step.CHAIR_APPOINTED: "the partnership",
    Step.TERMS_AGREED: "the independent chair and the panel",
    Step.DRAFTED: "the author of the report",
    Step.PANEL_AGREED: "the panel",
    Step.ACCEPTED: "the partnership",
    Step.SUBMITTED: "the coordinator of the partnership",
    Step.ANSWERED: "the quality assurance board",
    Step.PUBLISHED: "the partnership",
    Step.CONCLUDED: "the board of the partnership",
}
"""Who takes each step (statutory guidance, agreed practice)."""


@dataclass(frozen=True)
class StepSeen:
    """A step of the course: `on` a day, or not recorded; `is_next` if it can be taken now."""

    step: Step
    on: date | None
    is_unrecorded: bool
    is_next: bool

    @property
    def whose_turn(self) -> str:
        """Who takes it."""
        return WHOSE_TURN[self.step]


def course_of(row: Any) -> Sequence[StepSeen]:
    """The steps of a review in order; `row` is one of the register.

    Nothing is next in a review that ended: concluded, erased, or not to be reviewed.
    """
    over = row.concluded_on is not None or row.erasure == "erased" or is_not_reviewed(row)
    upcoming = [] if over else [one for one in IN_ORDER if _can_come(one, row)]
    return [
        StepSeen(
            one,
            _day(row.steps.get(one)),
            is_unrecorded(one, row.steps, row.entered_at),
            one in upcoming[:1],
        )
        for one in IN_ORDER
    ]


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def stage_of(row: Any) -> str:
    """How far a review is, in the words of its last step; empty where it was recorded for its plan alone."""
    if row.concluded_on is not None:
        return str(Step.CONCLUDED)
    if is_not_reviewed(row):
        return "decision not to review"
    reached = [one for one in IN_ORDER if one in row.steps or one == row.entered_at]
    stage = str(reached[-1]) if reached else ""
    return f"paused: {stage}" if row.paused_on else stage


def is_recorded(row: Any) -> bool:
    """Whether anything is known of its course before its plan."""
    return bool(row.steps) or row.entered_at is not None


def is_not_reviewed(row: Any) -> bool:
    """Whether it was decided that there be no review, and nobody directed one."""
    return row.outcome == DecisionOutcome.NO_REVIEW and Step.DECIDED not in row.steps


def _can_come(step: Step, row: Any) -> bool:
    taken, entered_at = row.steps, row.entered_at
    waits = step in taken or is_unrecorded(step, taken, entered_at)
    return not waits and missing_before(step, taken, entered_at) is None


def things_in(value: Any) -> set[UUID]:
    """The agencies and people that are named anywhere in what a review holds."""
    if isinstance(value, UUID):
        return {value}
    if isinstance(value, Mapping):
        return things_in([*value.keys(), *value.values()])
    if isinstance(value, (list, tuple, set)):
        return {thing for one in value for thing in things_in(one)}
    if is_dataclass(value) or isinstance(value, Review):
        return things_in(list(vars(value).values()))
    return set()


def aggregate_of(entries: Sequence[LogEntry]) -> Review | None:
    """The review as its history makes it; None where whoever asks does not see all of that.

    `entries` are those that they see: words that they may not read are left out of it.
    """
    if not entries or has_gaps(entries):
        return None
    review: Any = None
    for entry in entries:
        review = entry.event.mutate(review)
    return review if isinstance(review, Review) else None
