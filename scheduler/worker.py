"""The worker: feeds the views, keeps the clock, sends the mail and makes reports.

One is active; others stand by.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING, Any

import psycopg
import structlog

from domain.store.application import Store
from domain.store.datastore import LOST, DatabaseUnavailable, with_defaults
from domain.tracker import Tracker
from projections.generations import take_lock
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS
from scheduler.bank_holidays import BankHolidays
from scheduler.clock import Clock, scheduled
from scheduler.post import Post
from scheduler.reporting import Reporter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from domain.settings import Settings

KEEPING_TIME = 3
LOOK_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 4.0
"""A database that comes back is noticed within this time."""

CLOCK_MAY_DRIFT = timedelta(seconds=30)

log_line = structlog.get_logger(__name__)


def post_of(settings: Settings) -> Post:
    """Where this installation's mail goes."""
    return Post(
        folder=settings.data / "outbox",
        base_url=settings.base_url,
        mail_from=settings.mail_from,
        smtp_url=settings.smtp_url,
        trial=settings.trial,
    )


def run_worker(settings: Settings, conninfo: str, *, stop: Event) -> None:
    """Work until `stop` is set, and end within a few seconds of it. Outlives a lost database.

    Raises `MasterKeyLost` where the log cannot be read.
    """
    store = _opened(settings, conninfo, stop)
    if store is None:
        return
    views = Views(conninfo)
    projector = Thread(target=Projector(store, VIEWS).run, args=[stop], name="projector", daemon=True)
    served = Views(conninfo, serving=True)
    reports = Thread(target=Reporter(served).run, args=[conninfo, stop], name="reports", daemon=True)
    projector.start()
    reports.start()
    try:
        _keep_time(Clock(Tracker(store), views, post_of(settings), BankHolidays()), conninfo, stop)
    finally:
        stop.set()
        projector.join()
        reports.join()
        served.close()
        views.close()
        store.close()


def _opened(settings: Settings, conninfo: str, stop: Event) -> Store | None:
    """The store, as soon as there is a database; None where the worker is stopped before."""
    pause = LOOK_SECONDS
    while not stop.is_set():
        try:
            return Store(conninfo, settings.master_key_file)
        except DatabaseUnavailable:
            log_line.warning("The worker waits for the database.", seconds=pause)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    return None


def _keep_time(clock: Clock, conninfo: str, stop: Event) -> None:
    """Keep the clock going while this worker is the active one, again and again."""
    pause = LOOK_SECONDS
    while not stop.is_set():
        try:
            with psycopg.connect(with_defaults(conninfo), autocommit=True) as connection:
                if _became_active(connection, stop):
                    pause = LOOK_SECONDS
                    while not stop.is_set():
                        with _running(clock, stop):
                            _stay_active(connection, stop)
        except LOST:
            log_line.warning("The clock waits for the database.", seconds=pause)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _became_active(connection: psycopg.Connection[Any], stop: Event) -> bool:
    """Stand by until the lock is ours; False where the worker is stopped before."""
    while not stop.is_set():
        if take_lock(connection, KEEPING_TIME):
            log_line.info("The clock is running.")
            return True
        stop.wait(LOOK_SECONDS)
    return False


def _stay_active(connection: psycopg.Connection[Any], stop: Event) -> None:
    """Until stopped, or until the computer's clock was set anew: what was scheduled by the old one is void.

    Raises `OperationalError` when the connection, and with it the lock, is lost.
    """
    began = _past_of_the_clock()
    while not stop.wait(LOOK_SECONDS):
        connection.execute("select")
        if abs(_past_of_the_clock() - began) > CLOCK_MAY_DRIFT:
            log_line.warning("The clock of this computer was set anew.", now=datetime.now(UTC).isoformat())
            return


def _past_of_the_clock() -> timedelta:
    """When this computer started, by its clock: another moment as soon as that is set."""
    return timedelta(seconds=time.time() - time.monotonic())


@contextmanager
def _running(clock: Clock, stop: Event) -> Iterator[None]:
    scheduler = scheduled(clock, stop)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
        log_line.info("The clock has stopped.")
