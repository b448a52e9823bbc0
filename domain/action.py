"""An action: a step that carries out recommendations, from planned to signed off.

What its owner reports and what the board judges are different facts. Overdue is never set: it follows from
the due date and the delivery. Commands decide; `apply` of an event only copies.
"""

from datetime import date
from typing import Any, Self
from uuid import UUID

from domain import action_events as happened
from domain.provenance import Provenance, Recorded, Thing
from domain.rag import is_overdue
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.timescales import Timescale
from domain.vocabulary import Delivery, Forecast, WhyNoDate

OPEN = (Delivery.PLANNED, Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.SENT_BACK)
"""The deliveries in which the owner's clock runs."""


class Action(Thing):
    """One step of an action plan. `number` ("3.140(a)/2") repeats and is never a key."""

    TOPIC = "action"
    Event = Recorded

    Planned = happened.Planned
    Reworded = happened.Reworded
    LeadAgencyNamed = happened.LeadAgencyNamed
    SupportingAgenciesNamed = happened.SupportingAgenciesNamed
    OwnerAssigned = happened.OwnerAssigned
    OwnershipDeclined = happened.OwnershipDeclined
    Accepted = happened.Accepted
    ProgressReported = happened.ProgressReported
    ProgressAsked = happened.ProgressAsked
    RemarkMade = happened.RemarkMade
    ForecastGiven = happened.ForecastGiven
    TimescaleSet = happened.TimescaleSet
    TimescaleCorrected = happened.TimescaleCorrected
    CountedFromPublication = happened.CountedFromPublication
    ExtensionRequested = happened.ExtensionRequested
    ExtensionGranted = happened.ExtensionGranted
    ExtensionDeclined = happened.ExtensionDeclined
    ReportedComplete = happened.ReportedComplete
    SignedOffByAgency = happened.SignedOffByAgency
    Assured = happened.Assured
    SentBack = happened.SentBack
    SplitByAgency = happened.SplitByAgency
    Cancelled = happened.Cancelled
    Reopened = happened.Reopened
    TimescaleLapsed = happened.TimescaleLapsed

    def __init__(self) -> None:
        super().__init__()
        self.number, self.text, self.expected_change = "", "", ""
        self.reviews: tuple[UUID, ...] = ()
        self.recommendations: tuple[UUID, ...] = ()
        self.lead: UUID | None = None
        self.supporting: tuple[UUID, ...] = ()
        self.owner: UUID | None = None
        self.lead_in_words, self.owner_in_words = "", ""
        self.supporting_in_words: tuple[str, ...] = ()
        self.split_into: tuple[UUID, ...] = ()
        self.delivery, self.agency_signed_off = Delivery.PLANNED, False
        self.forecast: Forecast | None = None
        self.timescale = Timescale()
        self.due: date | None = None
        self.original_due: date | None = None
        self.asked_for: date | None = None
        self.asked_on: date | None = None
        self.asked_by: UUID | None = None
        self.reported_by: UUID | None = None
        self.agency_signed_off_by: UUID | None = None
        self.due_date_version, self.lapsed_version = 0, 0
        self.progress: list[tuple[str, str]] = []
        self.remarks: list[str] = []
        self.completions: list[str] = []
        self.place, self.askings, self.extensions = 0, 0, 0

    @classmethod
    def plan(
        cls,
        text: str,
        *,
        partnership: UUID,
        reviews: tuple[UUID, ...],
        recommendations: tuple[UUID, ...],
        number: str,
        lead: UUID | None = None,
        lead_in_words: str = "",
        supporting: tuple[UUID, ...] = (),
        supporting_in_words: tuple[str, ...] = (),
        owner_in_words: str = "",
        expected_change: str = "",
        split_from: UUID | None = None,
        place: int = 0,
        by: Provenance,
    ) -> Self:
        """Plan an action for one or more recommendations. Its prose lies under its first review's key."""
        refuse_if(not text.strip(), "Say what is to be done.", field="text")
        refuse_if(not recommendations, "An action carries out a recommendation.", field="recommendations")
        refuse_if(lead in supporting, "The lead agency cannot also support.", field="supporting")
        return cls.record_first(
            cls.Planned,
            by,
            partnership=partnership,
            text_key=reviews[0],
            number=number,
            text=text.strip(),
            reviews=reviews,
            recommendations=recommendations,
            lead=lead,
            lead_in_words=lead_in_words,
            supporting=supporting,
            supporting_in_words=supporting_in_words,
            owner_in_words=owner_in_words,
            expected_change=expected_change.strip(),
            split_from=split_from,
            place=place,
        )

    def reword(self, text: str, *, by: Provenance) -> None:
        """Change what is to be done; the history keeps both."""
        self._refuse_when_cancelled()
        refuse_if(not text.strip(), "Say what is to be done.", field="text")
        refuse_if(text.strip() == self.text, "That is its text already.", field="text")
        self.record(self.Reworded, by, text=text.strip())

    def name_lead_agency(self, lead: UUID | None, in_words: str = "", *, by: Provenance) -> None:
        """Which agency leads (it then supports no longer); `in_words` keeps what the plan calls it."""
        self._refuse_when_cancelled()
        same = (lead, in_words) == (self.lead, self.lead_in_words)
        refuse_if(same, "That agency leads it already.", field="lead")
        if lead in self.supporting:
            others = tuple(agency for agency in self.supporting if agency != lead)
            self.name_supporting_agencies(others, self.supporting_in_words, by=by)
        self.record(self.LeadAgencyNamed, by, lead=lead, lead_in_words=in_words)

    def name_supporting_agencies(
        self, supporting: tuple[UUID, ...], in_words: tuple[str, ...] = (), *, by: Provenance
    ) -> None:
        """Which agencies support the lead."""
        self._refuse_when_cancelled()
        refuse_if(self.lead in supporting, "The lead agency cannot also support.", field="supporting")
        same = (supporting, in_words) == (self.supporting, self.supporting_in_words)
        refuse_if(same, "Those agencies support it already.", field="supporting")
        self.record(self.SupportingAgenciesNamed, by, supporting=supporting, supporting_in_words=in_words)

    def assign_owner(self, owner: UUID, *, by: Provenance) -> None:
        """Name the person who answers for it. A new owner has yet to accept."""
        self._refuse_when_cancelled()
        refuse_if(owner == self.owner, "They own this action already.", field="owner")
        self.record(self.OwnerAssigned, by, owner=owner)

    def decline_ownership(self, *, by: Provenance) -> None:
        """Its owner says that it is not theirs, with a reason. It has no owner until another is named."""
        self._refuse_unless_open("Its owner can say that it is not theirs")
        if self.owner is None:
            raise Refused("It has no owner.")
        refuse_if(not by.reason.strip(), "Say why it is not theirs.", field="reason")
        self.record(self.OwnershipDeclined, by, owner=self.owner)

    def accept(self, *, by: Provenance) -> None:
        """Its owner accepts it."""
        refuse_if(self.owner is None, "It has no owner yet: name one first.")
        refuse_if(self.delivery != Delivery.PLANNED, f"It cannot be accepted: it is {self.delivery}.")
        self.record(self.Accepted, by)

    def report_progress(self, progress: str, evidence: str = "", *, by: Provenance) -> None:
        """What has been done so far. An action sent back stays so until it is reported complete again."""
        refuse_if(self.delivery in (Delivery.CANCELLED, Delivery.SIGNED_OFF), self._closed_sentence())
        refuse_if(not progress.strip() and not evidence.strip(), "Say what was done.", field="progress")
        begins = self.delivery in (Delivery.PLANNED, Delivery.ACCEPTED)
        delivery = Delivery.IN_PROGRESS if begins else self.delivery
        self.record(
            self.ProgressReported, by, progress=progress.strip(), evidence=evidence.strip(), delivery=delivery
        )

    def ask_for_progress(self, question: str, answer_by: date | None = None, *, by: Provenance) -> None:
        """Ask how it stands, perhaps by a day. Its owner is told, or its agency while it has no owner."""
        self._refuse_unless_open("Progress can be asked for")
        refuse_if(not question.strip(), "Say what you want to know.", field="question")
        past = answer_by is not None and answer_by < (by.happened_on or by.today)
        refuse_if(past, "An answer cannot be wanted by a day in the past.", field="answer_by")
        refuse_unlikely_year(answer_by, field="answer_by")
        nobody = self.owner is None and self.lead is None
        refuse_if(nobody, "There is nobody to ask: name its owner or its lead agency first.")
        number = self.askings + 1
        self.record(self.ProgressAsked, by, question=question.strip(), answer_by=answer_by, number=number)

    def remark(self, remark: str, *, by: Provenance) -> None:
        """Keep words of a plan that have no field of their own."""
        refuse_if(not remark.strip(), "A remark needs words.", field="remark")
        self.record(self.RemarkMade, by, remark=remark.strip())

    def give_forecast(self, forecast: Forecast, *, by: Provenance) -> None:
        """What its owner expects of the due date."""
        self._refuse_unless_open("A forecast can be given")
        self.record(self.ForecastGiven, by, forecast=forecast)

    def set_timescale(self, timescale: Timescale, *, by: Provenance) -> None:
        """Set the first due date, or say why there is none. A date that is set changes by an extension."""
        self._refuse_when_cancelled()
        sentence = "It has a due date: ask for an extension, or correct the date."
        refuse_if(self.due is not None, sentence, field="timescale")
        self.record(self.TimescaleSet, by, **self._timescale_facts(timescale, timescale.due))

    def correct_timescale(self, timescale: Timescale, *, by: Provenance) -> None:
        """Put a mistyped timescale right, with a reason. An extended due date stays as extended."""
        refuse_if(not by.reason.strip(), "Say what was wrong with the timescale.", field="reason")
        refuse_if(self.due_date_version == 0, "It has no timescale yet: set one.", field="timescale")
        refuse_if(
            timescale.raw == self.timescale.raw and timescale.due == self.original_due,
            "That is its timescale already.",
            field="timescale",
        )
        current = self.due if self.due != self.original_due else timescale.due
        facts = self._timescale_facts(timescale, current)
        self.record(self.TimescaleCorrected, by, current_due=current, **facts)

    def count_from_publication(self, published_on: date, *, by: Provenance) -> bool:
        """Let a timescale such as "3 months after publication" mean a day; whether it does so from now on.

        Its review was published on `published_on`; a due date that was counted already moves where that
        day is corrected. An extended one stays as extended.
        """
        relative = self.timescale.relative
        waits = self.timescale.why_no_date in {None, WhyNoDate.RELATIVE}
        ended = self.delivery in {Delivery.SIGNED_OFF, Delivery.CANCELLED}
        if ended or not waits or relative is None or not relative.counts_from_publication:
            return False
        due = relative.day_after(published_on)
        if due == self.original_due:
            return False
        current = due if self.due in {None, self.original_due} else self.due
        version = self.due_date_version + (current != self.due)
        facts = {"published_on": published_on, "due": due, "current_due": current}
        self.record(self.CountedFromPublication, by, **facts, due_date_version=version)
        return True

    def request_extension(self, until: date, *, by: Provenance) -> None:
        """Ask for a later due date, with a reason. The original due date never changes."""
        self._refuse_unless_open("More time can be asked for")
        refuse_if(self.due is None, "It has no due date to extend.", field="until")
        refuse_if(self.asked_for is not None, "A request is waiting for its decision already.")
        refuse_if(self.due is not None and until <= self.due, "The new date must be later.", field="until")
        refuse_unlikely_year(until, field="until")
        refuse_if(not by.reason.strip(), "Say why more time is needed.", field="reason")
        self.record(self.ExtensionRequested, by, until=until)

    def grant_extension(
        self, until: date | None = None, *, meeting: str = "", minute: str = "", by: Provenance
    ) -> None:
        """Grant the time asked for, or (with `until`) another; meeting and minute where there is one."""
        refuse_if(self.asked_for is None, "Nobody has asked for more time.")
        until = until or self.asked_for
        too_early = self.due is not None and until is not None and until <= self.due
        refuse_if(too_early, "The new date must be later than the present one.", field="until")
        refuse_unlikely_year(until, field="until")
        version = self.due_date_version + 1
        self.record(
            self.ExtensionGranted, by, until=until, due_date_version=version, meeting=meeting, minute=minute
        )

    def decline_extension(self, *, meeting: str = "", minute: str = "", by: Provenance) -> None:
        """Decline the request, with a reason; the due date stands."""
        refuse_if(self.asked_for is None, "Nobody has asked for more time.")
        refuse_if(not by.reason.strip(), "Say why the request is declined.", field="reason")
        self.record(self.ExtensionDeclined, by, meeting=meeting, minute=minute)

    def report_complete(self, what_was_done: str, evidence: str = "", *, by: Provenance) -> None:
        """Its owner reports it complete on the day it happened: what was done, and the evidence."""
        self._refuse_unless_open("It can be reported complete")
        refuse_if(not what_was_done.strip(), "Say what was done.", field="what_was_done")
        self._report_complete(what_was_done, evidence, by.happened_on or by.today, False, by)

    def take_as_complete(self, outcome: str, completed_on: date | None, *, by: Provenance) -> None:
        """An imported plan calls it complete, on a day or without one: reported, yet to be accepted here."""
        self._refuse_unless_open("It can be reported complete")
        self._report_complete(outcome, "", completed_on, True, by.on(completed_on))

    def _report_complete(
        self,
        what_was_done: str,
        evidence: str,
        completed_on: date | None,
        in_imported_plan: bool,
        by: Provenance,
    ) -> None:
        self.record(
            self.ReportedComplete,
            by,
            what_was_done=what_was_done.strip(),
            evidence=evidence.strip(),
            in_imported_plan=in_imported_plan,
            completed_on=completed_on,
        )

    def sign_off_by_agency(self, *, closes: bool, by: Provenance) -> None:
        """The lead agency's validator signs it off; it then waits for assurance unless that `closes` it."""
        self._refuse_unless_reported_complete()
        refuse_if(self.agency_signed_off, "The agency has signed it off already.")
        self.record(self.SignedOffByAgency, by, closes=closes)

    def assure(self, *, meeting: str = "", minute: str = "", by: Provenance) -> None:
        """The subgroup, or its delegate, is assured that the work was done: signed off."""
        self._refuse_unless_reported_complete()
        refuse_if(not self.agency_signed_off, "Its lead agency has not signed it off yet.")
        self.record(self.Assured, by, meeting=meeting, minute=minute)

    def send_back(self, further_work_by: date | None = None, *, by: Provenance) -> None:
        """It is not complete: reasons, and by when further work is due."""
        self._refuse_unless_reported_complete()
        refuse_if(not by.reason.strip(), "Say what is still to be done.", field="reason")
        past = further_work_by is not None and further_work_by < (by.happened_on or by.today)
        refuse_if(past, "Further work cannot be due in the past.", field="further_work_by")
        refuse_unlikely_year(further_work_by, field="further_work_by")
        due = further_work_by or self.due
        version = self.due_date_version + (due != self.due)
        self.record(self.SentBack, by, further_work_by=further_work_by, due=due, due_date_version=version)

    def split_by_agency(self, into: tuple[UUID, ...], *, by: Provenance) -> None:
        """Note that one action for each of several agencies takes its place."""
        self._refuse_unless_open("It can be split")
        refuse_if(len(into) < 2, "Name at least two agencies.", field="agencies")
        self.record(self.SplitByAgency, by, into=into)

    def cancel(self, *, by: Provenance) -> None:
        """End it undone, with a reason."""
        refuse_if(self.delivery in (Delivery.CANCELLED, Delivery.SIGNED_OFF), self._closed_sentence())
        refuse_if(not by.reason.strip(), "Say why it is cancelled.", field="reason")
        self.record(self.Cancelled, by)

    def reopen(self, *, by: Provenance) -> None:
        """Take it up again after sign-off or cancellation, with a reason."""
        closed = self.delivery in (Delivery.SIGNED_OFF, Delivery.CANCELLED)
        refuse_if(not closed, f"It cannot be reopened: it is {self.delivery}.")
        refuse_if(bool(self.split_into), "It was split: reopen the actions that took its place.")
        refuse_if(not by.reason.strip(), "Say why it is reopened.", field="reason")
        self.record(self.Reopened, by)

    def lapse(self, *, by: Provenance) -> bool:
        """Note that the due date has passed, if it is overdue and this was not noted; whether it was."""
        if self.due is None or self.lapsed_version == self.due_date_version:
            return False
        if not is_overdue(self.delivery, self.due, by.today):
            return False
        self.record(self.TimescaleLapsed, by, due=self.due, due_date_version=self.due_date_version)
        return True

    def _timescale_facts(self, timescale: Timescale, current: date | None) -> dict[str, Any]:
        refuse_unlikely_year(timescale.due, field="due")
        changes = current != self.due or self.due_date_version == 0
        return {
            "raw": timescale.raw,
            "due": timescale.due,
            "why_no_date": timescale.why_no_date,
            "relative": timescale.relative,
            "next_review": timescale.next_review,
            "due_date_version": self.due_date_version + changes,
        }

    def _refuse_when_cancelled(self) -> None:
        refuse_if(self.delivery == Delivery.CANCELLED, "It has been cancelled: reopen it first.")

    def _refuse_unless_open(self, sentence: str) -> None:
        refuse_if(self.delivery not in OPEN, f"{sentence} only while it is open: it is {self.delivery}.")

    def _refuse_unless_reported_complete(self) -> None:
        not_yet = self.delivery != Delivery.REPORTED_COMPLETE
        refuse_if(not_yet, f"It has not been reported complete: it is {self.delivery}.")

    def _closed_sentence(self) -> str:
        return f"It is {self.delivery}: reopen it first."
