"""What can happen to an action, each as one fact. `apply` copies; the commands of `domain.action` decide."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.provenance import Confidential, Recorded, RecordedFirst
from domain.timescales import Relative, Timescale
from domain.vocabulary import Delivery, Forecast, WhyNoDate

if TYPE_CHECKING:
    from domain.action import Action


class TimescaleFacts(Recorded):
    """A timescale: the raw words, what they were taken to mean, and the version of the due date they make."""

    raw: str
    due: date | None
    why_no_date: WhyNoDate | None
    relative: Relative | None
    next_review: date | None
    due_date_version: int


class Planned(RecordedFirst):
    """`lead` and `supporting` are agencies; the words of the plan are kept beside them."""

    TOPIC = "action.planned"
    number: str
    text: Confidential
    reviews: tuple[UUID, ...]
    recommendations: tuple[UUID, ...]
    lead: UUID | None
    lead_in_words: str
    supporting: tuple[UUID, ...]
    supporting_in_words: tuple[str, ...]
    owner_in_words: Confidential
    expected_change: Confidential
    split_from: UUID | None
    place: int

    def apply(self, action: "Action") -> None:
        super().apply(action)
        action.number, action.text, action.reviews = self.number, self.text, self.reviews
        action.recommendations = self.recommendations
        action.lead, action.lead_in_words = self.lead, self.lead_in_words
        action.supporting, action.supporting_in_words = self.supporting, self.supporting_in_words
        action.owner_in_words, action.expected_change = self.owner_in_words, self.expected_change
        action.place = self.place


class Reworded(Recorded):
    """What is to be done was put in other words; the history keeps both."""

    TOPIC = "action.reworded"
    text: Confidential

    def apply(self, action: "Action") -> None:
        action.text = self.text


class LeadAgencyNamed(Recorded):
    """`lead` is None where the words of the plan name no agency of the directory."""

    TOPIC = "action.lead_agency_named"
    lead: UUID | None
    lead_in_words: str

    def apply(self, action: "Action") -> None:
        action.lead, action.lead_in_words = self.lead, self.lead_in_words


class SupportingAgenciesNamed(Recorded):
    """Those who help the lead agency, as agencies and in the words of the plan."""

    TOPIC = "action.supporting_agencies_named"
    supporting: tuple[UUID, ...]
    supporting_in_words: tuple[str, ...]

    def apply(self, action: "Action") -> None:
        action.supporting, action.supporting_in_words = self.supporting, self.supporting_in_words


class OwnerAssigned(Recorded):
    """The person who answers for it; their mail address lies in the directory."""

    TOPIC = "action.owner_assigned"
    owner: UUID

    def apply(self, action: "Action") -> None:
        action.owner = self.owner
        if action.delivery == Delivery.ACCEPTED:
            action.delivery = Delivery.PLANNED


class OwnershipDeclined(Recorded):
    """`owner` says that it is not theirs, for the reason given: it has none until another is named."""

    TOPIC = "action.ownership_declined"
    owner: UUID

    def apply(self, action: "Action") -> None:
        action.owner = None
        if action.delivery == Delivery.ACCEPTED:
            action.delivery = Delivery.PLANNED


class Accepted(Recorded):
    """Its owner has taken it on."""

    TOPIC = "action.accepted"

    def apply(self, action: "Action") -> None:
        action.delivery = Delivery.ACCEPTED


class ProgressReported(Recorded):
    """`delivery` is where the action stands after it."""

    TOPIC = "action.progress_reported"
    progress: Confidential
    evidence: Confidential
    delivery: Delivery

    def apply(self, action: "Action") -> None:
        action.delivery = self.delivery
        action.progress = [*action.progress, (self.progress, self.evidence)]


class ProgressAsked(Recorded):
    """Whoever answers for it is asked how it stands. `number` counts the askings: its mail is known by it."""

    TOPIC = "action.progress_asked"
    question: Confidential
    answer_by: date | None
    number: int

    def apply(self, action: "Action") -> None:
        action.askings = self.number


class RemarkMade(Recorded):
    """What a plan says of the action and no other field has a place for."""

    TOPIC = "action.remark_made"
    remark: Confidential

    def apply(self, action: "Action") -> None:
        action.remarks = [*action.remarks, self.remark]


class ForecastGiven(Recorded):
    """What its owner expects of the due date."""

    TOPIC = "action.forecast_given"
    forecast: Forecast

    def apply(self, action: "Action") -> None:
        action.forecast = self.forecast


class TimescaleSet(TimescaleFacts):
    """The first due date of the action, or the words that give none."""

    TOPIC = "action.timescale_set"

    def apply(self, action: "Action") -> None:
        action.timescale = timescale_of(self)
        action.due = action.original_due = self.due
        action.due_date_version = self.due_date_version


class TimescaleCorrected(TimescaleFacts):
    """A mistyped timescale is put right. `current_due` stays where an extension has set it."""

    TOPIC = "action.timescale_corrected"
    current_due: date | None

    def apply(self, action: "Action") -> None:
        action.timescale = timescale_of(self)
        action.original_due, action.due = self.due, self.current_due
        action.due_date_version = self.due_date_version


class CountedFromPublication(Recorded):
    """Its timescale counts from the publication of its review, which was on this day: `due` follows.

    `current_due` stays where an extension, or further work, has set it.
    """

    TOPIC = "action.counted_from_publication"
    published_on: date
    due: date
    current_due: date
    due_date_version: int

    def apply(self, action: "Action") -> None:
        action.timescale = replace(action.timescale, due=self.due, why_no_date=None, question=None)
        action.original_due, action.due = self.due, self.current_due
        action.due_date_version = self.due_date_version


class ExtensionRequested(Recorded):
    """The owner asks for this day; the decision is open."""

    TOPIC = "action.extension_requested"
    until: date

    def apply(self, action: "Action") -> None:
        action.asked_for, action.asked_by, action.asked_on = self.until, self.entered_by, self.happened_on


class ExtensionGranted(Recorded):
    """The new due date, and the meeting and minute that decided it, where there is one."""

    TOPIC = "action.extension_granted"
    until: date
    due_date_version: int
    meeting: str
    minute: str

    def apply(self, action: "Action") -> None:
        action.asked_for, action.due = None, self.until
        action.extensions += 1
        action.due_date_version = self.due_date_version


class ExtensionDeclined(Recorded):
    """The due date stands, for the reason given."""

    TOPIC = "action.extension_declined"
    meeting: str
    minute: str

    def apply(self, action: "Action") -> None:
        action.asked_for = None


class ReportedComplete(Recorded):
    """`completed_on` stops the owner's clock. `in_imported_plan`: a plan said so, perhaps without a day."""

    TOPIC = "action.reported_complete"
    what_was_done: Confidential
    evidence: Confidential
    in_imported_plan: bool
    completed_on: date | None

    def apply(self, action: "Action") -> None:
        action.delivery, action.agency_signed_off = Delivery.REPORTED_COMPLETE, False
        action.asked_for, action.reported_by, action.agency_signed_off_by = None, self.entered_by, None
        action.completions = [*action.completions, self.what_was_done]


