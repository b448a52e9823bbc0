"""The overview report: drafted, agreed by the panel, accepted, submitted to quality assurance, and copied.

The partnership submits it to the quality assurance board of the Home Office (statutory guidance), which may
return it; a copy goes to the Domestic Abuse Commissioner (the 2004 Act, s.9(3B)), under s.8A(4) to the
Secretary of State too.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.clocks import in_words
from domain.provenance import Confidential, Provenance, Recorded
from domain.refusals import refuse_if
from domain.review.clocks import Clocks
from domain.review.course import MISSING, StepTaken
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import ClockKind, CopiedTo, QualityAnswer, Step

LETS_PUBLISH: Final = frozenset(
    {QualityAnswer.ADEQUATE, QualityAnswer.CONTENT, QualityAnswer.CONTENT_AFTER_CHANGES}
)
"""The answers after which it may be published; after any other it is submitted again."""


@dataclass(frozen=True)
class Stage:
    """One version of the report reached a stage on a day. Version 0: no draft is recorded here."""

    version: int
    on: date


@dataclass(frozen=True)
class Answer:
    """What the quality assurance board said, and when."""

    outcome: QualityAnswer
    on: date
    comments: str


@dataclass(frozen=True)
class DraftComment:
    """What somebody on the panel said of a version of the report: when, in which post, and the words."""

    version: int
    on: date
    post: str
    comment: str


class StageReached(StepTaken):
    """A version of the report reached the stage of this step."""

    version: int

    def apply(self, review: Any) -> None:
        super().apply(review)
        reached = Stage(self.version, self.happened_on)
        review.stages = {**review.stages, self.STEP: (*review.stages.get(self.STEP, ()), reached)}


class ReportDrafted(StageReached):
    """There is a draft of the report: its first version, or a later one."""

    TOPIC = "review.report_drafted"
    STEP = Step.DRAFTED


class DraftCommentedOn(Recorded):
    """Somebody on the panel, or who wrote an agency's return, commented on the last draft."""

    TOPIC = "review.draft_commented_on"
    version: int
    comment: Confidential

    def apply(self, review: "Report") -> None:
        post = ", ".join(part for part in (self.post, self.post_agency) if part)
        said = DraftComment(self.version, self.happened_on, self.said_by or post, self.comment)
        review.draft_comments = (*review.draft_comments, said)


class ReportAgreedByPanel(StageReached):
    """The panel agreed the report."""

    TOPIC = "review.report_agreed_by_panel"
    STEP = Step.PANEL_AGREED


class ReportAccepted(StageReached):
    """The partnership accepted the report; `meeting` and `minute` where it was at one."""

    TOPIC = "review.report_accepted"
    STEP = Step.ACCEPTED
    meeting: str
    minute: str


class ReportSubmitted(StageReached):
    """The report went to the quality assurance board, or went there again (`again`)."""

    TOPIC = "review.report_submitted"
    STEP = Step.SUBMITTED
    again: bool

    def apply(self, review: "Report") -> None:
        super().apply(review)
        review.awaits_answer = True


class ReportAnswered(StepTaken):
    """The quality assurance board answered, in one of the words of its time."""

    TOPIC = "review.report_answered"
    STEP = Step.ANSWERED
    outcome: QualityAnswer
    comments: Confidential

    @property
    def step(self) -> Step | None:
        """It is taken by an answer that lets the report be published, and by no other."""
        return Step.ANSWERED if self.outcome in LETS_PUBLISH else None

    def apply(self, review: "Report") -> None:
        super().apply(review)
        review.answers = (*review.answers, Answer(self.outcome, self.happened_on, self.comments))
        review.awaits_answer = False


class ReportCopied(Recorded):
    """A copy of the report went to those whom the Act names."""

    TOPIC = "review.report_copied"
    to: CopiedTo
    version: int

    def apply(self, review: "Report") -> None:
        review.copies = {**review.copies, self.to: Stage(self.version, self.happened_on)}


