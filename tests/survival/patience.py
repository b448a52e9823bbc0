"""How long is waited for what is to be back within ten seconds, where others use the computer, too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

BACK_WITHIN_SECONDS = 10.0
LOOK_SECONDS = 0.05


def is_back(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within ten seconds, or as many times that as each processor has processes."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > BACK_WITHIN_SECONDS * crowd():
            return False
        time.sleep(LOOK_SECONDS)
    return True


def crowd() -> float:
    """How many processes there were for each processor in the last minute, at least one."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
