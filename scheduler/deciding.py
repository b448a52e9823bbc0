"""Which reminders go on a day, to whom, and which do not, and why: from the views and the ledger alone."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.reminders import Clock, ReminderRule, Step, asking, step_due, without_owner
from projections.outbox import Reminder
from projections.reminding_clocks import ClockDue
from scheduler.recipients import NOBODY, recipients, recipients_of_clock

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date
    from uuid import UUID

    from projections.reminding import Asked, Directory, Due, Unowned
    from scheduler.recipients import Recipients

    Remindable = Due | Asked | Unowned | ClockDue

WAITS_FOR_DECISION = "A request for more time waits for its decision."
HAD_TODAYS = "They have had their digest of this day already, so it goes on the next working day."
CLOCKS_KEPT = 10_000


class Deciding:
    """Takes the actions and clocks that are due, and the actions that are asked about, one by one.

    `decided` and `remarks` then hold what is to be recorded. `decided` has no mail yet. `had_digest` names
    the people whose digest of this day is prepared already.
    """

    def __init__(
        self, directory: Directory, day: date, holidays: Container[date], had_digest: Iterable[UUID] = ()
    ) -> None:
        self.directory = directory
        self.day = day
        self.had_digest = frozenset(had_digest)
        self.decided: dict[UUID, list[Reminder]] = defaultdict(list)
        self.remarks: list[Reminder] = []

        # Many actions of a plan have the same dates, and a late one has many steps behind it.
        @lru_cache(CLOCKS_KEPT)
        def step_of(clock: Clock, rule: ReminderRule, already: frozenset[str]) -> Step | None:
            return step_due(clock, rule, today=day, already=already, holidays=holidays)

        self._step_of = step_of

    def take(self, action: Due) -> None:
        """Decide about one action."""
        go_live, rule = self.directory.rules[action.partnership]
        step = self._step_of(Clock(action.due, action.since, go_live), rule, frozenset(action.already))
        if step is None:
            return
        if action.asks_for_time:
            self._remark(action, step.name, action.owner, "skipped", WAITS_FOR_DECISION)
        else:
            self._address(action, step.name)

    def take_clock(self, clock: ClockDue) -> None:
        """Decide about one clock of a review, by the same rule."""
        go_live, rule = self.directory.rules[clock.partnership]
        step = self._step_of(Clock(clock.due, clock.since, go_live), rule, frozenset(clock.already))
        if step is not None:
            self._address(clock, step.name)

    def take_asked(self, action: Asked) -> None:
        """Decide about one whose progress is asked for; nothing goes before its partnership is live."""
        if self._is_live(action.partnership):
            self._address(action, asking(action.askings))

    def take_unowned(self, action: Unowned) -> None:
        """Decide about one whose owner is gone: whoever stands in is told at once (agreed practice)."""
        if self._is_live(action.partnership):
            self._address(action, without_owner(action.lost))

    def _is_live(self, partnership: UUID) -> bool:
        go_live = self.directory.rules[partnership].go_live
        return go_live is None or go_live <= self.day

    def _recipients(self, about: Remindable) -> Recipients:
        if isinstance(about, ClockDue):
            return recipients_of_clock(self.directory, about.partnership, about.review, about.about)
        return recipients(self.directory, about.partnership, about.lead, about.owner)

    def _address(self, about: Remindable, step: str) -> None:
        found = self._recipients(about)
        for person, why in found.passed_over:
            self._remark(about, step, person, "skipped", why)
        if not found.people:
            self._remark(about, step, None, "held", NOBODY)
        elif early := self.had_digest.intersection(found.people):
            self._remark(about, step, min(early), "skipped", HAD_TODAYS)
        else:
            for person in found.people:
                self.decided[person].append(self._reminder(about, step, person, "decided", ""))

    def _remark(self, about: Remindable, step: str, person: UUID | None, what: str, why: str) -> None:
        self.remarks.append(self._reminder(about, step, person, what, why))

    def _reminder(self, about: Remindable, step: str, person: UUID | None, what: str, why: str) -> Reminder:
        is_clock = isinstance(about, ClockDue)
        return Reminder(
            action=None if is_clock else about.id,
            clock=about.id if is_clock else None,
            partnership=about.partnership,
            due_date_version=about.due_date_version,
            step=step,
            rule_version=self.directory.rules[about.partnership].reminder_rule.version,
            person=person,
            outbox=None,
            what=what,
            why=why,
            day=self.day,
        )
