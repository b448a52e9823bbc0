"""Writes the figures as docs/bench.md: the day, the commit, the computer, and a table for each subject."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import psycopg

from tests.bench.figures import Figure, Place, Size

WHERE = Path("docs/bench.md")
HEAD = """# How fast it is

Written by `make bench`, never by hand. Each figure stands beside its yardstick, measured in the same run and
in turns with it, the best of several: on a computer that is busy, ratios count, not seconds.

"""
COLUMNS = ("what", "measured", "yardstick", "ratio", "aim", "met")
MET = {True: "yes", False: "**no**", None: ""}


def document(subjects: Mapping[str, list[Figure]], size: Size, place: Place, day: date) -> str:
    """The whole text, in Markdown."""
    tables = (f"## {name.capitalize()}\n\n{table(figures)}" for name, figures in subjects.items())
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
