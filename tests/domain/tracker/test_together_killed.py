"""A change to many actions, whose process is killed again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic
from uuid import UUID

from domain.action import Action
from domain.tracker import Tracker
from domain.tracker.together import What, judged
from tests.domain.tracker.many import chosen, plan_many

ACTIONS = 300
KILLED_AT = (110, 75)
"""Each time in the middle of twenty that are recorded together: 100 are judged, then 160."""
SECONDS = 60


def test_whatever_is_killed_is_completed_by_sending_it_again(
    tracker: Tracker, training: UUID, tmp_path: Path
) -> None:
    """What was judged before the kill is recorded and stays; in the end each action has it once."""
    things = plan_many(tracker, training, ACTIONS)
    change = chosen(tracker, things)
    command = [sys.executable, "-m", "tests.domain.tracker.remarking", tracker.store.datastore.conninfo]
    command += [str(tmp_path / "master.key"), str(change)]
    for many, so_far in zip(KILLED_AT, (100, 160), strict=True):
        killed_at(many, command)
        recorded = {entry.event.originator_id for entry in tracker.store.log.of_correlations({change})}
        assert {one.thing for one in judged(tracker.store, change) if one.what} == recorded
        assert len(recorded) == so_far
    # The server may need a moment to notice that the killed one is gone.
    end, answer = monotonic() + SECONDS, b""
    while not answer and monotonic() < end:
        answer = subprocess.run([*command, "0"], check=True, stdout=subprocess.PIPE, timeout=SECONDS).stdout
    assert answer == b"done\n"
    assert {one.what for one in judged(tracker.store, change)} == {What.RECORDED}
    assert {len(tracker.get(Action, thing).remarks) for thing in things} == {1}


def killed_at(many: int, command: list[str]) -> None:
    """Have it killed when it comes to so many; again where the server still holds the killed one's lock."""
    end, returned = monotonic() + SECONDS, 0
    while returned != -signal.SIGKILL and monotonic() < end:
        done = subprocess.run([*command, str(many)], check=False, stdout=subprocess.PIPE, timeout=SECONDS)
        returned = done.returncode
        assert not done.stdout
    assert returned == -signal.SIGKILL