class Report(Clocks):
    """How far the report is, version by version, and what quality assurance said of it."""

    TOPIC = "review_report"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.stages: dict[Step, tuple[Stage, ...]] = {}
        self.answers: tuple[Answer, ...] = ()
        self.awaits_answer = True
        self.copies: dict[CopiedTo, Stage] = {}
        self.draft_comments: tuple[DraftComment, ...] = ()

    @property
    def draft(self) -> int:
        """The number of the last draft that is recorded here, 0 where none is."""
        return len(self.stages.get(Step.DRAFTED, ()))

    def take_correction(self, step: Step, was: date, day: date) -> None:
        """The day of a step was corrected: also where it stands with the version, or the answer."""
        super().take_correction(step, was, day)
        stages = (replace(one, on=day) if one.on == was else one for one in self.stages.get(step, ()))
        if step in self.stages:
            self.stages = {**self.stages, step: tuple(stages)}
        if step == Step.ANSWERED:
            self.answers = tuple(
                replace(one, on=day) if one.on == was and one.outcome in LETS_PUBLISH else one
                for one in self.answers
            )

    def draft_report(self, *, by: Provenance) -> None:
        """Record that there is a draft, or the next one. They are counted."""
        self._refuse_out_of_order(Step.DRAFTED, by)
        self._refuse_before_draft(by)
        self.record(ReportDrafted, by, version=self.draft + 1)

    def comment_on_draft(self, comment: str, *, by: Provenance) -> None:
        """Comment on the last draft, until the report is published or withheld."""
        self.refuse_when_over()
        refuse_if(not self.draft, MISSING[Step.DRAFTED])
        refuse_if(Step.PUBLISHED in self.taken, "It is no draft any more.")
        refuse_if(not comment.strip(), "Say what you think of it.", field="comment")
        self._refuse_before_draft(by)
        self.record(DraftCommentedOn, by, version=self.draft, comment=comment.strip())

    def agree_report(self, *, by: Provenance) -> None:
        """Record that the panel agreed the last draft."""
        self._refuse_out_of_order(Step.PANEL_AGREED, by)
        self._refuse_again(Step.PANEL_AGREED, "The panel has agreed", by)
        self.record(ReportAgreedByPanel, by, version=self.draft)

    def accept_report(self, *, meeting: str = "", minute: str = "", by: Provenance) -> None:
        """Record that the partnership accepted the last draft. The time for the report ends with it."""
        self._refuse_out_of_order(Step.ACCEPTED, by)
        self._refuse_again(Step.ACCEPTED, "The partnership has accepted", by)
        self.record(ReportAccepted, by, version=self.draft, meeting=meeting, minute=minute)
        self._end_clocks(ClockKind.REPORT, by=by)

    def submit_report(self, *, rules: ReviewRules = SEEDED, by: Provenance) -> None:
        """Record that it went to the quality assurance board, or again after the board had returned it.

        From the first time on the time for a copy to the Commissioner runs.
        """
        self._refuse_out_of_order(Step.SUBMITTED, by)
        self._refuse_submitting(by)
        again = bool(self.stages.get(Step.SUBMITTED) or self.answers)
        self.record(ReportSubmitted, by, version=self.draft, again=again)
        kind = ClockKind.COMMISSIONER
        ran = CopiedTo.COMMISSIONER in self.copies or any(one.kind == kind for one in self.clocks.values())
        if not ran:
            self._start_clock(kind, by.happened_on or by.today, rules, by=by)

    def answer_report(self, outcome: QualityAnswer, comments: str = "", *, by: Provenance) -> None:
        """Record what the quality assurance board answered."""
        self._refuse_out_of_order(Step.ANSWERED, by)
        sentence = "Quality assurance has answered. Record first that the report was submitted again."
        refuse_if(not self.awaits_answer, sentence)
        if submitted := self.stages.get(Step.SUBMITTED):
            self._refuse_before("The report was submitted", submitted[-1].on, by)
        self.record(ReportAnswered, by, outcome=outcome, comments=comments.strip())

    def copy_report(self, to: CopiedTo, *, by: Provenance) -> None:
        """Record that a copy of the report, which the partnership had accepted, went to one of these."""
        self._refuse_out_of_order(Step.SUBMITTED, by)
        before = self.copies.get(to)
        same = before is not None and before.version == self.draft
        refuse_if(same, f"The {to} has had a copy already.", field="to")
        self.record(ReportCopied, by, to=to, version=self.draft)
        if to == CopiedTo.COMMISSIONER:
            self._end_clocks(ClockKind.COMMISSIONER, by=by)

    def _refuse_submitting(self, by: Provenance) -> None:
        submitted = self.stages.get(Step.SUBMITTED)
        waits = bool(submitted) and self.awaits_answer
        refuse_if(waits, "It has been submitted, and quality assurance has not answered yet.")
        if self.answers:
            last = self.answers[-1]
            answered = f"Quality assurance has answered: {last.outcome}. It is not submitted again."
            refuse_if(last.outcome in LETS_PUBLISH, answered)
            self._refuse_before("Quality assurance answered", last.on, by)

    def _refuse_again(self, step: Step, they_have: str, by: Provenance) -> None:
        """Refuse a stage that the last draft has reached already, or that came before that draft."""
        last = {one.version for one in self.stages.get(step, ())[-1:]}
        which = f"version {self.draft}" if self.draft else "the report"
        refuse_if(self.draft in last, f"{they_have} {which} already.")
        self._refuse_before_draft(by)

    def _refuse_before_draft(self, by: Provenance) -> None:
        if drafts := self.stages.get(Step.DRAFTED):
            self._refuse_before(f"Version {self.draft} was drafted", drafts[-1].on, by)

    @staticmethod
    def _refuse_before(what: str, on: date, by: Provenance) -> None:
        early = (by.happened_on or by.today) < on
        sentence = f"{what} on {in_words(on)}, and this cannot have happened before."
        refuse_if(early, sentence, field="happened_on")
