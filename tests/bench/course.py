"""The course of invented time: what happens next happens first, and is recorded at that moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import NamedTuple, TypeVar
from uuid import UUID

from domain.provenance import Provenance, Thing
from domain.vocabulary import How
from tests.bench.loading import Loading

T = TypeVar("T")
Step = Callable[[], None]

MORNING, MINUTES_OF_WORK = 8, 600
ROUND_OF_REMINDERS = timedelta(hours=7, minutes=30)


class Somebody(NamedTuple):
    """A person of the directory, with the post and agency held."""

    person: UUID
    post: str
    agency: str


class Course:
    """Takes the steps that are planned in the order of their moments, until a day.

    `now` is the moment of the present step. All chance comes out of one seed.
    """

    def __init__(self, loading: Loading, seed: int, begins: date, until: date) -> None:
        self.loading, self.random = loading, Random(seed)
        self.now = datetime(begins.year, begins.month, begins.day, MORNING, tzinfo=UTC)
        self.ends = datetime(until.year, until.month, until.day, tzinfo=UTC)
        self._steps: list[tuple[datetime, int, Step]] = []
        self._numbers = count()

    def at(self, moment: datetime, step: Step) -> None:
        """Plan a step; one at a moment that has passed comes next, one after the end never."""
        if moment < self.ends:
            heappush(self._steps, (max(moment, self.now), next(self._numbers), step))

    def after(self, least: int, most: int, step: Step) -> None:
        """Plan a step for the working hours of a day, so many days from now."""
        days = least + int(self.random.random() * (most - least + 1))
        self.at(self.working_hour(self.now.date() + timedelta(days=days)), step)

    def working_hour(self, day: date) -> datetime:
        """Any moment between eight and six of a day, to the second."""
        seconds = int(self.random.random() * MINUTES_OF_WORK * 60)
        return datetime(day.year, day.month, day.day, MORNING, tzinfo=UTC) + timedelta(seconds=seconds)

    def morning_after(self, day: date, step: Step) -> None:
        """Plan a step for the round of reminders on the day after this one."""
        after = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        self.at(after + ROUND_OF_REMINDERS, step)

    def run(self) -> None:
        """Take every step."""
        while self._steps:
            self.now, _, step = heappop(self._steps)
            step()

    def save(self, *things: Thing) -> None:
        """Record what has happened to these things, now."""
        self.loading.save(self.now, things)

    def happens(self, chance: float) -> bool:
        """Whether something happens that does so with this chance, between 0 and 1."""
        return self.random.random() < chance

    def one(self, among: Sequence[T]) -> T:
        """Any of these."""
        return among[int(self.random.random() * len(among))]

    def by(
        self, who: Somebody | None, how: How = How.FORM, reason: str = "", *, said_by: str = "", ago: int = 0
    ) -> Provenance:
        """The provenance of what is recorded now and happened so many days ago; None: the tracker."""
        today = self.now.date()
        return Provenance(
            how,
            today,
            entered_by=who.person if who else None,
            post=who.post if who else "",
            post_agency=who.agency if who else "",
            said_by=said_by,
            how_in_detail=f"{how} of {today:%d/%m/%Y}" if how in (How.MAIL, How.MEETING) else "",
            reason=reason,
            happened_on=today - timedelta(days=ago) if ago else None,
        )
