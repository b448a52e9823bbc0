"""The decision on a review: by the chair of the partnership, after consultation; and what follows at once."""

from datetime import date
from uuid import UUID

from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.course import StepTaken
from domain.review.notification import Notification
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import BoardView, ClockKind, DecisionOutcome, Step, ToldOf


class Decided(StepTaken):
    """The chair of the partnership decided; `meeting` and `minute` where it was at one."""

    TOPIC = "review.decided"
    STEP = Step.DECIDED
    outcome: DecisionOutcome
    rationale: Confidential
    meeting: str
    minute: str

    @property
    def step(self) -> Step | None:
        """It is taken by a decision to review, and by no other."""
        return Step.DECIDED if self.outcome == DecisionOutcome.REVIEW else None

    def apply(self, review: "Decision") -> None:
        super().apply(review)
        review.outcome, review.decided_on = self.outcome, self.happened_on
        review.board_view = None


class HomeOfficeTold(Recorded):
    """The Home Office was told."""

    TOPIC = "review.home_office_told"
    told_of: ToldOf

    def apply(self, review: "Decision") -> None:
        review.home_office_told = {**review.home_office_told, self.told_of: self.happened_on}


class DecisionViewed(Recorded):
    """The quality assurance board said what it thinks of a decision not to review."""

    TOPIC = "review.decision_viewed"
    view: BoardView
    comments: Confidential

    def apply(self, review: "Decision") -> None:
        review.board_view = self.view


class Directed(StepTaken):
    """The Secretary of State directed that the death be reviewed, in these words."""

    TOPIC = "review.directed"
    STEP = Step.DECIDED
    direction: Confidential

    def apply(self, review: "Decision") -> None:
        super().apply(review)
        review.directed_on = self.happened_on


class RecordsSecured(Recorded):
    """These agencies were told to secure their records."""

    TOPIC = "review.records_secured"
    agencies: tuple[UUID, ...]

    def apply(self, review: "Decision") -> None:
        review.secured_by = {**dict.fromkeys(self.agencies, self.happened_on), **review.secured_by}


class Decision(Notification):
    """Whether the death is reviewed, who was told so, and what was thought of it elsewhere."""

    TOPIC = "review_decision"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.outcome: DecisionOutcome | None = None
        self.decided_on: date | None = None
        self.directed_on: date | None = None
        self.board_view: BoardView | None = None
        self.home_office_told: dict[ToldOf, date] = {}
        self.secured_by: dict[UUID, date] = {}

    def has_gone_on(self) -> bool:
        """A decision that takes no step, such as one not to review, comes after a notification, too."""
        return super().has_gone_on() or self.outcome is not None

    def decide(
        self,
        outcome: DecisionOutcome,
        rationale: str,
        *,
        meeting: str = "",
        minute: str = "",
        rules: ReviewRules = SEEDED,
        by: Provenance,
    ) -> None:
        """Record what the chair of the partnership decided, and why. A review counts from here.

        Refuses a decision before the assessment, or with nobody consulted: one made alone is not enough
        (statutory guidance).
        """
        self._refuse_out_of_order(Step.DECIDED, by)
        refuse_if(Step.DECIDED in self.taken, "It has been decided to review this death.", field="outcome")
        again = outcome == self.outcome != DecisionOutcome.NOT_YET
        refuse_if(again, f"That is the decision already: {outcome}.", field="outcome")
        before = self.decided_on is not None and (by.happened_on or by.today) < self.decided_on
        refuse_if(before, "A later decision stands.", field="happened_on")
        refuse_if(not rationale.strip(), "Say why it was decided so.", field="rationale")
        facts = {"outcome": outcome, "rationale": rationale.strip()}
        self.record(Decided, by, **facts, meeting=meeting, minute=minute)
        if outcome != DecisionOutcome.NOT_YET:
            self._end_clocks(ClockKind.DECISION, by=by)
        if outcome == DecisionOutcome.REVIEW:
            self._begin(rules, by)

    def _begin(self, rules: ReviewRules, by: Provenance) -> None:
        day = by.happened_on or by.today
        self._start_clock(ClockKind.REPORT, day, rules, by=by)
        self._start_clock(ClockKind.FAMILY, day, rules, by=by)

    def tell_home_office(self, told_of: ToldOf, *, by: Provenance) -> None:
        """Record that the Home Office was told of a decision, a delay, a pause or that it goes on."""
        self.refuse_when_over()
        undecided = told_of == ToldOf.DECISION and self.outcome in {None, DecisionOutcome.NOT_YET}
        missing = undecided and not self.is_unrecorded(Step.DECIDED)
        refuse_if(missing, "It has not been decided yet: record the decision first.", field="told_of")
        self.record(HomeOfficeTold, by, told_of=told_of)

    def note_view_of_board(self, view: BoardView, comments: str = "", *, by: Provenance) -> None:
        """Record what the quality assurance board thinks of the decision not to review."""
        self._refuse_unless_not_reviewed(by)
        self.record(DecisionViewed, by, view=view, comments=comments.strip())

    def direct(self, direction: str = "", *, rules: ReviewRules = SEEDED, by: Provenance) -> None:
        """Record that the Secretary of State directed a review (the 2004 Act, s.9(2))."""
        self.refuse_when_over()
        refuse_if(Step.DECIDED in self.taken, "The death is reviewed already.")
        missing = Step.NOTIFIED not in self.taken
        refuse_if(missing, "Its notification is not recorded yet: record that first.")
        early = (by.happened_on or by.today) < self.taken.get(Step.NOTIFIED, date.min)
        refuse_if(early, "That was before the notification.", field="happened_on")
        self.record(Directed, by, direction=direction.strip())
        self._end_clocks(ClockKind.DECISION, by=by)
        self._begin(rules, by)

    def secure_records(self, agencies: tuple[UUID, ...], *, by: Provenance) -> None:
        """Record which agencies were told to secure their records, at once after the decision."""
        self._refuse_out_of_order(Step.CHAIR_APPOINTED, by)
        refuse_if(not agencies, "Name the agencies.", field="agencies")
        told = set(agencies) <= set(self.secured_by)
        refuse_if(told, "They have been told already.", field="agencies")
        self.record(RecordsSecured, by, agencies=agencies)

    def _refuse_unless_not_reviewed(self, by: Provenance) -> None:
        self.refuse_when_over()
        stands = self.outcome == DecisionOutcome.NO_REVIEW and Step.DECIDED not in self.taken
        if not stands or self.decided_on is None:
            raise Refused("It was not decided that there be no review.")
        early = (by.happened_on or by.today) < self.decided_on
        refuse_if(early, "That was before the decision.", field="happened_on")
