"""The commands on a review from its notification to the decision, and on its clocks."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import Body, Command, chosen, line, of_course, of_one, prose
from api.commands.erasing import is_not_erased
from domain.review import Review
from domain.review.course import ENTRIES, missing_before
from domain.review.vocabulary import BoardView, DecisionOutcome, Finding, Step, ToldOf


class EnteringBody(Body):
    """Where a review stood when it entered the tracker."""

    step: Step = chosen("The last step it had taken", "choice", choices=list(ENTRIES))
    on: date | None = chosen("When that was", "date", "Leave empty where nobody knows.", optional=True)


class CorrectionBody(Body):
    """Another day for a step."""

    step: Step = chosen("Which step", "choice", choices=list(Step))
    day: date = chosen("The day on which it was taken", "date")


class NotificationBody(Body):
    """Which agency told the partnership, and when."""

    notified_by: UUID = chosen("Which agency told the partnership", "agency")
    came_to_attention_on: date | None = chosen(
        "When the death came to its attention", "date", "Leave empty for the same day.", optional=True
    )
    in_writing_on: date | None = chosen(
        "When it came in writing", "date", "Leave empty if it has not yet.", optional=True
    )
    died_on: date | None = chosen(
        "Date of death", "date", "Only where your partnership chooses the definition by it.", optional=True
    )


class ConsultationBody(Body):
    """What a partner thinks."""

    agency: UUID = chosen("Who was consulted", "agency")
    view: str = prose("What they think", "Whether the death should be reviewed, and why.")


class AssessmentBody(Body):
    """What was found of each limb."""

    age: Finding = chosen("Age", "choice", choices=list(Finding))
    age_reasons: str = prose("Age: what this rests on")
    cause: Finding = chosen("Cause: violence, abuse or neglect", "choice", choices=list(Finding))
    cause_reasons: str = prose("Cause: what this rests on")
    connection: Finding = chosen("Connection between the two", "choice", choices=list(Finding))
    connection_reasons: str = prose("Connection: what this rests on")


class DecisionBody(Body):
    """What the chair of the partnership decided."""

    outcome: DecisionOutcome = chosen("Decision", "choice", choices=list(DecisionOutcome))
    rationale: str = prose("Rationale", "Why it was decided so.")
    meeting: str = line("Meeting", "Where it was decided at one.", optional=True)
    minute: str = line("Minute", optional=True)


class TellingBody(Body):
    """What the Home Office was told of."""

    told_of: ToldOf = chosen("Of what", "choice", choices=list(ToldOf))


class ViewBody(Body):
    """What the quality assurance board thinks of the decision."""

    view: BoardView = chosen("Its view", "choice", choices=list(BoardView))
    comments: str = prose("In its words", optional=True)


class DirectionBody(Body):
    """A direction of the Secretary of State."""

    direction: str = prose("In its words", optional=True)


class SecuringBody(Body):
    """Who was told to secure records."""

    agencies: list[UUID] = Field(title="Agencies", min_length=1, json_schema_extra={"widget": "agencies"})


class OtherTimeBody(Body):
    """Another time for a clock."""

    clock: UUID = chosen("Which clock", "clock")
    due: date = chosen("Due on", "date")
    meeting: str = line("Meeting", "Where it was agreed at one.", optional=True)
    minute: str = line("Minute", optional=True)


class PauseBody(Body):
    """Which clocks stand still."""

    clocks: list[UUID] = Field(
        default=[],
        title="Which clocks stand still",
        description="All others run on. Early learning never waits.",
        json_schema_extra={"widget": "clocks"},
    )


def may_take(step: Step) -> Callable[[Any], bool]:
    """Offered where nothing is missing before a step, and the review is not over."""
    return lambda row: is_running(row) and missing_before(step, row.steps, row.entered_at) is None


def is_running(row: Any) -> bool:
    """Neither concluded nor erased."""
    return row.concluded_on is None and is_not_erased(row)


def is_recorded(row: Any) -> bool:
    """Whether its notification is recorded, or where it entered."""
    return is_running(row) and (Step.NOTIFIED in row.steps or row.entered_at is not None)


def before_decision(row: Any) -> bool:
    """Whether its notification is recorded, and no decision to review the death."""
    return is_running(row) and Step.NOTIFIED in row.steps and Step.DECIDED not in row.steps


def in_course(noun: str, title: str, body: type[Body], method: Callable[..., Any], **said: Any) -> Command:
    """A command on a review that is offered while it runs; `by_rules`: it goes by its partnership's rules."""
    carrier = of_course(method) if said.pop("by_rules", False) else of_one(Review, method)
    return Command("reviews", noun, title, body, carrier, **{"offered": is_running, **said})


