"""A round over many lapses, whose process is killed between two saves, and again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

from domain.action import Action
from domain.recommendation import Recommendation
from domain.timescales import Timescale
from domain.tracker.recommendation import put_in_plan
from scheduler.reminding import LAPSES_AT_A_TIME
from tests.scheduler.installation import Installation, morning
from tests.scheduler.mail_server import free_port

KILL_AT = (1, LAPSES_AT_A_TIME + 1)
"""Killed once so many lapses are recorded: in the middle of the next save, or shortly before or after it."""
ACTIONS = 5 * LAPSES_AT_A_TIME + 1
SECONDS = 90
LAPSES = "select originator_id from public.events where topic = 'action.timescale_lapsed'"


def overdue(installation: Installation) -> set[UUID]:
    """Many actions of one due date, recorded at once."""
    one = installation.tracker.get(Recommendation, installation.recommendation)
    facts = {"partnership": one.led_by, "reviews": (one.review,), "recommendations": (one.id,)}
    timescale = Timescale(raw=installation.due.isoformat(), due=installation.due, why_no_date=None)
    new = [
        Action.plan(f"Step {number}", number=f"3.1/{number}", by=installation.by, **facts)  # type: ignore[arg-type]
        for number in range(ACTIONS)
    ]
    for action in new:
        action.set_timescale(timescale, by=installation.by)
    identities = [action.id for action in new]
    installation.tracker.record(*new, along=[put_in_plan(one.review, "action", *identities)])
    return set(identities)


def lapsed(installation: Installation) -> Counter[UUID]:
    """How often the log has the lapse of each action."""
    with installation.tracker.store.connection() as connection:
        return Counter(action for (action,) in connection.execute(LAPSES).fetchall())


def test_whatever_is_killed_each_lapse_is_recorded_once(installation: Installation, master_key: Path) -> None:
    """What was recorded before the kill stays, in whole saves, and the next round records the rest."""
    made, store = overdue(installation), installation.tracker.store
    now = morning(installation.due + timedelta(days=7)).isoformat()
    command = [sys.executable, "-m", "tests.scheduler.sending", store.datastore.conninfo, str(master_key)]
    command += [f"smtp://127.0.0.1:{free_port()}", now]
    for many in KILL_AT:
        process, end = subprocess.Popen(command), monotonic() + SECONDS
        while lapsed(installation).total() < many and process.poll() is None and monotonic() < end:
            store.log.wait(0.1)
        process.kill()
        process.wait(10)
        found = lapsed(installation).total()
        assert many <= found < ACTIONS
        assert found % LAPSES_AT_A_TIME == 0
    subprocess.run(command, check=True, timeout=SECONDS)
    assert lapsed(installation) == Counter(made)
