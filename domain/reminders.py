"""The reminders that the owner of an action gets: on which days, and which one today.

The rule is data of each partnership, versioned; the default is agreed practice of the partnerships. A step
is known by its name (`before-28`, `before-7`, `due`, `after-7`, ..., `after-month-1`, ...), and is decided at
most once for each due-date version of an action. That progress is asked for goes with the same mails, under a
step of its own (`asked-1`, `asked-2`, ...), and so does that an owner is gone (`no-owner-17`, by the
position in the log of what was recorded).
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile

from domain.clocks import add_months
from domain.working_days import is_working_day, next_working_day

WEEK = 7


@dataclass(frozen=True)
class ReminderRule:
    """One version of a partnership's rule for the owner's reminders, as plain data."""

    version: int = 1
    days_before: tuple[int, ...] = (28, 7)
    on_the_day: bool = True
    weekly_for_weeks: int = 8
    then_monthly: bool = True


@dataclass(frozen=True)
class Clock:
    """What the rule needs of one due-date version of an action. All days are days in London."""

    due: date
    since: date
    """The day on which this due date was recorded, or on which the plan was issued if that was later."""
    go_live: date | None = None
    """The day from which the partnership has reminders sent; None where it named none."""

    @property
    def begins(self) -> date:
        """The first day on which a reminder can fall."""
        return self.since if self.go_live is None else max(self.since, self.go_live)

    @property
    def began_late(self) -> bool:
        """Whether the due date had already passed when reminders began."""
        return self.due < self.begins


@dataclass(frozen=True)
class Step:
    """One reminder: its name and the working day on which it is due to go."""

    name: str
    day: date


DEFAULT_RULE = ReminderRule()
ASKED = "asked-"
"""With this begins the name of a step that no due date brings, but somebody who asks for progress."""

NO_OWNER = "no-owner-"
"""With this begins the name of a step that an owner brings who has left, or says "not mine"."""


def without_owner(position: int) -> str:
    """Give the name of the step by which the main contact is told at once that an owner is gone."""
    return f"{NO_OWNER}{position}"


def asking(number: int) -> str:
    """Give the name of the step by which the owner is told that progress is asked for: `asked-1`, ..."""
    return f"{ASKED}{number}"


def steps(clock: Clock, rule: ReminderRule, *, until: date, holidays: Container[date]) -> Iterator[Step]:
    """Give the steps of one due date up to and including the day `until`, in order.

    A step that falls before reminders began is never given. One on a non-working day goes on the next
    working day. Where the due date had passed already, the first step comes a week after reminders began.
    """
    plain = ((name, day) for name, day in _calendar(clock, rule) if day >= clock.begins)
    moved = (
        Step(name, next_working_day(day, holidays))
        for name, day in takewhile(lambda named: named[1] <= until, plain)
    )
    return takewhile(lambda step: step.day <= until, moved)


def step_due(
    clock: Clock, rule: ReminderRule, *, today: date, already: frozenset[str], holidays: Container[date]
) -> Step | None:
    """Give the one step that should go today, or None.

    Of several missed steps only the latest counts. `already` names the steps decided for this due-date
    version; nothing goes where that one, or a later one, is among them. Nothing goes on a non-working day.
    """
    if not is_working_day(today, holidays):
        return None
    reached = list(steps(clock, rule, until=today, holidays=holidays))
    if not reached or any(_place(name) >= _place(reached[-1].name) for name in already):
        return None
    return reached[-1]


def describe(name: str, clock: Clock | None = None) -> str:
    """Say in words when a step falls, for mails and history: "7 days before the due date".

    Of an asking it says "progress is asked for", of an owner who left or declined "its owner is gone".
    Given the clock of an action whose due date had passed already, it says what the days are counted from.
    Raises ValueError for a name that no step has.
    """
    if name.startswith(ASKED):
        return "progress is asked for"
    if name.startswith(NO_OWNER):
        return "its owner is gone"
    place, number = _place(name)
    from_what = "reminders began" if clock is not None and clock.began_late else "the due date"
    return [
        f"{_counted(-number, 'day')} before the due date",
        "on the due date",
        f"{_counted(number, 'day')} after {from_what}",
        f"{_counted(number, 'month')} after the last weekly reminder",
    ][place]


def describe_rule(rule: ReminderRule) -> list[str]:
    """Say in sentences what the rule does, for the page that explains reminders to everyone."""
    sentences = [f"{_counted(days, 'day')} before the due date." for days in _earliest_first(rule)]
    if rule.on_the_day:
        sentences.append("On the due date.")
    if rule.weekly_for_weeks:
        sentences.append(f"Every 7 days after the due date, for {_counted(rule.weekly_for_weeks, 'week')}.")
    if rule.then_monthly:
        sentences.append("After that once a month, until the action is reported complete.")
    return [
        *sentences,
        "A reminder for a weekend or a bank holiday in England and Wales goes on the next working day.",
        "Where several reminders were missed, only the latest goes.",
        "Where a due date has passed already when it is entered, the first reminder goes 7 days later.",
    ]


def _earliest_first(rule: ReminderRule) -> list[int]:
    return sorted(rule.days_before, reverse=True)


def _calendar(clock: Clock, rule: ReminderRule) -> Iterator[tuple[str, date]]:
    """All steps with their calendar days, in order, for ever where the rule is monthly at the end."""
    for days in _earliest_first(rule):
        yield f"before-{days}", clock.due - timedelta(days=days)
    if rule.on_the_day:
        yield "due", clock.due
    counted_from = max(clock.due, clock.begins)
    for week in range(1, rule.weekly_for_weeks + 1):
        yield f"after-{week * WEEK}", counted_from + timedelta(days=week * WEEK)
    last_weekly = counted_from + timedelta(days=rule.weekly_for_weeks * WEEK)
    for month in count(1) if rule.then_monthly else ():
        yield f"after-month-{month}", add_months(last_weekly, month)


def _place(name: str) -> tuple[int, int]:
    """Where a step stands among all steps that any rule may have, so that names can be put in order."""
    kind, _, number = name.rpartition("-")
    if name == "due":
        return 1, 0
    if kind not in {"before", "after", "after-month"} or not number.isdecimal():
        raise ValueError(f"“{name}” is not the name of a reminder.")
    return {"before": (0, -int(number)), "after": (2, int(number)), "after-month": (3, int(number))}[kind]


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit if number == 1 else unit + 's'}"
