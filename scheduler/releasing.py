"""Letting mail go again after a restore: what waited goes, or all that may have gone counts as gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.clocks import LONDON
from domain.digests import HOUR_OF_REMINDERS
from domain.refusals import refuse_if
from domain.working_days import is_working_day
from projections.holding import held, leave_out_what_waits, release
from scheduler.reminding import remind

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, datetime

    from domain.tracker import Tracker
    from projections.reading import Views


def day_of_last_round(now: datetime, holidays: Container[date]) -> date:
    """The last working day whose hour of reminders had come."""
    local = now.astimezone(LONDON)
    day = local.date() if local.time() >= HOUR_OF_REMINDERS else local.date() - timedelta(days=1)
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def release_mail(
    tracker: Tracker, views: Views, *, now: datetime, holidays: Container[date], mail_from: str, as_gone: bool
) -> int:
    """Let mail go again; how many mails waited. Refuses where none is held.

    With `as_gone`, these and every reminder that was due by the last round count as gone: nobody is
    written to about them again. The lapses of that day are recorded.
    """
    with views.reading() as connection:
        found = held(connection)
    refuse_if(found is None, "No mail is held.")
    if as_gone:
        # Decided while it is still held, so that nothing of it can go in the meantime.
        day = day_of_last_round(now, holidays)
        remind(tracker, views, day, now=now, holidays=holidays, mail_from=mail_from)
    with views.reading() as connection, connection.transaction():
        waited = held(connection)
        if as_gone:
            leave_out_what_waits(connection)
        release(connection, now=now)
    return waited.mails if waited else 0
