"""Plans as a file might say them, of invented recommendations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.plan import Completion, Plan, PlannedAction, PlannedRecommendation, PlanQuestion
from domain.timescales import read_timescale
from domain.tracker import Tracker
from domain.tracker.importing import PlanFile, Prepared, prepare, save
from domain.vocabulary import QuestionAbout, Scope
from tests.domain.given import by

TRAIN = "Hold a course on coercive control for all front line staff"
SHARE = "Agree with every agency how information about risk is shared"
WRITE = "Write to the family doctors of the borough about referrals"

COURSE = PlannedAction(
    TRAIN, lead="WMP", supporting=("Housing",), owner="Named Nurse", timescale=read_timescale("30/04/2026")
)
PROTOCOL = PlannedAction(
    SHARE,
    lead="Safer Estates",
    timescale=read_timescale("Ongoing"),
    progress="Draft circulated",
    evidence="Minutes",
    status="Amber",
    remarks=("See also the serious case review",),
)
LETTER = PlannedAction(
    WRITE,
    lead="Safer Estates",
    status="Complete",
    completion=Completion("Completed", None),
    reported_complete=True,
)
FIRST = PlannedRecommendation(
    "3.1",
    "All staff should know the signs of coercive control.",
    scope=Scope.LOCAL,
    issue="Signs were missed",
    addressees=("West Midlands Police", "Safer Estates"),
    actions=(COURSE, PROTOCOL),
)
SECOND = PlannedRecommendation("3.2", "Family doctors should know whom to call.", actions=(LETTER,))
ASKED = PlanQuestion(
    "table 1, row 3", "“Ongoing” has no day. When is it reviewed?", QuestionAbout.TIMESCALE, "Ongoing", 0, 1
)
PLAN = Plan((FIRST, SECOND), questions=(ASKED,), remarks=("Approved by the board",))


def file(content: str) -> PlanFile:
    """A file whose bytes have this digest."""
    return PlanFile("plan.docx", content)


def prepared(tracker: Tracker, partnership: UUID, plan: Plan, content: str, **facts: Any) -> Prepared:
    """What importing this plan into the review DHR7 would record."""
    return prepare(tracker, partnership, "DHR7", file=file(content), plan=plan, by=by(), **facts)


def imported(tracker: Tracker, partnership: UUID, plan: Plan = PLAN, content: str = "first") -> Prepared:
    """Import it, opening the review if need be."""
    ready = prepared(tracker, partnership, plan, content)
    save(tracker, ready, open_review=True)
    return ready


def with_actions(*actions: PlannedAction, of: PlannedRecommendation = FIRST) -> Plan:
    """The plan in which the first recommendation has these actions, and the second its own."""
    return Plan((replace(of, actions=actions), SECOND))
