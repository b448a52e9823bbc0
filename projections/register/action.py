"""Actions: what lists of them show, filter and sort by."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.action import Action
from domain.clocks import london_day
from domain.store.log import LogEntry
from domain.vocabulary import Delivery, Forecast, WhyNoDate
from projections.register.partnership import changed
from projections.register.recommendation import in_order
from projections.view import VersionedView


class ActionRow(Struct, frozen=True, gc=False):
    """An action. Days of recording are days in London; the rest is as the events say.

    `due_recorded_on`: when the present due date was recorded. `asked_until`: an extension that waits for its
    decision. `progress_asked_on`, `answer_by`: progress is asked for, and nobody has answered yet; `askings`
    counts how often it was. `reported_on`: the day that stopped the owner's clock, if known. `extended`: the
    due date is no longer the first one.
    """

    id: UUID
    partnership: UUID
    reviews: tuple[UUID, ...]
    recommendations: tuple[UUID, ...]
    number: str
    number_order: str
    text: str
    lead: UUID | None
    lead_in_words: str
    supporting: tuple[UUID, ...]
    supporting_in_words: tuple[str, ...]
    owner: UUID | None
    owner_in_words: str
    expected_change: str
    delivery: Delivery
    forecast: Forecast | None
    timescale: str
    due: date | None
    original_due: date | None
    why_no_date: WhyNoDate | None
    next_review: date | None
    due_date_version: int
    due_recorded_on: date | None
    lapsed_version: int
    asked_until: date | None
    asked_on: date | None
    extended: bool
    agency_signed_off: bool
    reported_on: date | None
    in_imported_plan: bool
    signed_off_on: date | None
    split_from: UUID | None
    split_into: tuple[UUID, ...]
    planned_on: date
    last_progress_on: date | None
    askings: int
    progress_asked_on: date | None
    answer_by: date | None
    version: int


UNDATED: dict[str, Any] = {
    "timescale": "",
    "due": None,
    "original_due": None,
    "why_no_date": WhyNoDate.NOT_GIVEN,
    "next_review": None,
    "due_date_version": 0,
    "due_recorded_on": None,
}
"""No timescale was given yet."""
ANSWERED: dict[str, Any] = {"progress_asked_on": None, "answer_by": None}
"""Nobody waits for progress, or no longer."""


def planned(_: None, event: Any, entry: LogEntry) -> ActionRow:
    """An action begins as planned, without a timescale."""
    return ActionRow(
        id=event.originator_id,
        partnership=event.partnership,
        reviews=event.reviews,
        recommendations=event.recommendations,
        number=event.number,
        number_order=in_order(event.number),
        text=event.text,
        lead=event.lead,
        lead_in_words=event.lead_in_words,
        supporting=event.supporting,
        supporting_in_words=event.supporting_in_words,
        owner=None,
        owner_in_words=event.owner_in_words,
        expected_change=event.expected_change,
        delivery=Delivery.PLANNED,
        forecast=None,
        lapsed_version=0,
        asked_until=None,
        asked_on=None,
        extended=False,
        agency_signed_off=False,
        reported_on=None,
        in_imported_plan=False,
        signed_off_on=None,
        split_from=event.split_from,
        split_into=(),
        planned_on=london_day(entry.recorded_at),
        last_progress_on=None,
        askings=0,
        version=1,
        **UNDATED,
        **ANSWERED,
    )


def then(row: ActionRow, event: Any, **facts: Any) -> ActionRow:
    """The row with new facts and the version of the event."""
    return replace(row, version=event.originator_version, **facts)


def owner_assigned(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """A new owner has yet to accept."""
    accepted = row.delivery == Delivery.ACCEPTED
    return then(row, event, owner=event.owner, delivery=Delivery.PLANNED if accepted else row.delivery)


def ownership_declined(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """It has no owner any more, and is still to be accepted by another."""
    accepted = row.delivery == Delivery.ACCEPTED
    return then(row, event, owner=None, delivery=Delivery.PLANNED if accepted else row.delivery)


def accepted(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Its owner accepts it."""
    return then(row, event, delivery=Delivery.ACCEPTED)


