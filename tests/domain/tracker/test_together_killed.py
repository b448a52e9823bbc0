"""A change to many actions, whose process is killed again and again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic
from uuid import UUID

from domain.action import Action
from domain.tracker import Tracker
from domain.tracker.together import What, judged
from tests.domain.tracker.many import chosen, plan_many

ACTIONS = 1_500
KILL_AT = (100, 300)
"""Killed once so many are judged."""
SECONDS = 60


def how_many_judged(tracker: Tracker, change: UUID) -> int:
    """How many of the actions are judged."""
    return sum(one.what is not None for one in judged(tracker.store, change))


def test_whatever_is_killed_is_completed_by_sending_it_again(
    tracker: Tracker, training: UUID, tmp_path: Path
) -> None:
    """What was judged before the kill is recorded and stays; in the end each action has it once."""
    things = plan_many(tracker, training, ACTIONS)
    change = chosen(tracker, things)
    command = [sys.executable, "-m", "tests.domain.tracker.remarking", tracker.store.datastore.conninfo]
    command += [str(tmp_path / "master.key"), str(change)]
    for many in KILL_AT:
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        end = monotonic() + SECONDS
        while how_many_judged(tracker, change) < many and process.poll() is None and monotonic() < end:
            pass
        process.kill()
        process.communicate()
        recorded = {entry.event.originator_id for entry in tracker.store.log.of_correlations({change})}
        assert {one.thing for one in judged(tracker.store, change) if one.what} == recorded
        assert many <= len(recorded) < ACTIONS
    # The server may need a moment to notice that the killed one is gone.
    end, answer = monotonic() + SECONDS, b""
    while not answer and monotonic() < end:
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=SECONDS).stdout
    assert answer == b"done\n"
    assert {one.what for one in judged(tracker.store, change)} == {What.RECORDED}
    assert {len(tracker.get(Action, thing).remarks) for thing in things} == {1}
