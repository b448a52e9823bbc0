"""A worker in a process of its own, for tests that kill it: CONNINFO KEY_FILE DATA_FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

from domain.settings import Settings
from scheduler.worker import run_worker

if __name__ == "__main__":
    conninfo, key_file, data = sys.argv[1:]
    run_worker(Settings(data=Path(data), master_key_file=Path(key_file)), conninfo, stop=Event())
