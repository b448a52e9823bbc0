"""The course of an invented action: owned, worked on, extended, late, complete, signed off or sent back.

Each step asks the action whether it can still happen, so that every history is one that the rules allow.
"""

from __future__ import annotations

from datetime import timedelta

from domain.action import OPEN, Action
from domain.timescales import Timescale
from domain.vocabulary import Delivery, Forecast, How
from tests.bench.cast import Body, Team
from tests.bench.course import Course, Step
from tests.bench.prose import Prose

HOW = (How.FORM, How.FORM, How.FORM, How.MAIL, How.MEETING, How.PHONE)
CLOSED = (Delivery.SIGNED_OFF, Delivery.CANCELLED)


class CarryingOut:
    """One action of a team, led by a body."""

    def __init__(self, course: Course, prose: Prose, team: Team, body: Body, action: Action) -> None:
        self.course, self.prose, self.team, self.body, self.action = course, prose, team, body, action
        self.owner = course.one(body.owners)

    def begin(self) -> None:
        """Plan what will happen to it; what is no longer possible by then is left out."""
        course = self.course
        self._with(0.93, lambda: course.after(2, 40, self.assign))
        course.after(60, 120, self.go_round)
        self._with(0.97, self._plan_the_end)
        self._watch()
        self._with(0.03, lambda: course.after(30, 300, self.cancel))
        self._with(0.04, lambda: course.after(5, 60, self.correct))
        self._with(0.03, lambda: course.after(5, 90, self.reword))
        self._with(0.03, lambda: course.after(5, 200, self.name_another_lead))
        self._with(0.06, lambda: course.after(60, 300, self.ask))

    def assign(self) -> None:
        """An owner is named, and mostly accepts."""
        if self.action.delivery not in CLOSED:
            self.action.assign_owner(self.owner.person, by=self.course.by(self.team.coordinator))
            self._saved()
            self._with(0.75, lambda: self.course.after(0, 20, self.accept))

    def accept(self) -> None:
        """The owner accepts."""
        if self.action.delivery == Delivery.PLANNED:
            self.action.accept(by=self.course.by(self.owner))
            self._saved()

    def go_round(self) -> None:
        """A round of updates: what was done, and sometimes what is expected of the due date."""
        if self._open():
            how = self.course.one(HOW)
            who = self.owner if how == How.FORM else self.team.coordinator
            said_by = "" if how == How.FORM else self.owner.post
            by = self.course.by(who, how, said_by=said_by, ago=self._ago())
            self.action.report_progress(self.prose.progress(), self.prose.evidence(), by=by)
            if self.course.happens(0.2):
                self.action.give_forecast(self.course.one(tuple(Forecast)), by=by)
            self._saved()
            self._with(0.75, lambda: self.course.after(85, 150, self.go_round))

    def ask(self) -> None:
        """The coordinator asks how it stands."""
        if self._open() and (self.action.owner or self.action.lead):
            self.action.ask_for_progress("How does this stand?", by=self.course.by(self.team.coordinator))
            self._saved()

    def ask_for_time(self) -> None:
        """More time is asked for; the subgroup decides within weeks."""
        if self._open() and self.action.due and self.action.asked_for is None:
            until = max(self.action.due, self.course.now.date()) + timedelta(
                days=self.course.one((30, 90, 180))
            )
            self.action.request_extension(until, by=self.course.by(self.owner, reason=self.prose.reason()))
            self._saved()
            self.course.after(3, 40, self.decide)

    def decide(self) -> None:
        """The request is granted, sometimes for less time, or declined."""
        if self.action.asked_for is None:
            return
        by = self.course.by(self.team.coordinator, How.MEETING, self.prose.reason())
        meeting = f"Subgroup of {self.course.now:%d/%m/%Y}"
        if self.course.happens(0.8):
            self.action.grant_extension(meeting=meeting, minute="7.2", by=by)
            self._watch()
            self._with(0.9, self._plan_the_end)
        else:
            self.action.decline_extension(meeting=meeting, minute="7.2", by=by)
        self._saved()

    def lapse(self) -> None:
        """The round of reminders notes that the timescale has lapsed; some then ask for more time."""
        if self.action.lapse(by=self.course.by(None, How.SCHEDULER)):
            self._saved()
            self._with(0.2, lambda: self.course.after(1, 30, self.ask_for_time))

    def complete(self) -> None:
        """It is reported complete, now or some days after it was."""
        if self._open():
            by = self.course.by(self.owner, ago=self._ago())
            self.action.report_complete(self.prose.progress(), self.prose.evidence(), by=by)
            self._saved()
            self.course.after(3, 45, self.sign_off)

    def sign_off(self) -> None:
        """The agency's validator signs it off, or finds that it is not complete."""
        if self.action.delivery != Delivery.REPORTED_COMPLETE or self.action.agency_signed_off:
            return
        if self.course.happens(0.07):
            self._send_back()
        else:
            self.action.sign_off_by_agency(closes=False, by=self.course.by(self.body.owners[1], How.MAIL))
            self._saved()
            self.course.after(5, 90, self.assure)

    def assure(self) -> None:
        """The subgroup is assured, or sends it back; few are taken up again later."""
        if self.action.delivery != Delivery.REPORTED_COMPLETE or not self.action.agency_signed_off:
            return
        if self.course.happens(0.05):
            self._send_back()
        else:
            meeting = f"Subgroup of {self.course.now:%d/%m/%Y}"
            by = self.course.by(self.team.coordinator, How.MEETING)
            self.action.assure(meeting=meeting, minute="4.1", by=by)
            self._saved()
            self._with(0.02, lambda: self.course.after(60, 400, self.reopen))

    def reopen(self) -> None:
        """It is taken up again."""
        if self.action.delivery in CLOSED:
            by = self.course.by(self.team.coordinator, How.MEETING, "The audit found that it did not last.")
            self.action.reopen(by=by)
            self._saved()
            self.course.after(30, 200, self.complete)

    def cancel(self) -> None:
        """It ends undone."""
        if self.action.delivery not in CLOSED:
            by = self.course.by(self.team.coordinator, How.MEETING, "Another action has replaced it.")
            self.action.cancel(by=by)
            self._saved()

    def correct(self) -> None:
        """A mistyped date is put right."""
        if self._open() and self.action.original_due:
            due = self.action.original_due + timedelta(days=self.course.one((-31, -1, 1, 28, 31)))
            timescale = Timescale(f"{due.day} {due:%B %Y}", due=due, why_no_date=None)
            by = self.course.by(self.team.coordinator, reason="Mistyped when the plan was written.")
            self.action.correct_timescale(timescale, by=by)
            self._saved()
            self._watch()

    def reword(self) -> None:
        """It is put in other words."""
        if self.action.delivery != Delivery.CANCELLED:
            text = f"{self.action.text} {self.prose.progress()}"
            self.action.reword(text, by=self.course.by(self.team.coordinator, How.MEETING))
            self._saved()

    def name_another_lead(self) -> None:
        """Another agency takes it over."""
        body = self.course.one(self.team.bodies)
        if self._open() and body.agency != self.action.lead:
            by = self.course.by(self.team.coordinator, How.MEETING)
            self.action.name_lead_agency(body.agency, self.action.lead_in_words, by=by)
            self._saved()
            self.body = body

    def _send_back(self) -> None:
        by = self.course.by(self.body.owners[1], How.MAIL, "The records that were sampled do not show it.")
        self.action.send_back(by.today + timedelta(days=60), by=by)
        self._saved()
        self._watch()
        self.course.after(20, 120, self.complete)

    def _plan_the_end(self) -> None:
        """It ends some days around its due date, mostly late, or after a year or so without one."""
        if self.action.due is None:
            self._with(0.7, lambda: self.course.after(100, 700, self.complete))
            return
        day = self.action.due + timedelta(days=int(self.course.random.triangular(-70, 120, -20)))
        self._with(0.25, lambda: self.course.after(60, 200, self.ask_for_time))
        self.course.at(self.course.working_hour(max(day, self.course.now.date())), self.complete)

    def _watch(self) -> None:
        if self.action.due:
            self.course.morning_after(self.action.due, self.lapse)

    def _with(self, chance: float, step: Step) -> None:
        if self.course.happens(chance):
            step()

    def _ago(self) -> int:
        return self.course.one((3, 9, 30)) if self.course.happens(0.15) else 0

    def _open(self) -> bool:
        return self.action.delivery in OPEN

    def _saved(self) -> None:
        self.course.save(self.action)
