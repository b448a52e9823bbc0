"""The commands on actions."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import (
    Body,
    Command,
    chosen,
    line,
    making,
    of_one,
    of_several,
    prose,
)
from api.commands.timescales import TimescaleBody, timescale
from domain.action import OPEN, Action
from domain.provenance import Provenance
from domain.tracker import Tracker
from domain.tracker import action as tracked
from domain.vocabulary import Delivery, Forecast

CLOSED = (Delivery.SIGNED_OFF, Delivery.CANCELLED)


class PlanBody(Body):
    """A new action."""

    text: str = prose("What is to be done")
    recommendations: list[UUID] = chosen("Recommendations that it carries out", "recommendations")
    lead: UUID | None = chosen("Lead agency", "agency", optional=True)
    supporting: list[UUID] = Field(
        default=[], title="Supporting agencies", json_schema_extra={"widget": "agencies"}
    )
    timescale: str = line("Timescale, in words", "For example: 31 March 2027.", optional=True)
    due: date | None = chosen("Due date", "date", "Leave empty to take it from the words.", optional=True)
    expected_change: str = prose("What is expected to change, and how it will be measured", optional=True)


class TextBody(Body):
    """The text of an action."""

    text: str = prose("What is to be done")


class LeadBody(Body):
    """The agency that leads."""

    lead: UUID = chosen("Lead agency", "agency")


class SupportingBody(Body):
    """The agencies that support."""

    supporting: list[UUID] = Field(
        default=[], title="Supporting agencies", json_schema_extra={"widget": "agencies"}
    )


class OwnerBody(Body):
    """The person who answers for it, usually one in the lead agency.

    Pages ask before they take somebody whose agency neither leads nor supports it; JSON asks nothing.
    """

    owner: UUID = chosen("Owner", "person", "Usually a person in the lead agency.")


class ProgressBody(Body):
    """What has been done so far."""

    progress: str = prose(
        "What has been done", "Please do not name people concerned in the review.", optional=True
    )
    evidence: str = prose("Evidence", "Where it can be found, and what date it speaks of.", optional=True)


class QuestionBody(Body):
    """What is asked of whoever answers for it."""

    question: str = prose("What you want to know", "It stands on the page of the action, never in the mail.")
    answer_by: date | None = chosen("Answer wanted by", "date", optional=True)


class ForecastBody(Body):
    """What the owner expects."""

    forecast: Forecast = chosen("Will the due date be met?", "choice", choices=list(Forecast))


class ExtensionBody(Body):
    """Until when more time is asked for."""

    until: date = chosen("New due date asked for", "date")


class GrantBody(Body):
    """The decision on a request."""

    until: date | None = chosen("New due date", "date", "Leave empty for the date asked for.", optional=True)
    meeting: str = line("Meeting", "For example: subgroup of 12 June 2026.", optional=True)
    minute: str = line("Minute", optional=True)


class MeetingBody(Body):
    """Where it was decided."""

    meeting: str = line("Meeting", "For example: subgroup of 12 June 2026.", optional=True)
    minute: str = line("Minute", optional=True)


class CompletionBody(Body):
    """What was done."""

    what_was_done: str = prose("What was done")
    evidence: str = prose("Evidence", "Where it can be found, and what date it speaks of.", optional=True)


class SentBackBody(Body):
    """By when further work is due."""

    further_work_by: date | None = chosen("Further work by", "date", optional=True)


class SplitBody(Body):
    """The agencies that each get an action of their own."""

    agencies: list[UUID] = Field(
        default=[],
        title="Agencies",
        description="Each gets an action of its own. Choose none for its lead and supporting agencies.",
        json_schema_extra={"widget": "agencies"},
    )


def plan(tracker: Tracker, *, timescale: str, due: date | None, by: Provenance, **rest: Any) -> UUID:
    """Plan an action; its timescale is read as in the form for timescales."""
    said = TimescaleBody(timescale=timescale, due=due).meant() if timescale or due else None
    return tracked.plan(tracker, timescale=said, by=by, **rest)


def is_open(row: Any) -> bool:
    """Its owner's clock runs."""
    return row.delivery in OPEN


def is_not_closed(row: Any) -> bool:
    """Neither signed off nor cancelled."""
    return row.delivery not in CLOSED


def is_reported_complete(row: Any) -> bool:
    """It waits for sign-off."""
    return bool(row.delivery == Delivery.REPORTED_COMPLETE)


def waits_for_time(row: Any) -> bool:
    """A request for more time waits for its decision."""
    return row.asked_until is not None