def progressed(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """The note itself stands in the list of progress notes."""
    return then(row, event, delivery=event.delivery, last_progress_on=event.happened_on, **ANSWERED)


def progress_asked(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Progress is asked for, until it is reported."""
    wanted = {"progress_asked_on": event.happened_on, "answer_by": event.answer_by}
    return then(row, event, askings=event.number, **wanted)


def timescale_set(row: ActionRow, event: Any, entry: LogEntry) -> ActionRow:
    """The first due date, or why there is none."""
    return then(timescaled(row, event), event, due=event.due, **dated(row, event, entry))


def timescale_corrected(row: ActionRow, event: Any, entry: LogEntry) -> ActionRow:
    """The first due date is put right; the present one follows unless it was extended."""
    return then(timescaled(row, event), event, due=event.current_due, **dated(row, event, entry))


def counted_from_publication(row: ActionRow, event: Any, entry: LogEntry) -> ActionRow:
    """Its timescale means a day, since its review was published; an extended due date stays."""
    meant = {"original_due": event.due, "why_no_date": None, "due": event.current_due}
    return then(row, event, **meant, **dated(row, event, entry))


def timescaled(row: ActionRow, event: Any) -> ActionRow:
    """The words of a timescale, and what they mean."""
    return replace(
        row,
        timescale=event.raw,
        original_due=event.due,
        why_no_date=event.why_no_date,
        next_review=event.next_review,
    )


def dated(row: ActionRow, event: Any, entry: LogEntry) -> dict[str, Any]:
    """The version of the due date, and since when it is known."""
    same = event.due_date_version == row.due_date_version
    day = row.due_recorded_on if same else london_day(entry.recorded_at)
    return {"due_date_version": event.due_date_version, "due_recorded_on": day}


def extension_requested(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """A request waits for its decision."""
    return then(row, event, asked_until=event.until, asked_on=event.happened_on)


def extension_granted(row: ActionRow, event: Any, entry: LogEntry) -> ActionRow:
    """A later due date; the original stays."""
    answered = {"asked_until": None, "asked_on": None, "extended": True}
    return then(row, event, due=event.until, **answered, **dated(row, event, entry))


def extension_declined(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """The due date stands."""
    return then(row, event, asked_until=None, asked_on=None)


def reported_complete(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """The owner's clock stops."""
    return then(
        row,
        event,
        delivery=Delivery.REPORTED_COMPLETE,
        agency_signed_off=False,
        reported_on=event.completed_on,
        in_imported_plan=event.in_imported_plan,
        asked_until=None,
        asked_on=None,
        **ANSWERED,
    )


def signed_off_by_agency(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """The lead agency's validator has signed it off; by some partnerships' rule that is enough."""
    closed = {"delivery": Delivery.SIGNED_OFF, "signed_off_on": event.happened_on} if event.closes else {}
    return then(row, event, agency_signed_off=True, **closed)


def assured(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Signed off."""
    return then(row, event, delivery=Delivery.SIGNED_OFF, signed_off_on=event.happened_on)


def sent_back(row: ActionRow, event: Any, entry: LogEntry) -> ActionRow:
    """Due again."""
    facts = {"delivery": Delivery.SENT_BACK, "agency_signed_off": False, "reported_on": None}
    return then(row, event, due=event.due, in_imported_plan=False, **facts, **dated(row, event, entry))


def split(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Others took its place."""
    return then(row, event, delivery=Delivery.CANCELLED, split_into=event.into, **ANSWERED)


def cancelled(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Ended undone."""
    return then(row, event, delivery=Delivery.CANCELLED, asked_until=None, asked_on=None, **ANSWERED)


def reopened(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Taken up again."""
    facts = {
        "agency_signed_off": False,
        "reported_on": None,
        "signed_off_on": None,
        "in_imported_plan": False,
    }
    return then(row, event, delivery=Delivery.IN_PROGRESS, **facts)


def lapsed(row: ActionRow, event: Any, _: LogEntry) -> ActionRow:
    """Its due date has passed, and that is recorded."""
    return then(row, event, lapsed_version=event.due_date_version)


ACTIONS = VersionedView(
    name="actions",
    sql="actions.sql",
    row=ActionRow,
    changes={
        Action.Planned: planned,
        Action.Reworded: changed("text"),
        Action.LeadAgencyNamed: changed("lead", "lead_in_words"),
        Action.SupportingAgenciesNamed: changed("supporting", "supporting_in_words"),
        Action.OwnerAssigned: owner_assigned,
        Action.OwnershipDeclined: ownership_declined,
        Action.Accepted: accepted,
        Action.ProgressReported: progressed,
        Action.ProgressAsked: progress_asked,
        Action.RemarkMade: changed(),
        Action.ForecastGiven: changed("forecast"),
        Action.TimescaleSet: timescale_set,
        Action.TimescaleCorrected: timescale_corrected,
        Action.CountedFromPublication: counted_from_publication,
        Action.ExtensionRequested: extension_requested,
        Action.ExtensionGranted: extension_granted,
        Action.ExtensionDeclined: extension_declined,
        Action.ReportedComplete: reported_complete,
        Action.SignedOffByAgency: signed_off_by_agency,
        Action.Assured: assured,
        Action.SentBack: sent_back,
        Action.SplitByAgency: split,
        Action.Cancelled: cancelled,
        Action.Reopened: reopened,
        Action.TimescaleLapsed: lapsed,
    },
)
