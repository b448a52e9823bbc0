"""`dhr worker` on a computer whose clock is set anew while it runs.

Run as a programme: FILE, which holds by how many seconds the clock is off.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from time_machine import Traveller, travel

from api.cli import main

LOOK_SECONDS = 0.05


def follow(file: Path, clock: Traveller) -> None:
    """Set the clock to what the file says, for ever."""
    is_off = 0.0
    while True:
        wanted = float(file.read_text() or is_off)
        if wanted != is_off:
            clock.shift(timedelta(seconds=wanted - is_off))
            is_off = wanted
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    with travel(datetime.now(UTC), tick=True) as travelling:
        Thread(target=follow, args=[Path(sys.argv[1]), travelling], daemon=True).start()
        sys.exit(main(["worker"]))
