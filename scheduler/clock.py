"""The clock: at half past seven in London it asks who is due, and every second or two which mail waits.

Now and then it carries out what was approved to be erased.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.clocks import LONDON
from domain.digests import HOUR_OF_REMINDERS
from domain.refusals import Refused
from domain.working_days import SATURDAY
from projections.erasing import Erasing
from projections.holding import held
from scheduler.codes import send_codes
from scheduler.delivery import Stopping
from scheduler.forgetting import forget_what_is_over
from scheduler.invitations import send_invitations
from scheduler.post import send_waiting
from scheduler.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from datetime import date
    from threading import Event

    from domain.tracker import Tracker
    from projections.reading import Views
    from scheduler.post import Post
    from scheduler.reminding import Reminded

SEND_EVERY = timedelta(seconds=2)
SEND_CODES_EVERY = timedelta(seconds=1)
ERASE_EVERY = timedelta(seconds=15)
LOOK_AGAIN_EVERY = timedelta(minutes=1)
FORGET_EVERY = timedelta(days=1)
FIRST_FORGET_AFTER = timedelta(minutes=5)
LATE_BY_AT_MOST = timedelta(hours=12)

FINISHED = "select exists (select from public.scheduler_runs where day = %s and finished_at is not null)"
BEGIN = "insert into public.scheduler_runs (day, started_at) values (%s, %s) on conflict (day) do nothing"
FINISH = "update public.scheduler_runs set finished_at = %s where day = %s and finished_at is null"

log_line = structlog.get_logger(__name__)


class Every(IntervalTrigger):  # type: ignore[misc]  # the library is not typed
    """An interval that counts from now after a pause, such as a month in which the computer slept.

    The library would count every second of that month first, with all other work waiting.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """The next turn: what was missed is made up for by one turn at once."""
        if previous_fire_time is not None:
            previous_fire_time = max(previous_fire_time, now - self.interval)
        return super().get_next_fire_time(previous_fire_time, now)  # type: ignore[no-any-return]


class Clock:
    """What time asks, over one set of connections. Each method works by hand, at a time that is given."""

    def __init__(self, tracker: Tracker, views: Views, post: Post, holidays: Container[date]) -> None:
        self.tracker = tracker
        self.views = views
        self.post = post
        self.holidays = holidays

    def remind_if_due(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> Reminded | None:
        """The round of today, if its hour has come and it was not finished yet: also late, also after a kill.

        Days that were missed altogether are never made up for: today's round says all there is to say. It
        waits while mail is held after a restore.
        """
        local = now.astimezone(LONDON)
        day = local.date()
        if day.weekday() >= SATURDAY or local.time() < HOUR_OF_REMINDERS or self._is_finished_or_held(day):
            return None
        with self.views.reading() as connection:
            connection.execute(BEGIN, [day, now])
        reminded = remind(
            self.tracker,
            self.views,
            day,
            now=now,
            holidays=self.holidays,
            mail_from=self.post.mail_from,
            stopping=stopping,
        )
        with self.views.reading() as connection:
            connection.execute(FINISH, [now, day])
        counts = {"lapses": len(reminded.lapses), "digests": len(reminded.digests)}
        log_line.info("The reminders of the day are decided.", day=day.isoformat(), **counts)
        return reminded

    def send(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send what waits; how many mails were taken in hand."""
        return send_waiting(self.tracker.store, self.views, self.post, now=now, stopping=stopping)

    def send_codes(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send the codes to sign in that wait, also while other mail is held; how many were taken in hand."""
        return send_codes(self.tracker, self.post, now=now, stopping=stopping)

    def send_invitations(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send the invitations that wait, also while other mail is held; how many were taken in hand."""
        return send_invitations(self.tracker, self.post, now=now, stopping=stopping)

    def forget(self, now: datetime) -> dict[str, int]:
        """Forget what has had its time beside the log; how much of each kind there was."""
        forgotten = forget_what_is_over(self.views, now)
        log_line.info("What had had its time was forgotten.", **forgotten)
        return forgotten

    def erase(self, now: datetime) -> int:
        """Carry out the erasures that were approved, as far as they can be now; how many are wholly done."""
        erasing = Erasing(self.tracker.store, self.post.folder)
        erased = erasing.carry_out(now) if erasing.outstanding() else []
        for thing in erased:
            log_line.info("What was to be erased is erased.", thing=str(thing))
        return len(erased)

    def _is_finished_or_held(self, day: date) -> bool:
        with self.views.reading() as connection:
            row = connection.execute(FINISHED, [day]).fetchone()
            return bool(row and row[0]) or held(connection) is not None


def scheduled(clock: Clock, stop: Event) -> BackgroundScheduler:
    """The schedule, not started yet. What fails is said in the log and tried again by the next turn."""
    # That a turn is still at work when the next comes is no news: one mail may take a minute.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone=LONDON,
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": int(LATE_BY_AT_MOST.total_seconds()),
        },
    )
    on_time = CronTrigger(
        day_of_week="mon-fri", hour=HOUR_OF_REMINDERS.hour, minute=HOUR_OF_REMINDERS.minute, timezone=LONDON
    )
    at_once = datetime.now(UTC)
    remind_turn = turn("remind", stop, lambda: clock.remind_if_due(datetime.now(UTC), stop.is_set))
    send_turn = turn("send", stop, lambda: clock.send(datetime.now(UTC), stop.is_set))
    codes_turn = turn("codes", stop, lambda: clock.send_codes(datetime.now(UTC), stop.is_set))
    invite_turn = turn("invitations", stop, lambda: clock.send_invitations(datetime.now(UTC), stop.is_set))
    forget_turn = turn("forget", stop, lambda: clock.forget(datetime.now(UTC)))
    erase_turn = turn("erase", stop, lambda: clock.erase(datetime.now(UTC)))
    scheduler.add_job(remind_turn, on_time)
    for work, every, first in (
        (remind_turn, LOOK_AGAIN_EVERY, at_once),
        (forget_turn, FORGET_EVERY, at_once + FIRST_FORGET_AFTER),
        (send_turn, SEND_EVERY, at_once),
        (invite_turn, SEND_EVERY, at_once),
        (codes_turn, SEND_CODES_EVERY, at_once),
        (erase_turn, ERASE_EVERY, at_once),
    ):
        interval = Every(seconds=int(every.total_seconds()), timezone=LONDON)
        scheduler.add_job(work, interval, next_run_time=first)
    return scheduler


def turn(name: str, stop: Event, work: Callable[[], Any]) -> Callable[[], None]:
    """One turn of the clock, which never ends the clock and never logs what somebody typed."""

    def guarded() -> None:
        try:
            if not stop.is_set():
                work()
        except Stopping:
            return
        except Refused as refusal:
            log_line.warning("The clock could not do its turn.", turn=name, reason=str(refusal))
        except Exception as error:  # noqa: BLE001  # the next turn tries again
            log_line.error(  # noqa: TRY400  # a traceback may hold what somebody typed
                "The clock could not do its turn.", turn=name, error=type(error).__name__
            )

    return guarded