class SignedOffByAgency(Recorded):
    """`closes`: by the partnership's rule, nobody else need assure it."""

    TOPIC = "action.signed_off_by_agency"
    closes: bool

    def apply(self, action: "Action") -> None:
        action.agency_signed_off, action.agency_signed_off_by = True, self.entered_by
        action.delivery = Delivery.SIGNED_OFF if self.closes else action.delivery


class Assured(Recorded):
    """Signed off: the subgroup is satisfied that the work was done."""

    TOPIC = "action.assured"
    meeting: str
    minute: str

    def apply(self, action: "Action") -> None:
        action.delivery = Delivery.SIGNED_OFF


class SentBack(Recorded):
    """`due` is when it is due again; the original due date still stands beside it."""

    TOPIC = "action.sent_back"
    further_work_by: date | None
    due: date | None
    due_date_version: int

    def apply(self, action: "Action") -> None:
        action.delivery, action.agency_signed_off = Delivery.SENT_BACK, False
        action.due, action.due_date_version = self.due, self.due_date_version


class SplitByAgency(Recorded):
    """Replaced by one action for each agency that was named."""

    TOPIC = "action.split_by_agency"
    into: tuple[UUID, ...]

    def apply(self, action: "Action") -> None:
        action.split_into, action.delivery = self.into, Delivery.CANCELLED
        action.asked_for = None


class Cancelled(Recorded):
    """It ends undone, for the reason given."""

    TOPIC = "action.cancelled"

    def apply(self, action: "Action") -> None:
        action.delivery, action.asked_for = Delivery.CANCELLED, None


class Reopened(Recorded):
    """It is to be worked on again, for the reason given."""

    TOPIC = "action.reopened"

    def apply(self, action: "Action") -> None:
        action.delivery, action.agency_signed_off = Delivery.IN_PROGRESS, False


class TimescaleLapsed(Recorded):
    """The due date has passed while the action was overdue: once for each version of the due date."""

    TOPIC = "action.timescale_lapsed"
    due: date
    due_date_version: int

    def apply(self, action: "Action") -> None:
        action.lapsed_version = self.due_date_version


def timescale_of(facts: TimescaleFacts) -> Timescale:
    """The timescale that an event recorded."""
    return Timescale(facts.raw, facts.due, facts.why_no_date, facts.relative, facts.next_review)