DECIDING = (
    in_course(
        "notification", "Record the notification", NotificationBody, Review.notify, by_rules=True,
        explanation="From here the time for a decision runs. Nothing is asked about who died.",
        offered=lambda row: may_take(Step.NOTIFIED)(row) and Step.NOTIFIED not in row.steps,
    ),
    in_course(
        "entry", "Say where it stood when it entered", EnteringBody, Review.enter, by_rules=True,
        explanation="For a review that began before this tracker: earlier steps will read “not recorded”.",
        offered=lambda row: not is_recorded(row) and is_running(row),
    ),
    in_course(
        "written-notice", "Record the notification in writing", Body, Review.receive_written_notice,
        offered=lambda row: is_running(row) and Step.NOTIFIED in row.steps and row.outcome is None,
    ),
    in_course(
        "consultation", "Record a consultation", ConsultationBody, Review.consult,
        offered=before_decision,
    ),
    in_course(
        "assessment", "Record the assessment", AssessmentBody, Review.assess, by_rules=True,
        explanation="Each limb of the definition that applies, and what the finding rests on.",
        offered=before_decision,
    ),
    in_course(
        "decision", "Record the decision", DecisionBody, Review.decide, by_rules=True,
        explanation="The chair of the partnership decides, after consultation.",
        offered=lambda row: before_decision(row) and may_take(Step.DECIDED)(row),
    ),
    in_course(
        "home-office", "Record that the Home Office was told", TellingBody, Review.tell_home_office,
        offered=lambda row: is_recorded(row) and row.outcome not in {None, DecisionOutcome.NOT_YET},
    ),
    in_course(
        "view-of-board", "Record the quality assurance board's view", ViewBody, Review.note_view_of_board,
        offered=lambda row: row.outcome == DecisionOutcome.NO_REVIEW and Step.DECIDED not in row.steps,
    ),
    in_course(
        "direction", "Record a direction of the Secretary of State", DirectionBody, Review.direct,
        by_rules=True,
        offered=lambda row: row.outcome == DecisionOutcome.NO_REVIEW and Step.DECIDED not in row.steps,
    ),
    in_course(
        "secured-records", "Record who was told to secure records", SecuringBody, Review.secure_records,
        offered=lambda row: is_recorded(row) and may_take(Step.CHAIR_APPOINTED)(row),
    ),
    in_course(
        "other-time", "Agree another time", OtherTimeBody, Review.agree_other_time, needs_reason=True,
        explanation="The day on which it was due at first is still shown.", offered=is_recorded,
    ),
    in_course(
        "pause", "Pause the review", PauseBody, Review.pause, needs_reason=True,
        offered=lambda row: is_recorded(row) and row.paused_on is None,
    ),
    in_course(
        "resumption", "Resume the review", Body, Review.resume,
        offered=lambda row: is_running(row) and row.paused_on is not None,
    ),
    in_course(
        "step-correction", "Correct the date of a step", CorrectionBody, Review.correct_step_date,
        by_rules=True, needs_reason=True,
        explanation="Clocks that count from that day move with it.",
        offered=lambda row: is_running(row) and bool(row.steps),
    ),
)  # fmt: skip
