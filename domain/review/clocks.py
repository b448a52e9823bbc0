"""The clocks of a review: what time runs for, until when, and whether it was in time.

The original due date never changes but where the day from which it counts is corrected. Another time may be
agreed with the partnership; a pause stops the clocks that it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from domain.clocks import in_words
from domain.provenance import Provenance, Recorded
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.review.course import ENTRIES, IN_ORDER, WAITS_FOR, Course, CourseEntered, StepDateCorrected
from domain.review.rules import SEEDED, ReviewRules
from domain.review.vocabulary import ClockKind, Step

COUNT_FROM: Final[Mapping[Step, tuple[ClockKind, ...]]] = {
    Step.NOTIFIED: (ClockKind.DECISION,),
    Step.DECIDED: (ClockKind.REPORT, ClockKind.FAMILY),
    Step.SUBMITTED: (ClockKind.COMMISSIONER,),
    Step.PUBLISHED: (ClockKind.TAKE_DOWN,),
}
"""Which clocks count from the day of a step."""
END_WITH: Final[Mapping[Step, ClockKind]] = {
    Step.DECIDED: ClockKind.DECISION,
    Step.ACCEPTED: ClockKind.REPORT,
}
"""Which clock a step ends."""


@dataclass(frozen=True)
class Clock:
    """One that runs or ran. `about` is the agency whose return is due. `ended_on`: it was met, or is moot."""

    id: UUID
    kind: ClockKind
    about: UUID | None
    counted_from: date
    original_due: date
    due: date
    paused_on: date | None = None
    ended_on: date | None = None
    met: bool = False

    @property
    def runs(self) -> bool:
        """Whether it has not come to its end. One that is paused has not either."""
        return self.ended_on is None


@dataclass(frozen=True)
class Pause:
    """A time in which the review waited; `until` is None while it lasts."""

    since: date
    until: date | None = None


class ClockStarted(Recorded):
    """Time runs from `counted_from` to `due`, both included. `source` is where the period comes from."""

    TOPIC = "review.clock_started"
    clock: UUID
    kind: ClockKind
    about: UUID | None
    counted_from: date
    due: date
    source: str

    def apply(self, review: "Clocks") -> None:
        review.clocks[self.clock] = Clock(
            self.clock, self.kind, self.about, self.counted_from, self.due, self.due
        )


class ClockMoved(Recorded):
    """The day from which it counts was corrected, and its due dates with it."""

    TOPIC = "review.clock_moved"
    clock: UUID
    kind: ClockKind
    about: UUID | None
    counted_from: date
    original_due: date
    due: date

    def apply(self, review: "Clocks") -> None:
        review.clocks[self.clock] = replace(
            review.clocks[self.clock],
            counted_from=self.counted_from,
            original_due=self.original_due,
            due=self.due,
        )


class OtherTimeAgreed(Recorded):
    """It is due on another day now; the original one is still shown."""

    TOPIC = "review.other_time_agreed"
    clock: UUID
    kind: ClockKind
    about: UUID | None
    due: date
    meeting: str
    minute: str

    def apply(self, review: "Clocks") -> None:
        review.clocks[self.clock] = replace(review.clocks[self.clock], due=self.due)


class ClockEnded(Recorded):
    """What it ran for has happened (`met`), or is not to happen any more."""

    TOPIC = "review.clock_ended"
    clock: UUID
    kind: ClockKind
    about: UUID | None
    due: date
    met: bool

    def apply(self, review: "Clocks") -> None:
        clock = review.clocks[self.clock]
        review.clocks[self.clock] = replace(clock, ended_on=self.happened_on, met=self.met)


class Paused(Recorded):
    """The review waits, and with it the clocks named. Early learning never does."""

    TOPIC = "review.paused"
    clocks: tuple[UUID, ...]

    def apply(self, review: "Clocks") -> None:
        review.paused_on = self.happened_on
        review.pauses = (*review.pauses, Pause(self.happened_on))
        for one in self.clocks:
            review.clocks[one] = replace(review.clocks[one], paused_on=self.happened_on)


class Resumed(Recorded):
    """It goes on; each clock that stood still is due later by the days of the pause."""

    TOPIC = "review.resumed"
    clocks: tuple[UUID, ...]
    days: int

    def apply(self, review: "Clocks") -> None:
        review.paused_on = None
        review.pauses = (*review.pauses[:-1], replace(review.pauses[-1], until=self.happened_on))
        for one in self.clocks:
            clock = review.clocks[one]
            review.clocks[one] = replace(clock, due=clock.due + timedelta(days=self.days), paused_on=None)


class Clocks(Course):
    """Starts clocks with the steps of a review, and stops them."""

    TOPIC = "review_clocks"
    Event = Recorded

    def __init__(self) -> None:
        super().__init__()
        self.clocks: dict[UUID, Clock] = {}
        self.paused_on: date | None = None
        self.pauses: tuple[Pause, ...] = ()

    def running(self, kind: ClockKind, about: UUID | None = None) -> list[Clock]:
        """The clocks of a kind, and about an agency, that have not come to their end."""
        return [one for one in self.clocks.values() if one.runs and (one.kind, one.about) == (kind, about)]

    def enter(
        self, step: Step, on: date | None = None, *, rules: ReviewRules = SEEDED, by: Provenance
    ) -> None:
        """Say of a review that began before the tracker which step it had taken last, and on which day.

        Clocks that count from that day run, or are late, from now on.
        """
        self.refuse_when_over()
        refuse_if(self.entered_at is not None, f"It entered when it was {self.entered_at}.", field="step")
        begun = Step.NOTIFIED in self.taken
        refuse_if(begun, "It is recorded here from its notification on.", field="step")
        beyond = step not in ENTRIES
        refuse_if(beyond, f"Record that it was {step} by the form for that.", field="step")
        refuse_if(on is not None and on > by.today, "What has happened cannot lie in the future.", field="on")
        refuse_unlikely_year(on, field="on")
        self._refuse_against_what_came_later(step, on)
        self.record(CourseEntered, by, step=step, on=on)
        for kind in COUNT_FROM.get(step, ()) if on else ():
            self._start_clock(kind, on or by.today, rules, by=by)

    def _refuse_against_what_came_later(self, step: Step, on: date | None) -> None:
        """Refuse an entry that steps which are recorded already do not fit to."""
        place = IN_ORDER.index(step)
        waited_for = {one for taken in self.taken for one in WAITS_FOR[taken]} - {*self.taken}
        beyond = [one for one in IN_ORDER[place + 1 :] if one in waited_for]
        if beyond:
            sentence = f"Later steps are recorded already: it entered after it was {beyond[-1]}."
            raise Refused(sentence, field="step")
        known = on is not None and step in self.taken
        refuse_if(known, f"It is recorded already when it was {step}.", field="on")
        later = [day for taken, day in self.taken.items() if IN_ORDER.index(taken) > place]
        after = on is not None and on > min(later, default=on)
        refuse_if(after, "A later step is recorded for an earlier day.", field="on")

    def _start_clock(
        self, kind: ClockKind, counted_from: date, rules: ReviewRules, *, by: Provenance
    ) -> None:
        """Start a clock by the rule of the day from which it counts, if there is one and none runs yet.

        None begins for what has happened: in part of a review that may have been recorded first.
        """
        rule = rules.clock_on(kind, counted_from)
        has_happened = any(step in self.taken for step, ended in END_WITH.items() if ended == kind)
        if rule and not has_happened and not self.running(kind):
            due, source = rule.due(counted_from), rule.source
            self._start(kind, counted_from, due=due, source=source, by=by)

    def _start_clock_until(
        self, kind: ClockKind, due: date, *, about: UUID | None = None, source: str, by: Provenance
    ) -> None:
        """Start a clock that is due on a day that somebody named."""
        self._start(kind, by.happened_on or by.today, about=about, due=due, source=source, by=by)

    def _start(
        self,
        kind: ClockKind,
        counted_from: date,
        *,
        about: UUID | None = None,
        due: date,
        source: str,
        by: Provenance,
    ) -> None:
        facts = {"kind": kind, "about": about, "counted_from": counted_from, "due": due, "source": source}
        self.record(ClockStarted, by, clock=uuid4(), **facts)

    def _end_clocks(
        self, kind: ClockKind, about: UUID | None = None, *, met: bool = True, by: Provenance
    ) -> None:
        """What they ran for has happened, on the day of `by`; or, not `met`, is not to happen any more."""
        for one in self.running(kind, about):
            self._end(one, met=met, by=by)

    def _end(self, one: Clock, *, met: bool, by: Provenance) -> None:
        facts = {"clock": one.id, "kind": one.kind, "about": one.about, "due": one.due}
        self.record(ClockEnded, by, **facts, met=met)

    def correct_step_date(
        self, step: Step, day: date, *, rules: ReviewRules = SEEDED, by: Provenance
    ) -> None:
        """Correct on which day a step was taken, with a reason. Clocks that count from it move with it.

        Refuses a day before an earlier step, after a later one, or to come.
        """
        self.refuse_when_over()
        refuse_if(step not in self.taken, f"It is not recorded as {step}.", field="step")
        was = self.taken[step]
        refuse_if(day == was, "That is the day that is recorded.", field="day")
        refuse_if(day > by.today, "What has happened cannot lie in the future.", field="day")
        refuse_unlikely_year(day, field="day")
        refuse_if(not by.reason.strip(), "Say why it is corrected.", field="reason")
        self._refuse_beyond_neighbours(step, day)
        self.record(StepDateCorrected, by, step=step, day=day)
        for kind in COUNT_FROM.get(step, ()):
            self._move(kind, was, day, rules, by)
        ended = [one for one in self.clocks.values() if one.met and one.kind == END_WITH.get(step)]
        for one in ended:
            self._end(one, met=True, by=by.on(day))

    def _refuse_beyond_neighbours(self, step: Step, day: date) -> None:
        for other in IN_ORDER:
            on = self.taken.get(other)
            if on and other in WAITS_FOR[step]:
                refuse_if(day < on, f"It was {other} on {in_words(on)}, which came first.", field="day")
            if on and step in WAITS_FOR[other]:
                refuse_if(day > on, f"It was {other} on {in_words(on)}, which came after.", field="day")

    def _move(
        self, kind: ClockKind, was: date, counted_from: date, rules: ReviewRules, by: Provenance
    ) -> None:
        """Count anew from a day that was corrected; what was agreed or paused since is kept in days."""
        rule = rules.clock_on(kind, counted_from)
        for one in [one for one in self.clocks.values() if (one.kind, one.counted_from) == (kind, was)]:
            original = rule.due(counted_from) if rule else one.original_due
            due = original + (one.due - one.original_due)
            facts = {"clock": one.id, "kind": kind, "about": one.about, "counted_from": counted_from}
            self.record(ClockMoved, by, **facts, original_due=original, due=due)

    def agree_other_time(
        self, clock: UUID, due: date, *, meeting: str = "", minute: str = "", by: Provenance
    ) -> None:
        """Agree another day for a clock that runs, with a reason."""
        self.refuse_when_over()
        one = self._running(clock)
        refuse_unlikely_year(due, field="due")
        refuse_if(due == one.due, "It is due on that day already.", field="due")
        refuse_if(due <= one.counted_from, "It cannot be due before it counts.", field="due")
        refuse_if(not by.reason.strip(), "Say why another time was agreed.", field="reason")
        facts = {"clock": clock, "kind": one.kind, "about": one.about, "due": due}
        self.record(OtherTimeAgreed, by, **facts, meeting=meeting, minute=minute)

    def pause(self, clocks: tuple[UUID, ...], *, by: Provenance) -> None:
        """Pause the review, with a reason, and the clocks named with it."""
        self.refuse_when_over()
        refuse_if(self.paused_on is not None, "It is paused already.")
        refuse_if(not by.reason.strip(), "Say why it is paused.", field="reason")
        refuse_if(len(set(clocks)) < len(clocks), "A clock is named twice.", field="clocks")
        day = by.happened_on or by.today
        for one in map(self._running, clocks):
            early = day < one.counted_from
            refuse_if(early, f"The clock for the {one.kind} did not run on that day yet.", field="clocks")
        self.record(Paused, by, clocks=clocks)

    def resume(self, *, by: Provenance) -> None:
        """Let it go on."""
        self.refuse_when_over()
        if self.paused_on is None:
            raise Refused("It is not paused.")
        days = ((by.happened_on or by.today) - self.paused_on).days
        refuse_if(days < 0, "It cannot go on before it was paused.", field="happened_on")
        standing = tuple(one.id for one in self.clocks.values() if one.runs and one.paused_on)
        self.record(Resumed, by, clocks=standing, days=days)

    def _running(self, clock: UUID) -> Clock:
        if clock not in self.clocks:
            raise Refused("This review has no such clock.", field="clocks")
        refuse_if(not self.clocks[clock].runs, "That clock has come to its end.", field="clocks")
        return self.clocks[clock]
