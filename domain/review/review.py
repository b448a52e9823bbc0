"""A review: its reference, its imported plan, what holds it, and its erasure; all else is in its parts."""

from datetime import date
from typing import Self
from uuid import UUID, uuid5

from domain import erasure, legal_hold
from domain.provenance import Confidential, Provenance, Recorded, RecordedFirst
from domain.refusals import refuse_if, refuse_unlikely_year
from domain.review import (
    access,
    clocks,
    commissioning,
    conclusion,
    course,
    decision,
    family,
    learning,
    notification,
    panel,
    plan_stages,
    proceedings,
    publication,
    questions,
    report,
    returns,
    terms_of_reference,
)
from domain.review.access import AccessList
from domain.review.commissioning import Commissioning
from domain.review.conclusion import Conclusion
from domain.review.family import Family
from domain.review.learning import Learning
from domain.review.panel import Panel
from domain.review.plan_stages import PlanStages
from domain.review.proceedings import BesideProceedings
from domain.review.questions import Questions
from domain.review.returns import Returns
from domain.review.terms_of_reference import TermsOfReference
from domain.vocabulary import HoldReason

LABELS = ("DHR", "DARDR")
LONGEST_REFERENCE = 60


def review_identity(partnership: UUID, reference: str) -> UUID:
    """The identity of a review: one reference is one review of a partnership, whatever its case."""
    return uuid5(partnership, " ".join(reference.split()).upper())


