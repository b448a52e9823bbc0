"""The action plan as a whole: agreed by the panel and by each agency, approved, issued; and its versions.

Of a review that is recorded from its notification on, the plan is issued after the partnership approved it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from domain.clocks import in_words
from domain.provenance import Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.course import MISSING, Course
from domain.review.vocabulary import PlanVersion, Step

COMES_WITH: Final[Mapping[PlanVersion, Step]] = {
    PlanVersion.SUBMITTED: Step.SUBMITTED,
    PlanVersion.CHANGED: Step.SUBMITTED,
    PlanVersion.PUBLISHED: Step.PUBLISHED,
}
"""Which step a version of the plan comes with, or after."""
NOT_AGREED: Final = "The panel has not agreed the plan yet: record that first."
NOT_APPROVED: Final = "The plan has not been approved yet: record that first."


class PlanAgreedByPanel(Recorded):
    """The panel agreed the plan."""

    TOPIC = "review.plan_agreed_by_panel"

    def apply(self, review: "PlanStages") -> None:
        review.plan_agreed_on = self.happened_on


class PlanAgreedByAgency(Recorded):
    """An agency agreed to its actions; `agreed_by` is the post of whoever said so for it."""

    TOPIC = "review.plan_agreed_by_agency"
    agency: UUID
    agreed_by: str

    def apply(self, review: "PlanStages") -> None:
        review.plan_agreed_by = {**review.plan_agreed_by, self.agency: (self.happened_on, self.agreed_by)}


class PlanApproved(Recorded):
    """The partnership approved the plan, while so many agencies that lead actions had not agreed to them."""

    TOPIC = "review.plan_approved"
    meeting: str
    minute: str
    not_agreed: int

    def apply(self, review: "PlanStages") -> None:
        review.plan_approved_on = self.happened_on


class PlanIssued(Recorded):
    """From now on the agencies see the plan, and its actions have colours and reminders."""

    TOPIC = "review.plan_issued"

    def apply(self, review: "PlanStages") -> None:
        review.issued_on = self.happened_on


class PlanVersionKept(Recorded):
    """The plan as it stood in the log at this entry is one of its versions."""

    TOPIC = "review.plan_version_kept"
    stage: PlanVersion

    def apply(self, review: "PlanStages") -> None:
        review.plan_versions = {**review.plan_versions, self.stage: self.happened_on}


class PlanStages(Course):
    """Who agreed the plan, who approved it, and when it was issued."""

    TOPIC = "review_plan_stages"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.plan_agreed_on: date | None = None
        self.plan_agreed_by: dict[UUID, tuple[date, str]] = {}
        self.plan_approved_on: date | None = None
        self.issued_on: date | None = None
        self.plan_versions: dict[PlanVersion, date] = {}

    def agree_plan(self, *, by: Provenance) -> None:
        """Record that the panel agreed the plan."""
        self.refuse_when_over()
        refuse_if(self.plan_agreed_on is not None, "The panel has agreed the plan already.")
        self.record(PlanAgreedByPanel, by)

    def agree_plan_for_agency(self, agency: UUID, agreed_by: str, *, by: Provenance) -> None:
        """Record that an agency agreed to its actions, and in which post somebody said so for it."""
        self.refuse_when_over()
        self._refuse_unless_agreed(by)
        refuse_if(agency in self.plan_agreed_by, "This agency has agreed already.", field="agency")
        refuse_if(not agreed_by.strip(), "Say in which post somebody agreed.", field="agreed_by")
        self.record(PlanAgreedByAgency, by, agency=agency, agreed_by=agreed_by.strip())

    def approve_plan(
        self, leading: tuple[UUID, ...] = (), *, meeting: str = "", minute: str = "", by: Provenance
    ) -> None:
        """Record that the partnership approved the plan. `leading` are the agencies that lead its actions.

        Of a review recorded throughout, it takes a reason where some of them have not agreed.
        """
        self.refuse_when_over()
        refuse_if(self.plan_approved_on is not None, "The plan has been approved already.")
        self._refuse_unless_agreed(by)
        waiting = len(set(leading) - set(self.plan_agreed_by))
        have = "1 lead agency has" if waiting == 1 else f"{waiting:,} lead agencies have"
        unsaid = self.is_recorded_throughout and bool(waiting) and not by.reason.strip()
        sentence = f"{have} not agreed yet: record that first, or say why it is approved all the same."
        refuse_if(unsaid, sentence, field="reason")
        self.record(PlanApproved, by, meeting=meeting, minute=minute, not_agreed=waiting)

    def issue_plan(self, *, by: Provenance) -> None:
        """Issue the action plan to the agencies."""
        self.refuse_when_erased()
        refuse_if(self.issued_on is not None, "The plan of this review has been issued already.")
        missing = self.is_recorded_throughout and self.plan_approved_on is None
        refuse_if(missing, NOT_APPROVED)
        self._refuse_before_stage("approved", self.plan_approved_on, by)
        self.record(PlanIssued, by)

    def keep_plan_version(self, stage: PlanVersion, *, by: Provenance) -> None:
        """Keep the plan as it is recorded now, as one of its versions: lists can be asked as at this."""
        self.refuse_when_over()
        refuse_if(stage in self.plan_versions, f"The plan {stage} is kept already.", field="stage")
        unapproved = self.is_recorded_throughout and self.plan_approved_on is None
        refuse_if(stage == PlanVersion.APPROVED and unapproved, NOT_APPROVED)
        step = COMES_WITH.get(stage)
        if step and not self.is_unrecorded(step):
            refuse_if(step not in self.taken, MISSING[step])
        self.record(PlanVersionKept, by, stage=stage)

    def _refuse_unless_agreed(self, by: Provenance) -> None:
        missing = self.is_recorded_throughout and self.plan_agreed_on is None
        refuse_if(missing, NOT_AGREED)
        self._refuse_before_stage("agreed by the panel", self.plan_agreed_on, by)

    @staticmethod
    def _refuse_before_stage(stage: str, on: date | None, by: Provenance) -> None:
        if on is not None:
            early = (by.happened_on or by.today) < on
            sentence = f"The plan was {stage} on {in_words(on)}, and this cannot have happened before."
            refuse_if(early, sentence, field="happened_on")
