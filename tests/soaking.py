"""How long trials last: `make soak` sets DHR_SOAK=1 and gives them an hour, `make test` seconds.

A trial is marked by `soak(what it is, how long it is)`. As a part of pytest this writes into docs/soak.md
what became of each one in `make soak`, and leaves the rows of those that did not run.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest

from domain.clocks import in_words

SOAKING = bool(os.environ.get("DHR_SOAK"))
DOCUMENT = Path(__file__).parents[1] / "docs" / "soak.md"
HEAD = "| trial | day | commit | length | took | found |\n|---|---|---|---|---|---|\n"
FACT = "soak"
T = TypeVar("T")


def soaked(soaking: T, otherwise: T) -> T:
    """The first in `make soak`, the second in every other run."""
    return soaking if SOAKING else otherwise


def seed_of_this_run(otherwise: int) -> int:
    """Another seed in each `make soak`, or that of DHR_SEED, by which a run is repeated."""
    return int(os.environ.get("DHR_SEED") or soaked(random.randrange(1_000_000), otherwise))


class Trial(NamedTuple):
    """One trial that has run: how long it was and took (seconds), and which of its tests failed."""

    what: str
    length: str
    took: float = 0.0
    failed: tuple[str, ...] = ()

    def row(self, day: date, commit: str) -> str:
        """Its row in the document."""
        minutes, seconds = divmod(round(self.took), 60)
        found = "; ".join(f"failed: {name}" for name in self.failed) or "nothing"
        facts = (self.what, in_words(day), commit, self.length, f"{minutes} min {seconds} s", found)
        return f"| {' | '.join(facts)} |\n"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each report say to which trial it belongs, in whatever process it was made."""
    for item in items:
        mark = item.get_closest_marker("soak")
        if mark is not None:
            item.user_properties.append((FACT, mark.args))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the rows of the trials that have run, once all have."""
    kinds = [terminalreporter.stats.get(kind, []) for kind in ("passed", "failed", "error")]
    # What could not be collected has a report of another kind, which belongs to no trial.
    reports = [one for reports in kinds for one in reports if isinstance(one, pytest.TestReport)]
    found = trials(reports)
    if SOAKING and found:
        rows = {one.what: one.row(datetime.now(UTC).date(), _commit()) for one in found}
        DOCUMENT.write_text(with_rows(DOCUMENT.read_text(encoding="utf-8"), rows), encoding="utf-8")


def trials(reports: Iterable[Any]) -> list[Trial]:
    """The trials of these reports, each with the times of its tests together."""
    found: dict[str, Trial] = {}
    for report in reports:
        for what, length in (value for name, value in report.user_properties if name == FACT and value):
            so_far = found.get(what, Trial(what, length))
            failed = so_far.failed if report.passed else (*so_far.failed, report.nodeid.rpartition("::")[2])
            found[what] = so_far._replace(took=so_far.took + report.duration, failed=failed)
    return list(found.values())


def with_rows(document: str, rows: dict[str, str]) -> str:
    """The document with new rows in its last table, in the places of older ones of the same trials."""
    before, table = document.split(HEAD)
    kept = [line for line in table.splitlines(keepends=True) if line.startswith("| ")]
    standing = {line[2:].partition(" | ")[0]: line for line in kept}
    return before + HEAD + "".join((standing | rows).values())


def _commit() -> str:
    """The short name of the commit that was tried, with a plus where files have changed since."""
    told = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    said = subprocess.run(told, capture_output=True, text=True, check=False, cwd=DOCUMENT.parent)
    return said.stdout.strip() or "unknown"