class Review(
    AccessList,
    Commissioning,
    Questions,
    Panel,
    TermsOfReference,
    BesideProceedings,
    Family,
    Returns,
    Learning,
    PlanStages,
    Conclusion,
):
    """A Domestic Homicide Review, known by a reference and a pseudonym, never by a name."""

    TOPIC = "review"
    Event = Recorded

    AccessGiven = access.AccessGiven
    AccessEnded = access.AccessEnded
    QuestionRaised = questions.QuestionRaised
    QuestionSettled = questions.QuestionSettled
    CommissioningBodiesNamed = commissioning.CommissioningBodiesNamed
    CourseEntered = course.CourseEntered
    StepDateCorrected = course.StepDateCorrected
    ClockStarted = clocks.ClockStarted
    ClockMoved = clocks.ClockMoved
    OtherTimeAgreed = clocks.OtherTimeAgreed
    ClockEnded = clocks.ClockEnded
    Paused = clocks.Paused
    Resumed = clocks.Resumed
    Notified = notification.Notified
    WrittenNoticeReceived = notification.WrittenNoticeReceived
    PartnerConsulted = notification.PartnerConsulted
    Assessed = notification.Assessed
    Decided = decision.Decided
    HomeOfficeTold = decision.HomeOfficeTold
    DecisionViewed = decision.DecisionViewed
    Directed = decision.Directed
    RecordsSecured = decision.RecordsSecured
    ReportDrafted = report.ReportDrafted
    DraftCommentedOn = report.DraftCommentedOn
    ReportAgreedByPanel = report.ReportAgreedByPanel
    ReportAccepted = report.ReportAccepted
    ReportSubmitted = report.ReportSubmitted
    ReportAnswered = report.ReportAnswered
    ReportCopied = report.ReportCopied
    PublicationChecked = publication.PublicationChecked
    Published = publication.Published
    PublicationEnded = publication.PublicationEnded
    LinksGiven = publication.LinksGiven
    Withheld = publication.Withheld
    BriefingGiven = publication.BriefingGiven
    PlanAgreedByPanel = plan_stages.PlanAgreedByPanel
    PlanAgreedByAgency = plan_stages.PlanAgreedByAgency
    PlanApproved = plan_stages.PlanApproved
    PlanIssued = plan_stages.PlanIssued
    PlanVersionKept = plan_stages.PlanVersionKept
    Concluded = conclusion.Concluded
    ReturnAsked = returns.ReturnAsked
    ReturnReceived = returns.ReturnReceived
    ReturnQualityAssured = returns.ReturnQualityAssured
    ReturnSentBack = returns.ReturnSentBack
    LessonFound = learning.LessonFound
    LessonReworded = learning.LessonReworded
    LessonWithdrawn = learning.LessonWithdrawn
    EarlyLearningShared = learning.EarlyLearningShared
    GoodPracticeFound = learning.GoodPracticeFound
    ChairAppointed = panel.ChairAppointed
    ChairEnded = panel.ChairEnded
    AuthorAppointed = panel.AuthorAppointed
    AuthorEnded = panel.AuthorEnded
    PanelMemberNamed = panel.PanelMemberNamed
    PanelMemberEnded = panel.PanelMemberEnded
    PanelMeetingHeld = panel.PanelMeetingHeld
    TermsAgreed = terms_of_reference.TermsAgreed
    ProceedingsOpened = proceedings.ProceedingsOpened
    ProceedingsConcluded = proceedings.ProceedingsConcluded
    FamilyInvolved = family.FamilyInvolved

    class Opened(RecordedFirst):
        """The review is known by this reference and pseudonym."""

        TOPIC = "review.opened"
        reference: str
        label: str
        pseudonym: Confidential

        def apply(self, review: "Review") -> None:
            super().apply(review)
            review.reference, review.label, review.pseudonym = self.reference, self.label, self.pseudonym

    class PlanImported(Recorded):
        """A file was read into this review. `sha256` is of its bytes, in hexadecimal."""

        TOPIC = "review.plan_imported"
        file_name: Confidential
        sha256: str
        remarks: Confidential
        recommendations: int
        actions: int
        questions: int

        def apply(self, review: "Review") -> None:
            review.imported[self.sha256] = self.happened_on

    class LegalHoldPlaced(legal_hold.Placed):
        """Nothing of the review may be erased while this lasts."""

        TOPIC = "review.legal_hold_placed"

    class LegalHoldLifted(legal_hold.Lifted):
        """That holds it no longer."""

        TOPIC = "review.legal_hold_lifted"

    class ErasureProposed(erasure.Proposed):
        """Somebody proposes to erase its text."""

        TOPIC = "review.erasure_proposed"

    class ErasureWithdrawn(erasure.Withdrawn):
        """Its text is not to be erased for the present."""

        TOPIC = "review.erasure_withdrawn"

    class ErasureApproved(erasure.Approved):
        """A second person has approved the erasure."""

        TOPIC = "review.erasure_approved"

    class Erased(erasure.Done):
        """The key of its text is destroyed; that it took place, and when, stays."""

        TOPIC = "review.erased"

    def __init__(self) -> None:
        super().__init__()
        self.holds: dict[HoldReason, date] = {}
        self.reference, self.label, self.pseudonym = "", "", ""
        self.imported: dict[str, date] = {}

    @classmethod
    def open(
        cls, partnership: UUID, reference: str, *, label: str = "DHR", pseudonym: str = "", by: Provenance
    ) -> Self:
        """Open a review of a partnership under a reference such as "DHR7" or "WAL/2025/03"."""
        reference = " ".join(reference.split())
        refuse_if(not reference, "A review needs a reference.", field="reference")
        too_long = len(reference) > LONGEST_REFERENCE
        refuse_if(too_long, f"A reference has at most {LONGEST_REFERENCE} characters.", field="reference")
        refuse_if(label not in LABELS, f"A review is labelled {' or '.join(LABELS)}.", field="label")
        identity = review_identity(partnership, reference)
        return cls.record_first(
            cls.Opened,
            by,
            identity=identity,
            partnership=partnership,
            text_key=identity,
            reference=reference,
            label=label,
            pseudonym=pseudonym.strip(),
        )

    def import_plan(
        self,
        file_name: str,
        sha256: str,
        *,
        remarks: str = "",
        recommendations: int,
        actions: int,
        questions: int,
        by: Provenance,
    ) -> None:
        """Note that a file was imported: how much it holds, and the words in it that belong to no field."""
        self.refuse_when_erased()
        refuse_if(sha256 in self.imported, "This very file has been imported into this review already.")
        self.record(
            self.PlanImported,
            by,
            file_name=file_name,
            sha256=sha256,
            remarks=remarks,
            recommendations=recommendations,
            actions=actions,
            questions=questions,
        )

    def place_legal_hold(self, because_of: HoldReason, since: date | None = None, *, by: Provenance) -> None:
        """Hold everything of it, from a day on (today without one). What was proposed to be erased is not."""
        self.refuse_when_erased()
        refuse_if(because_of in self.holds, f"It is held for that {because_of} already.", field="because_of")
        since = since or by.happened_on or by.today
        refuse_if(since > by.today, "A legal hold cannot begin in the future.", field="since")
        refuse_unlikely_year(since, field="since")
        self.record(self.LegalHoldPlaced, by, because_of=because_of, since=since)
        if self.erasure:
            self.record(self.ErasureWithdrawn, by)

    def lift_legal_hold(self, because_of: HoldReason, *, by: Provenance) -> None:
        """That proceeding is over: it holds the review no longer."""
        refuse_if(because_of not in self.holds, f"It is not held for any {because_of}.", field="because_of")
        self.record(self.LegalHoldLifted, by, because_of=because_of)

    def refuse_to_erase(self) -> None:
        """Refuse under a legal hold."""
        held = " and ".join(sorted(self.holds))
        refuse_if(bool(held), f"A legal hold stands ({held}): nothing of this review may be erased.")

    def has_gone_on(self) -> bool:
        """Whether anything is recorded that comes after a notification."""
        planned = bool(self.imported) or self.issued_on is not None
        learned = bool(self.returns or self.lessons or self.good_practice)
        return super().has_gone_on() or planned or learned
