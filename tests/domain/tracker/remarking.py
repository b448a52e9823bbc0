"""A process of its own that carries out a change to many actions, for tests that kill it.

Arguments: CONNINFO KEY_FILE CHANGE. It says `done` once all of it is done.
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from domain.store.application import Store
from domain.tracker import Tracker
from domain.tracker.together import carry_out
from tests.domain.tracker.many import remarking

if __name__ == "__main__":
    conninfo, key_file, change = sys.argv[1:]
    with Store(conninfo, Path(key_file)) as store:
        if carry_out(Tracker(store), UUID(change), remarking(UUID(change)), at_a_time=20):
            print("done")
