"""Makes the reports that people have asked for, beside the clock: every worker does, each report once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from domain.sight import NOTHING, sight_of
from domain.store.datastore import LOST, with_defaults
from domain.unexpected import Unexpected
from projections.reading import NothingPublished
from projections.reports import asked
from projections.reports.ageing_and_slippage import ageing_and_slippage
from projections.reports.figures import counted
from projections.sight import seen_by
from projections.standing import named_standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from projections.reading import Views
    from projections.reports.asked import Report

POLL_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 4.0
SECONDS_FOR_THE_LISTS: Final = 5.0
BEHIND: Final = (
    "The lists have not followed the log as far as this report needs. Ask again in a minute; if that does not"
    " help, tell whoever runs the tracker."
)
PASSING = (*LOST, PoolTimeout, NothingPublished)
"""What passes: a report that is interrupted by it is taken up again."""

log_line = structlog.get_logger(__name__)


class Reporter:
    """Makes reports one after the other. `now` is the clock by which they are old, or were given up."""

    def __init__(self, views: Views, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.views, self.now = views, now

    def run(self, conninfo: str, stop: Event) -> None:
        """Make what is asked for until `stop` is set. Outlives a lost database, and what nobody expected."""
        pause = POLL_SECONDS
        while not stop.is_set():
            try:
                with psycopg.connect(with_defaults(conninfo), autocommit=True) as listening:
                    listening.execute("listen reports")
                    pause = POLL_SECONDS
                    self._work(listening, stop)
            except Exception as error:  # noqa: BLE001 (a failing over says more than that)
                log_line.warning("The reports have to wait.", error=type(error).__name__, seconds=pause)
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def make_all(self) -> int:
        """Make every report that waits, and give how many were made or failed."""
        made = 0
        while self._make_next():
            made += 1
        return made

    def _work(self, listening: psycopg.Connection[Any], stop: Event) -> None:
        while not stop.is_set():
            self.make_all()
            for _ in listening.notifies(timeout=POLL_SECONDS, stop_after=1):
                pass

    def _make_next(self) -> bool:
        with self.views.reading() as connection:
            report = asked.take(connection, now=self.now())
        if report is None:
            return False
        if not self.views.wait_for(report.position, timeout=SECONDS_FOR_THE_LISTS):
            return self._wait(report)
        try:
            self._make(report)
        except PASSING:
            raise
        except Exception as error:  # noqa: BLE001 (whoever waits is told, whatever went wrong)
            self._fail(report, _said(error))
        return True

    def _wait(self, report: Report) -> bool:
        """Let it wait for the lists, but not for ever; whether it was given up."""
        if self.now() - report.asked_at > asked.LONGEST:
            self._fail(report, BEHIND)
            return True
        with self.views.reading() as connection:
            asked.put_back(connection, report.id)
        return False

    def _make(self, report: Report) -> None:
        with seen_by(NOTHING), self.views.reading() as connection:
            _, standing = named_standing(connection, report.person, report.today)
        # Of what whoever asked may see today.
        with seen_by(sight_of(standing)), self.views.reading() as connection:
            asked.say(connection, report.id, "The actions are being read.")
            rows = counted(
                connection, partnerships=report.partnerships, today=report.today, at=report.position
            )
            asked.say(connection, report.id, f"{len(rows):,} actions are being counted.")
            asked.keep(connection, report.id, ageing_and_slippage(rows), now=self.now())

    def _fail(self, report: Report, why: str) -> None:
        with self.views.reading() as connection:
            asked.fail(connection, report.id, why, now=self.now())


def _said(error: Exception) -> str:
    """A sentence for people, with the reference under which the log has the rest."""
    found = Unexpected.of(error)
    log_line.error("A report failed.", **found._asdict())
    return found.sentence
