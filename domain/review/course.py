"""The course of a review: which steps were taken and when, and at which one it entered the tracker.

Steps are refused out of order, with what is missing. Of a review that entered later, earlier steps are not
recorded, and nothing waits for them (agreed practice for reviews that began before the tracker).
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from domain.clocks import in_words
from domain.erasure import Erasable
from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, refuse_if
from domain.review.vocabulary import Step

WAITS_FOR: Final[Mapping[Step, tuple[Step, ...]]] = {
    Step.NOTIFIED: (),
    Step.CONSULTED: (Step.NOTIFIED,),
    Step.ASSESSED: (Step.NOTIFIED,),
    Step.DECIDED: (Step.ASSESSED, Step.CONSULTED),
    Step.CHAIR_APPOINTED: (Step.DECIDED,),
    Step.TERMS_AGREED: (Step.CHAIR_APPOINTED,),
    Step.DRAFTED: (Step.TERMS_AGREED,),
    Step.PANEL_AGREED: (Step.DRAFTED,),
    Step.ACCEPTED: (Step.PANEL_AGREED,),
    Step.SUBMITTED: (Step.ACCEPTED,),
    Step.ANSWERED: (Step.SUBMITTED,),
    Step.PUBLISHED: (Step.ANSWERED,),
    Step.CONCLUDED: (),
}
"""Which steps come first."""
MISSING: Final[Mapping[Step, str]] = {
    Step.NOTIFIED: "Its notification is not recorded yet: record that first.",
    Step.CONSULTED: "Nobody was consulted yet. Record who was, and what they said: the chair of the"
    " partnership does not decide alone.",
    Step.ASSESSED: "It has not been assessed yet: record the assessment first.",
    Step.DECIDED: "It has not been decided to review this death.",
    Step.CHAIR_APPOINTED: "It has no independent chair yet: record the appointment first.",
    Step.TERMS_AGREED: "It has no terms of reference yet: record them first.",
    Step.DRAFTED: "No draft of the report is recorded yet: record that first.",
    Step.PANEL_AGREED: "The panel has not agreed the report yet: record that first.",
    Step.ACCEPTED: "The partnership has not accepted the report yet: record that first.",
    Step.SUBMITTED: "The report has not been submitted yet: record that first.",
    Step.ANSWERED: "Quality assurance has not answered yet: record the answer first.",
    Step.PUBLISHED: "The report is neither published nor withheld yet: record that first.",
}
"""What is said where a step is missing."""
IN_ORDER: Final = tuple(Step)
ENTRIES: Final = tuple(step for step in IN_ORDER if step not in {Step.PUBLISHED, Step.CONCLUDED})
"""The steps after which a review may enter. Its publication and its conclusion are recorded as such."""


class CourseEntered(Recorded):
    """It is recorded here from after this step on, taken `on` a day where that is known.

    What came before is not recorded, and nothing waits for it.
    """

    TOPIC = "review.course_entered"
    step: Step
    on: date | None

    def apply(self, review: "Course") -> None:
        review.entered_at = self.step
        if self.on:
            review.taken = {**review.taken, self.step: self.on}


def is_unrecorded(step: Step, taken: Collection[Step], entered_at: Step | None) -> bool:
    """Whether a step was not recorded and nothing waits for it: it was taken before the tracker.

    A review whose notification is not recorded, and of which nobody has said where it entered, was recorded
    here for its plan alone.
    """
    if step in taken:
        return False
    if entered_at is not None:
        return IN_ORDER.index(step) <= IN_ORDER.index(entered_at)
    return Step.NOTIFIED not in taken


def missing_before(step: Step, taken: Collection[Step], entered_at: Step | None) -> Step | None:
    """The first step that a step waits for and that is missing, if there is one."""
    waits_for = (one for one in WAITS_FOR[step] if one not in taken)
    return next((one for one in waits_for if not is_unrecorded(one, taken, entered_at)), None)


class StepTaken(Recorded):
    """An event by which a step is taken; of several of one step, the first counts."""

    STEP = Step.NOTIFIED

    @property
    def step(self) -> Step | None:
        """The step, None where this one does not take it."""
        return self.STEP

    def apply(self, review: Any) -> None:
        if self.step:
            review.taken = {self.step: self.happened_on, **review.taken}


class StepDateCorrected(Recorded):
    """A step was taken on another day than had been recorded."""

    TOPIC = "review.step_date_corrected"
    step: Step
    day: date

    def apply(self, review: "Course") -> None:
        was = review.taken[self.step]
        review.taken = {**review.taken, self.step: self.day}
        review.take_correction(self.step, was, self.day)


class Course(Erasable):
    """What every part of a review builds on: its steps, in order."""

    TOPIC = "review_course"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.concluded_on: date | None = None
        self.entered_at: Step | None = None
        self.taken: dict[Step, date] = {}

    def refuse_when_over(self) -> None:
        """Refuse what makes no sense any more once it is concluded, or erased."""
        self.refuse_when_erased()
        refuse_if(self.concluded_on is not None, "This review has been concluded.")

    def _refuse_out_of_order(self, step: Step, by: Provenance) -> None:
        """Refuse a step whose earlier ones are missing, or that happened before them."""
        self.refuse_when_over()
        if missing := missing_before(step, self.taken, self.entered_at):
            raise Refused(MISSING[missing])
        day = by.happened_on or by.today
        for earlier in WAITS_FOR[step]:
            since = self.taken.get(earlier, date.min)
            sentence = f"It was {earlier} on {in_words(since)}, and this cannot have happened before."
            refuse_if(day < since, sentence, field="happened_on")

    def take_correction(self, step: Step, was: date, day: date) -> None:
        """The day of a step was corrected: a part that keeps it a second time puts it right there, too."""

    @property
    def is_recorded_throughout(self) -> bool:
        """Whether it is recorded here from its notification on, so that nothing of it may be missing."""
        return Step.NOTIFIED in self.taken and self.entered_at is None

    def is_unrecorded(self, step: Step) -> bool:
        """Whether a step lies before the review entered the tracker, so that nothing waits for it."""
        return is_unrecorded(step, self.taken, self.entered_at)
