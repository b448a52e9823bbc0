"""The conclusion of a review, by a decision of the board after an audit: its retention counts from there."""

from typing import Any

from domain.clocks import in_words
from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.course import MISSING, StepTaken
from domain.review.decision import Decision
from domain.review.publication import Publication
from domain.review.vocabulary import ClockKind, DecisionOutcome, Step


class Concluded(StepTaken):
    """The board has formally concluded it, with so many actions open; its retention counts from here."""

    TOPIC = "review.concluded"
    STEP = Step.CONCLUDED
    class_version = 2
    open_actions: int
    meeting: str
    minute: str

    @staticmethod
    def upcast_v1_v2(state: dict[str, Any]) -> None:
        """Where the board had decided so was not recorded by itself."""
        state.update(meeting="", minute="")

    def apply(self, review: "Conclusion") -> None:
        super().apply(review)
        review.concluded_on = self.happened_on
        review.concluded_at = self.meeting, self.minute


class Conclusion(Publication, Decision):
    """How it ends. `concluded_at` are the meeting and the minute."""

    TOPIC = "review_conclusion"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.concluded_at = ("", "")

    def conclude(self, open_actions: int, *, meeting: str = "", minute: str = "", by: Provenance) -> None:
        """Conclude it formally. With actions still open that takes a reason.

        What its clocks ran for is not to happen any more, but for the taking down of what is published.
        """
        self.refuse_when_erased()
        refuse_if(self.concluded_on is not None, "This review has been concluded already.")
        refuse_if(self.paused_on is not None, "It is paused: record that it was resumed first.")
        if self.is_recorded_throughout:
            self._refuse_unless_at_its_end(by)
        are = "1 action is" if open_actions == 1 else f"{open_actions:,} actions are"
        unsaid = bool(open_actions) and not by.reason.strip()
        refuse_if(unsaid, f"{are} still open: say why it is concluded all the same.", field="reason")
        self.record(Concluded, by, open_actions=open_actions, meeting=meeting, minute=minute)
        still_running = [one for one in self.clocks.values() if one.runs and one.kind != ClockKind.TAKE_DOWN]
        for one in still_running:
            self._end(one, met=False, by=by)

    def _refuse_unless_at_its_end(self, by: Provenance) -> None:
        """Published, also if it was taken down since; or withheld; or the death is not reviewed at all."""
        day = self.taken.get(Step.PUBLISHED) or self.publication_ended_on
        if day is None and self.outcome == DecisionOutcome.NO_REVIEW and Step.DECIDED not in self.taken:
            day = self.decided_on
        if day is None:
            raise Refused(MISSING[Step.PUBLISHED])
        early = (by.happened_on or by.today) < day
        sentence = f"The last step was taken on {in_words(day)}, and this cannot have happened before."
        refuse_if(early, sentence, field="happened_on")
