"""Writes the figures as docs/bench.md: the day, the commit, the computer, and a table for each subject."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import psycopg

from tests.bench.figures import LONG, Figure, Place, Size

WHERE = Path("docs/bench.md")
HEAD = """# How fast it is

Written by `make bench`, never by hand. Each figure stands beside its yardstick, measured in the same run and
in turns with it, the best of several: on a computer that is busy, ratios count, not seconds.

"""
WHY = {
    "store": """
Creating is at its aim or just below it from run to run (0.52 the day before): what a commit takes is mostly
the disk, and the yardstick's own rate went from 3,400 to 4,400 a second between the two, while ours stayed
at 1,700.
""",
    "views": """
Catch-up misses its aim. Seven tenths of it is work in PostgreSQL, and most of that the upkeep of indexes: a
change of an action ends one version and begins another, in thirteen indexes of that table. With all but one
of them dropped, the same work takes 92 µs of a processor for an event, and not 209. They are what lets a
list of the past cost what a list of the present does, so they stay. Whoever has far to go is rebuilt, which
is more than three times as fast. Half of the changes at 50 a second are seen after 8 ms; of three runs the
slowest hundredth took 37, 57 and (before the bench waited for a checkpoint) 215 ms: the first changes after a
worker has started take longest, and whatever else the computer does shows.
""",
    "board and lists": """
The board of all partnerships is near twice the bare SQL, above or below it from run to run: half of its time
goes into judging each open action (its colour by its partnership's rule, lateness, slippage), a quarter into
the 28 counts of them, the rest into what is closed. To count by kinds of action first was tried: slower.

Five years ago nearly nothing stood that stands today: what the board of all partnerships then says is
counted from the 850,000 versions that have ended since, which an index in the order of their ends leads to.

Of a whole request for 50 actions (107 kB of page since each row has a box to choose it by) nearly four
tenths are templates, a third is waiting for PostgreSQL in some twenty statements, and a tenth sets what
whoever asks sees on each connection that is used. What the filters of a list offer took a quarter until
only as much of it was put in order as can be offered. The administrator who asks here keeps all
partnerships there are: for one partnership what is seen is shorter to say and quicker to judge.
""",
    "what each role sees": """
Whoever sees few of many is shown them by walking past the rest. Nothing is published in this history, and
nobody is on an access list: an auditor or oversight of all partnerships reads past 100,000 actions, and
oversight past 860,000 lines of the log, to find that there is nothing for them. In one partnership, as
most have, it is a hundredth of that. What an agency answers for is found by its ids (4 ms for 1,119
actions), once for each table that a statement asks: a search asks three, twice where something was
mistyped.
""",
}
"""What a profile says of the aims that a subject misses, on a computer of two cores."""
WHY_AT_TEN_TIMES = {
    "board and lists": """
Whatever must look at each open action takes ten times as long as at a tenth of them: judging each for the
board, putting all in order for the overdue list and for orders that no index holds, and counting what a
list finds, which is nearly all that a whole request for a page of all actions takes beyond the 3 ms of its
rows. Of one partnership, as most people see, it is a tenth of that. What stood five years ago is counted
from the versions that have ended since, which are ten times as many, too.
""",
}
"""The same at ten times as many actions."""
COLUMNS = ("what", "measured", "yardstick", "ratio", "aim", "met")
MET = {True: "yes", False: "**no**", None: ""}


def document(subjects: Mapping[str, list[Figure]], size: Size, place: Place, day: date) -> str:
    """The whole text, in Markdown."""
    why = WHY_AT_TEN_TIMES if size is LONG else WHY
    tables = (
        f"## {name.capitalize()}\n\n{table(figures)}{why.get(name, '')}" for name, figures in subjects.items()
    )
    return HEAD + f"{_circumstances(size, place, day)}\n\n" + "\n".join(tables)


def table(figures: list[Figure]) -> str:
    """The figures of one subject."""
    rows = [COLUMNS, ("---",) * len(COLUMNS), *((*one[:-1], MET[one.met]) for one in figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _circumstances(size: Size, place: Place, day: date) -> str:
    with psycopg.connect(place.server.url) as connection:
        server = connection.info.parameter_status("server_version")
    cores = len(os.sched_getaffinity(0))
    return (
        f"{day.day} {day:%B %Y}, commit {_commit()}; {cores} cores ({platform.machine()}), Linux,"
        f" PostgreSQL {server}, Python {platform.python_version()};"
        f" {size.actions:,} actions where a history is asked for."
    )


def _commit() -> str:
    asked = ("git", "describe", "--always", "--dirty=, with changes that were not committed", "--exclude=*")
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
