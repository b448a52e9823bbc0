"""`dhr verify`: whether the log is whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from api.cli.installation import installation
from api.cli.progress import progress
from domain.store.verifying import faults_of_the_log

if TYPE_CHECKING:
    from argparse import Namespace


def verify(_: Namespace) -> int:
    """Say what is wrong with it, a line each, and give 1; or that nothing is."""
    found = 0
    with installation() as here:
        last = here.store.log.last_position()
        with progress("Reading the log: {done} of {of} events.") as tell:
            for fault in faults_of_the_log(here.store, tell):
                found += 1
                print(fault)
    if found:
        print("The log is not whole: keep it as it is, and restore a backup elsewhere.", file=sys.stderr)
        return 1
    print(f"The log is whole: {last:,} events, in order, each readable, and closed to changes.")
    print("Whether the lists are what the log makes of them is told by dhr rebuild --check.", file=sys.stderr)
    return 0
