"""What a plan that waits would record, in parts: the first of each on one page, all on pages of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from api.exporting.tables import Column
from api.pages.listing import A_PAGE
from api.pages.warning import warned_in_plan
from domain.clocks import in_words
from domain.plan import PlannedAction, PlannedRecommendation
from domain.tracker.importing import Prepared


class Step(NamedTuple):
    """An action of a plan with its recommendation and its place there, from 1; None: that has no action."""

    recommendation: PlannedRecommendation
    number: int
    action: PlannedAction | None


@dataclass(frozen=True)
class Part:
    """One part of what a plan says or would change: its rows, in order, and what a file tells of each.

    `name` is its word in addresses.
    """

    name: str
    heading: str
    one: str
    many: str
    rows: Callable[[Prepared], Sequence[Any]]
    columns: Sequence[Column]


class Seen(NamedTuple):
    """A part as a page shows it: some of its rows, of `total`."""

    part: Part
    rows: Sequence[Any]
    total: int

    @property
    def whole(self) -> bool:
        """Whether all of it is there."""
        return len(self.rows) == self.total

    @property
    def recommendations(self) -> list[tuple[PlannedRecommendation, list[Step], bool]]:
        """The steps in it by recommendation, each with whether it goes on from the page before."""
        groups = [list(steps) for _, steps in groupby(self.rows, key=lambda step: id(step.recommendation))]
        return [(steps[0].recommendation, steps, steps[0].number > 1) for steps in groups]


def _warned(ready: Prepared) -> Sequence[Any]:
    return [] if ready.nothing_new else warned_in_plan(ready.plan)


def _differences(ready: Prepared) -> Sequence[Any]:
    """Of a review that is only opened now, everything that the file says is new."""
    return [] if ready.opens_review else ready.differences


def _steps(ready: Prepared) -> list[Step]:
    return [
        Step(one, number, action)
        for one in ready.plan.recommendations
        for number, action in enumerate(one.actions or (None,), 1)
    ]


def _told(read: Callable[[PlannedAction], Any]) -> Callable[[Step], Any]:
    return lambda step: read(step.action) if step.action else ""


def _completed(action: PlannedAction) -> str:
    if not action.reported_complete:
        return ""
    day = action.completion.reported_on
    return f"Reported complete on {in_words(day)}" if day else "Reported complete"


PARTS: Final = (
    Part(
        "personal-details",
        "Words that look like personal details",
        "place",
        "places",
        _warned,
        (
            Column("Where", lambda one: one.where),
            Column("Words", lambda one: one.words),
            Column("Looks like", lambda one: one.what),
        ),
    ),
    Part(
        "questions",
        "Questions",
        "question",
        "questions",
        lambda ready: ready.plan.questions,
        (
            Column("Where", lambda one: one.where),
            Column("Question", lambda one: one.text),
            Column("Words of the file", lambda one: one.words),
        ),
    ),
    Part(
        "differences",
        "What differs from what is recorded",
        "difference",
        "differences",
        _differences,
        (
            Column("What", lambda one: one.what),
            Column("Number", lambda one: one.number),
            Column("Words of the file", lambda one: one.text),
        ),
    ),
    Part(
        "actions",
        "What the file says",
        "action",
        "actions",
        _steps,
        (
            Column("Recommendation", lambda step: step.recommendation.label),
            Column("Wording", lambda step: step.recommendation.text),
            Column("Scope", lambda step: step.recommendation.scope or ""),
            Column("Addressed to", lambda step: "; ".join(step.recommendation.addressees)),
            Column("Issue or lesson", lambda step: step.recommendation.issue),
            Column("Theme", lambda step: step.recommendation.theme),
            Column("Action", lambda step: step.number if step.action else ""),
            Column("What is to be done", _told(lambda action: action.text)),
            Column("Lead agency", _told(lambda action: action.lead)),
            Column("Supporting", _told(lambda action: "; ".join(action.supporting))),
            Column("Owner", _told(lambda action: action.owner)),
            Column("Timescale", _told(lambda action: action.timescale.raw)),
            Column("Due", _told(lambda action: action.timescale.due)),
            Column("Why no date", _told(lambda action: action.timescale.why_no_date or "")),
            Column("Status", _told(lambda action: action.status)),
            Column("Progress", _told(lambda action: action.progress)),
            Column("Completion", _told(lambda action: action.completion.raw)),
            Column("Taken as", _told(_completed)),
            Column("Evidence", _told(lambda action: action.evidence)),
            Column("Remarks", _told(lambda action: "\n".join(action.remarks))),
            Column("Where", _told(lambda action: action.where)),
        ),
    ),
    Part(
        "remarks",
        "Other words in the file",
        "remark",
        "remarks",
        lambda ready: ready.plan.remarks,
        (Column("Words of the file", str),),
    ),
)
"""The parts, those first that somebody should look at before anything is recorded."""


def first_of_each(ready: Prepared) -> dict[str, Seen]:
    """The first rows of each part, by its name."""
    found = {part.name: (part, part.rows(ready)) for part in PARTS}
    return {name: Seen(part, rows[:A_PAGE], len(rows)) for name, (part, rows) in found.items()}
