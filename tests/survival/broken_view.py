"""`dhr worker` of a version whose notes of progress cannot take one event, or of the version that mends it.

Run as a programme: `broken` or `mended`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import cast

from api.cli import main
from domain.action_events import ProgressReported
from domain.store.log import LogEntry
from projections.progress import PROGRESS, ProgressRow, lines

UNBEARABLE = "unbearable"


def without_it(entry: LogEntry) -> Iterable[ProgressRow]:
    """The notes as ever, until one has the word that this version did not reckon with."""
    if cast("ProgressReported", entry.event).progress == UNBEARABLE:
        raise ValueError
    return lines(entry)


if __name__ == "__main__":
    # A view is frozen for the product: only a test makes another version of it.
    if sys.argv[1] == "broken":
        object.__setattr__(PROGRESS, "lines", without_it)
    else:
        object.__setattr__(PROGRESS, "version", PROGRESS.version + 1)
    sys.exit(main(["worker"]))
