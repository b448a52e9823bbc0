"""One day's round: the lapses of the day become events, and everybody who is due gets one digest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid5

from domain.clocks import london_day
from domain.provenance import Provenance
from domain.refusals import SomeoneWasFirst, refuse_if
from domain.tracker import action as actions
from domain.vocabulary import How
from domain.working_days import is_working_day
from projections import outbox, reminding, reminding_clocks
from projections.generations import OUR_LOCKS
from scheduler.deciding import Deciding
from scheduler.delivery import Stopping

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from datetime import date, datetime
    from uuid import UUID

    from psycopg import Connection

    from domain.tracker import Tracker
    from projections.outbox import Reminder
    from projections.reading import Views
    from projections.reminding import Lapsing

REMINDING = 4
ONE_ROUND_AT_A_TIME = "select pg_advisory_xact_lock(%s, %s)"
LOOKS = 5

LAPSES_AT_A_TIME = 500
"""Few enough that others who record wait no longer than for a big form, many enough to be quick."""


class DigestOf(NamedTuple):
    """One digest: the address it goes to, and the actions and clocks in it, each with its step."""

    to: str
    actions: list[tuple[UUID, str]]
    clocks: list[tuple[UUID, str]]


class Reminded(NamedTuple):
    """What a round decided: lapses as action and due date, digests, and what did not go, with a sentence."""

    lapses: list[Lapsing]
    digests: list[DigestOf]
    skipped: list[tuple[UUID, str]]
    skipped_clocks: list[tuple[UUID, str]]

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON, in the shape that `dhr remind --json` prints."""
        return {
            "lapses": [{"action": str(one.id), "due": one.due.isoformat()} for one in self.lapses],
            "digests": [
                {"to": to, "actions": _as_steps(actions)} | ({"clocks": _as_steps(clocks)} if clocks else {})
                for to, actions, clocks in self.digests
            ],
            "skipped": [
                *({"action": str(action), "why": why} for action, why in self.skipped),
                *({"clock": str(clock), "why": why} for clock, why in self.skipped_clocks),
            ],
        }


def _as_steps(carried: list[tuple[UUID, str]]) -> list[dict[str, str]]:
    return [{"id": str(thing), "step": step} for thing, step in carried]


def remind(
    tracker: Tracker,
    views: Views,
    day: date,
    *,
    now: datetime,
    holidays: Container[date],
    mail_from: str,
    dry_run: bool = False,
    trial: bool = False,
    stopping: Callable[[], bool] = lambda: False,
) -> Reminded:
    """Record the lapses of a day and prepare its digests; a second round of the same day adds nothing.

    A dry run decides the same and records nothing. On a weekend or bank holiday only lapses are recorded.
    `mail_from` gives the domain of the Message-IDs. Refuses a day after today except in a dry run or a trial.
    Raises `Stopping` once `stopping` says so; the next round does what is left.
    """
    early = day > london_day(now) and not (dry_run or trial)
    refuse_if(
        early,
        "That day has not come yet: try it with --dry-run, or on a trial installation (DHR_TRIAL=1).",
        field="date",
    )
    reminding.follow_the_log(tracker.store, views)
    lapses = _lapses(views, day)
    if not dry_run:
        lapses = _recorded(tracker, lapses, day, stopping)
    if not is_working_day(day, holidays):
        return Reminded(lapses, [], [], [])
    with views.reading() as connection, connection.transaction():
        connection.execute(ONE_ROUND_AT_A_TIME, [OUR_LOCKS, REMINDING])
        decided = _decide(connection, day, holidays)
        if not dry_run:
            _prepare(connection, decided, now, mail_from)
    return _told(lapses, decided)


def _lapses(views: Views, day: date) -> list[Lapsing]:
    with views.reading() as connection:
        return reminding.lapsing(connection, day)


def _recorded(
    tracker: Tracker, lapses: list[Lapsing], day: date, stopping: Callable[[], bool]
) -> list[Lapsing]:
    """Those of the lapses that this round recorded, some at a time: a kill leaves the rest to the next."""
    by = Provenance(how=How.SCHEDULER, today=day)
    recorded: set[UUID] = set()
    for start in range(0, len(lapses), LAPSES_AT_A_TIME):
        if stopping():
            raise Stopping
        recorded.update(_lapse(tracker, [one.id for one in lapses[start : start + LAPSES_AT_A_TIME]], by))
    return [one for one in lapses if one.id in recorded]


def _lapse(tracker: Tracker, several: list[UUID], by: Provenance, looks: int = LOOKS) -> list[UUID]:
    """Those of which the lapse was recorded: where somebody was first, it looks again at fewer at once."""
    try:
        return actions.lapse(tracker, several, by=by)
    except SomeoneWasFirst:
        if not looks:
            raise
    if len(several) == 1:
        return _lapse(tracker, several, by, looks - 1)
    middle = len(several) // 2
    return [one for half in (several[:middle], several[middle:]) for one in _lapse(tracker, half, by)]


def _decide(connection: Connection[Any], day: date, holidays: Container[date]) -> Deciding:
    directory = reminding.directory(connection, day)
    deciding = Deciding(directory, day, holidays, outbox.people_of_day(connection, day))
    for action in reminding.due(connection, day + directory.longest_notice):
        deciding.take(action)
    for clock in reminding_clocks.due(connection, day + directory.longest_notice):
        deciding.take_clock(clock)
    for asked in reminding.asked(connection):
        deciding.take_asked(asked)
    for unowned in reminding.unowned(connection):
        deciding.take_unowned(unowned)
    return deciding


def _prepare(connection: Connection[Any], deciding: Deciding, now: datetime, mail_from: str) -> None:
    """Keep all of it in the transaction that it was decided in: a kill leaves all of it, or nothing."""
    domain = mail_from.rpartition("@")[2]
    digests, reminders = [], [*deciding.remarks]
    for person, carried in deciding.decided.items():
        # The same digest, decided again after a restore, is the same mail to whoever has it already.
        identity = uuid5(person, f"digest of {deciding.day.isoformat()}")
        digests.append(outbox.Digest(identity, f"<{identity}@{domain}>", person, deciding.day))
        reminders.extend(replace(reminder, outbox=identity) for reminder in carried)
    outbox.prepare(connection, digests, reminders, now=now)


def _told(lapses: list[Lapsing], deciding: Deciding) -> Reminded:
    people = deciding.directory.people
    digests = [
        DigestOf(people[person].email, _actions(carried), _clocks(carried))
        for person, carried in deciding.decided.items()
    ]
    skipped = [(one.action, one.why) for one in deciding.remarks if one.action]
    skipped_clocks = [(one.clock, one.why) for one in deciding.remarks if one.clock]
    return Reminded(lapses, sorted(digests), skipped, skipped_clocks)


def _actions(carried: list[Reminder]) -> list[tuple[UUID, str]]:
    return [(one.action, one.step) for one in carried if one.action]


def _clocks(carried: list[Reminder]) -> list[tuple[UUID, str]]:
    return [(one.clock, one.step) for one in carried if one.clock]
