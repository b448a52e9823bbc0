"""An action plan as it was read from a file, before anything of it is recorded.

The shape is the one that `dhr import --json` prints. Words stand as in the source; only a timescale and
a completion carry, beside their raw words, what they were taken to mean.
"""

from dataclasses import dataclass, field
from datetime import date

from domain.timescales import Timescale
from domain.vocabulary import QuestionAbout, Scope


@dataclass(frozen=True)
class Completion:
    """The cell "Date of completion and outcome": its words, and the day it names, if it names one."""

    raw: str = ""
    reported_on: date | None = None


@dataclass(frozen=True)
class PlannedAction:
    """One step of a plan. `lead`, `supporting` and `owner` are names as printed, not yet matched."""

    text: str
    lead: str = ""
    supporting: tuple[str, ...] = ()
    owner: str = ""
    status: str = ""
    timescale: Timescale = field(default_factory=Timescale)
    completion: Completion = field(default_factory=Completion)
    progress: str = ""
    evidence: str = ""
    remarks: tuple[str, ...] = ()
    where: str = ""
    """The place in the file, for people: "table 2, row 5"."""
    reported_complete: bool = False
    """Whether the plan calls this action complete, in its status, progress or completion."""


@dataclass(frozen=True)
class PlannedRecommendation:
    """One recommendation of a plan: `label` as printed, `text` its wording to the letter."""

    label: str
    text: str
    scope: Scope | None = None
    issue: str = ""
    theme: str = ""
    addressees: tuple[str, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class PlanQuestion:
    """What the file leaves open. `words` are the raw words in question; `where` is a place in the file."""

    where: str
    text: str
    about: QuestionAbout = QuestionAbout.READING
    words: str = ""
    recommendation: int | None = None
    """Place of the recommendation in the plan, counted from 0."""
    action: int | None = None
    """Place of the action in that recommendation, counted from 0."""


@dataclass(frozen=True)
class Plan:
    """All that a file says, and all that it leaves open."""

    recommendations: tuple[PlannedRecommendation, ...] = ()
    questions: tuple[PlanQuestion, ...] = ()
    remarks: tuple[str, ...] = ()
