"""A process of its own that carries out a change to many actions, for tests that kill it.

Arguments: CONNINFO KEY_FILE CHANGE KILLED_AT. It says `done` once all of it is done; at so many actions it is
killed by itself, by the signal that nothing can catch (0: never).
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path
from uuid import UUID

from domain.store.application import Store
from domain.tracker import Tracker
from domain.tracker.together import Commanding, carry_out
from tests.domain.tracker.many import remarking


def killed_at(many: int, command: Commanding) -> Commanding:
    """The same command, whose process is killed when it is asked so many times."""
    asked = count(1)

    def until_then(tracker: Tracker, thing: UUID, version: int) -> object:
        if next(asked) == many:
            os.kill(os.getpid(), signal.SIGKILL)
        return command(tracker, thing, version)

    return until_then


if __name__ == "__main__":
    conninfo, key_file, change, many = sys.argv[1:]
    with Store(conninfo, Path(key_file)) as store:
        command = killed_at(int(many), remarking(UUID(change)))
        if carry_out(Tracker(store), UUID(change), command, at_a_time=20):
            print("done")
