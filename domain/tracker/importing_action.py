"""What one action of a plan says that is not recorded of it yet."""

from typing import TYPE_CHECKING

from domain.action import OPEN, Action
from domain.plan import PlannedAction, PlanQuestion
from domain.vocabulary import Delivery, QuestionAbout

if TYPE_CHECKING:
    from domain.tracker.importing import Reading


class ActionUpdate:
    """What one planned action says that is not recorded of the action yet."""

    def __init__(
        self, reading: "Reading", place: int, step: int, action: Action, planned: PlannedAction
    ) -> None:
        self.reading, self.place, self.step = reading, place, step
        self.action, self.planned, self.by = action, planned, reading.by

    def take(self, *, new: bool) -> None:
        """Record it all on the action, or ask where the present state stands against it."""
        if self.action.delivery == Delivery.CANCELLED:
            return
        if not new:
            self._take_changes()
        self._take_timescale(new=new)
        self._take_progress(new=new)
        self._take_completion(new=new)
        for remark in self._remarks():
            if remark not in self.action.remarks:
                self._differ("remark", remark, new=new)
                self.action.remark(remark, by=self.by)

    def _take_changes(self) -> None:
        if self.planned.text.split() != self.action.text.split():
            self._differ("action reworded", self.planned.text)
            self.action.reword(self.planned.text, by=self.by)
        lead = self.planned.lead
        if lead and lead != self.action.lead_in_words:
            self._differ("lead agency", lead)
            self.action.name_lead_agency(self.reading.known.get(lead), lead, by=self.by)
        supporting = self.planned.supporting
        if supporting and supporting != self.action.supporting_in_words:
            self._differ("supporting agencies", ", ".join(supporting))
            known = (self.reading.known.get(name) for name in supporting)
            agencies = tuple(one for one in dict.fromkeys(known) if one and one != self.action.lead)
            self.action.name_supporting_agencies(agencies, supporting, by=self.by)

    def _take_timescale(self, *, new: bool) -> None:
        timescale = self.planned.timescale
        if not timescale.raw or timescale.raw == self.action.timescale.raw:
            return
        if timescale.due and timescale.due == self.action.due:
            return
        if self.action.due is None:
            self._differ("timescale", timescale.raw, new=new)
            self.action.set_timescale(timescale, by=self.by)
            self._count_from_publication()
            return
        self._ask(
            f"The file now gives action {self.action.number} the timescale “{timescale.raw}”. It is "
            "recorded otherwise: ask for an extension, or correct it.",
            timescale.raw,
            QuestionAbout.TIMESCALE,
        )

    def _count_from_publication(self) -> None:
        published_on = self.reading.review.published_on
        if published_on and self.action.count_from_publication(published_on, by=self.by):
            self.reading.counted.add((self.place, self.step))

    def _take_progress(self, *, new: bool) -> None:
        said = (self.planned.progress.strip(), self.planned.evidence.strip())
        if any(said) and said not in self.action.progress and self.action.delivery != Delivery.SIGNED_OFF:
            self._differ("progress", "\n".join(filter(None, said)), new=new)
            self.action.report_progress(*said, by=self.by)

    def _take_completion(self, *, new: bool) -> None:
        """Take it as complete once for the same words: it may have been sent back or reopened since."""
        completion = self.planned.completion
        outcome = (completion.raw or self.planned.status).strip()
        known = self.action.delivery not in OPEN or outcome in self.action.completions
        if not self.planned.reported_complete or known:
            return
        day = completion.reported_on
        if day and day > self.by.today:
            self._ask(
                f"The file says that action {self.action.number} was completed on a day to come.",
                completion.raw,
                QuestionAbout.COMPLETION,
            )
            day = None
        self._differ("reported complete in the plan", outcome, new=new)
        self.action.take_as_complete(outcome, day, by=self.by)

    def _remarks(self) -> list[str]:
        planned = self.planned
        status = [f"Status in the plan: {planned.status}"] if planned.status else []
        told = planned.completion.raw and not planned.reported_complete
        completion = [f"Completion in the plan: {planned.completion.raw}"] if told else []
        return [words.strip() for words in (*status, *completion, *planned.remarks) if words.strip()]

    def _differ(self, what: str, text: str, *, new: bool = False) -> None:
        if not new:
            self.reading.differ(what, self.action.number, text)

    def _ask(self, text: str, words: str, about: QuestionAbout) -> None:
        question = PlanQuestion(self.planned.where, text, about, words, self.place, self.step)
        self.reading.extra.append(question)
