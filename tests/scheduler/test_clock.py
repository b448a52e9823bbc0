"""The clock, driven by hand: when it strikes in London, what it makes up for, and what it survives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from apscheduler.triggers.cron import CronTrigger
from structlog.testing import capture_logs

from domain.clocks import LONDON
from domain.refusals import Refused
from scheduler.clock import Clock, Every, scheduled, turn
from scheduler.delivery import Stopping
from tests.scheduler.installation import NO_HOLIDAYS, Installation, morning, post_to

DAY = timedelta(days=1)
OWNER = "owner@council.example"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in London."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


@pytest.fixture
def clock(installation: Installation, tmp_path: Path) -> Clock:
    """A clock of an installation that writes its mail into a folder."""
    return Clock(installation.tracker, installation.views, post_to(tmp_path / "outbox"), NO_HOLIDAYS)


def test_it_strikes_once_at_half_past_seven(clock: Clock, installation: Installation) -> None:
    """Not a minute before; and after it has struck, not again that day."""
    action = installation.action(owner=installation.person(OWNER))
    due = installation.due
    assert clock.remind_if_due(at(due, 7, 29)) is None
    reminded = clock.remind_if_due(at(due, 7, 30))
    assert reminded is not None
    assert reminded.digests == [(OWNER, [(action, "due")], [])]
    assert clock.remind_if_due(at(due, 7, 31)) is None
    assert clock.remind_if_due(at(due, 23, 59)) is None


def test_a_start_later_in_the_day_makes_up_for_the_morning(clock: Clock, installation: Installation) -> None:
    """One round for today; the days that were missed altogether get none of their own."""
    action = installation.action(owner=installation.person(OWNER))
    assert clock.remind_if_due(at(installation.due - 8 * DAY, 9)) is None  # a Sunday
    reminded = clock.remind_if_due(at(installation.due + 9 * DAY, 16))
    assert reminded is not None
    assert reminded.lapses == [(action, installation.due)]
    assert reminded.digests == [(OWNER, [(action, "after-7")], [])]
    assert len(installation.mails()) == 1


def test_a_round_that_was_killed_is_done_again_and_doubles_nothing(
    clock: Clock, installation: Installation
) -> None:
    """Its beginning was noted, its end not."""
    action = installation.action(owner=installation.person(OWNER))
    installation.remind(installation.due)
    with installation.views.reading() as connection:
        connection.execute(
            "insert into scheduler_runs (day, started_at) values (%s, %s)",
            [installation.due, morning(installation.due)],
        )
    reminded = clock.remind_if_due(at(installation.due, 8))
    assert reminded is not None
    assert reminded == ([], [], [], [])
    assert installation.whats(action) == [("due", "decided")]
    assert clock.remind_if_due(at(installation.due, 8, 1)) is None


def test_a_round_that_failed_is_tried_again_by_the_next_turn(
    clock: Clock, installation: Installation
) -> None:
    """A database that was away in the morning costs nobody their reminder."""
    action = installation.action(owner=installation.person(OWNER))
    with installation.views.reading() as connection:
        connection.execute("alter table reminders rename to away")
    with capture_logs() as logs:
        turn("remind", Event(), lambda: clock.remind_if_due(at(installation.due, 7, 30)))()
    assert [log["error"] for log in logs if log["event"] == "The clock could not do its turn."] == [
        "UndefinedTable"
    ]
    with installation.views.reading() as connection:
        connection.execute("alter table away rename to reminders")
    assert clock.remind_if_due(at(installation.due, 7, 31)) is not None
    assert installation.whats(action) == [("due", "decided")]


def test_on_a_bank_holiday_it_records_lapses_only(clock: Clock, installation: Installation) -> None:
    """The working day is judged by the round itself."""
    action = installation.action(owner=installation.person(OWNER))
    holiday = installation.due + DAY
    clock.holidays = {holiday}
    assert clock.remind_if_due(at(holiday, 7, 30)) == ([(action, installation.due)], [], [], [])


@pytest.mark.parametrize(
    ("monday", "in_utc"),
    [
        (date(2027, 3, 22), time(7, 30)),
        (date(2027, 3, 29), time(6, 30)),
        (date(2027, 10, 25), time(6, 30)),
        (date(2027, 11, 1), time(7, 30)),
    ],
)
def test_it_strikes_at_half_past_seven_of_london_whatever_the_season(
    clock: Clock, monday: date, in_utc: time
) -> None:
    """Around both changes of the clocks of 2027, on the 28th of March and the 31st of October."""
    strikes = datetime.combine(monday, in_utc, UTC)
    assert clock.remind_if_due(strikes - timedelta(minutes=1)) is None
    assert clock.remind_if_due(strikes) is not None
    (trigger,) = [
        job.trigger for job in scheduled(clock, Event()).get_jobs() if isinstance(job.trigger, CronTrigger)
    ]
    friday = strikes - 3 * DAY + timedelta(hours=12)
    assert trigger.get_next_fire_time(None, friday).astimezone(UTC) == strikes


def test_the_schedule_runs_no_job_twice_at_once_and_forgives_a_late_one(clock: Clock) -> None:
    """Missed turns are one, one instance at a time, hours late is not too late."""
    schedule = scheduled(clock, Event())
    schedule.start(paused=True)
    jobs = [(job.coalesce, job.max_instances, job.misfire_grace_time) for job in schedule.get_jobs()]
    schedule.shutdown()
    assert jobs == [(True, 1, 12 * 60 * 60)] * 7


@pytest.mark.parametrize(
    ("error", "logged"),
    [
        (Refused("The lists have stopped."), {"reason": "The lists have stopped."}),
        (ValueError("Jane of Anytown"), {"error": "ValueError"}),
        (Stopping(), None),
    ],
)
def test_a_turn_that_fails_ends_nothing_and_logs_no_text(error: Exception, logged: dict[str, Any]) -> None:
    """A refusal is logged with its sentence, an error by its kind, an end of the program not at all."""

    def fail() -> None:
        raise error

    with capture_logs() as logs:
        turn("remind", Event(), fail)()
    known = [{key: log[key] for key in log if key in {"reason", "error"}} for log in logs]
    assert known == ([logged] if logged else [])


def test_a_turn_after_the_end_does_nothing() -> None:
    """What is told to stop begins no new work."""
    stop, done = Event(), Event()
    turn("send", stop, done.set)()
    assert done.is_set()
    stop.set()
    done.clear()
    turn("send", stop, done.set)()
    assert not done.is_set()


def test_it_sends_what_waits(clock: Clock, installation: Installation, tmp_path: Path) -> None:
    """From the plan to the file: what the clock has decided, it also sends."""
    installation.action(owner=installation.person(OWNER))
    clock.remind_if_due(at(installation.due, 7, 30))
    assert clock.send(at(installation.due, 7, 30)) == 1
    assert [file.suffix for file in (tmp_path / "outbox").iterdir()] == [".eml"]


def test_a_month_that_was_slept_through_is_made_up_for_by_one_turn() -> None:
    """The next turn is at once and the one after it a second later: nobody counts two million seconds."""
    every, slept = Every(seconds=1, timezone=UTC), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    now = slept + timedelta(days=30)
    assert every.get_next_fire_time(slept, now) == now
    assert every.get_next_fire_time(now, now) == now + timedelta(seconds=1)
    assert every.get_next_fire_time(slept, slept + timedelta(seconds=0.2)) == slept + timedelta(seconds=1)