ACTIONS = (
    Command("actions", "", "Plan an action", PlanBody, making(plan, Action.plan)),
    Command(
        "actions",
        "progress",
        "Report progress",
        ProgressBody,
        of_one(Action, Action.report_progress),
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "completion",
        "Report it complete",
        CompletionBody,
        of_one(Action, Action.report_complete),
        explanation="The day on which it happened stops the clock. The agency and the board sign it off.",
        offered=is_open,
    ),
    Command(
        "actions",
        "progress-request",
        "Ask for progress",
        QuestionBody,
        of_several(tracked.ask_for_progress, Action.ask_for_progress),
        explanation="Its owner is told in their next mail; without an owner, the contact of its lead agency.",
        offered=is_open,
    ),
    Command(
        "actions",
        "forecast",
        "Give a forecast",
        ForecastBody,
        of_one(Action, Action.give_forecast),
        offered=lambda row: is_open(row) and row.due is not None,
    ),
    Command(
        "actions",
        "extension-request",
        "Ask for more time",
        ExtensionBody,
        of_one(Action, Action.request_extension),
        explanation="The original due date stays on record beside the new one.",
        needs_reason=True,
        offered=lambda row: is_open(row) and row.due is not None and not waits_for_time(row),
    ),
    Command(
        "actions",
        "extension-grant",
        "Grant more time",
        GrantBody,
        of_several(tracked.grant_extension, Action.grant_extension),
        offered=waits_for_time,
    ),
    Command(
        "actions",
        "extension-decline",
        "Decline more time",
        MeetingBody,
        of_several(tracked.decline_extension, Action.decline_extension),
        needs_reason=True,
        offered=waits_for_time,
    ),
    Command(
        "actions",
        "sign-off",
        "Sign off for the agency",
        Body,
        of_several(tracked.sign_off_by_agency, Action.sign_off_by_agency),
        explanation="The lead agency has checked that it was done. The partnership then signs it off.",
        offered=lambda row: is_reported_complete(row) and not row.agency_signed_off,
    ),
    Command(
        "actions",
        "assurance",
        "Sign off for the partnership",
        MeetingBody,
        of_several(tracked.assure, Action.assure),
        explanation="The partnership is assured that the work was done. This signs the action off.",
        offered=lambda row: is_reported_complete(row) and row.agency_signed_off,
    ),
    Command(
        "actions",
        "return",
        "Send it back",
        SentBackBody,
        of_one(Action, Action.send_back),
        needs_reason=True,
        offered=is_reported_complete,
    ),
    Command(
        "actions",
        "owner",
        "Name the owner",
        OwnerBody,
        of_several(tracked.assign_owner, Action.assign_owner),
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "acceptance",
        "Accept it",
        Body,
        of_one(Action, Action.accept),
        explanation="Its owner accepts the action.",
        offered=lambda row: row.delivery == Delivery.PLANNED and row.owner is not None,
    ),
    Command(
        "actions",
        "ownership-decline",
        "Not mine",
        Body,
        of_one(Action, Action.decline_ownership),
        explanation="Its owner says that this action is not theirs. It then has no owner, and its reminders"
        " go to the main contact of its lead agency, who is asked to name one.",
        needs_reason=True,
        offered=lambda row: is_open(row) and row.owner is not None,
    ),
    Command(
        "actions",
        "timescale",
        "Set the timescale",
        TimescaleBody,
        timescale(Action.set_timescale),
        offered=lambda row: is_not_closed(row) and row.original_due is None,
    ),
    Command(
        "actions",
        "timescale-correction",
        "Correct the timescale",
        TimescaleBody,
        timescale(Action.correct_timescale),
        needs_reason=True,
        explanation="For a mistyped date. A date that is to change needs an extension.",
        offered=lambda row: is_not_closed(row) and row.due_date_version > 0,
    ),
    Command(
        "actions",
        "lead-agency",
        "Name the lead agency",
        LeadBody,
        of_several(tracked.name_lead_agency, Action.name_lead_agency),
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "supporting-agencies",
        "Name supporting agencies",
        SupportingBody,
        of_several(tracked.name_supporting_agencies, Action.name_supporting_agencies),
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "split",
        "Split it by agency",
        SplitBody,
        of_several(tracked.split_by_agency, Action.split_by_agency),
        explanation="One action for each agency takes the place of this one.",
        offered=is_open,
    ),
    Command(
        "actions",
        "wording",
        "Change the text",
        TextBody,
        of_one(Action, Action.reword),
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "cancellation",
        "Cancel it",
        Body,
        of_one(Action, Action.cancel),
        needs_reason=True,
        offered=is_not_closed,
    ),
    Command(
        "actions",
        "reopening",
        "Reopen it",
        Body,
        of_one(Action, Action.reopen),
        needs_reason=True,
        offered=lambda row: row.delivery in CLOSED and not row.split_into,
    ),
)
