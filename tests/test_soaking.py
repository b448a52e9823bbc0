"""What `make soak` writes down of its trials."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from tests.soaking import DOCUMENT, HEAD, Trial, trials, with_rows

KILLS = ("kills", "500 instants, seed 7")


def report(name: str, seconds: float, *, passed: bool = True, trial: tuple[str, ...] = KILLS) -> Any:
    """A report as pytest makes one."""
    return SimpleNamespace(
        nodeid=f"tests/test_a.py::{name}", duration=seconds, passed=passed, user_properties=[("soak", trial)]
    )


def test_the_tests_of_a_trial_are_counted_together() -> None:
    """With their time, and the names of those that failed; what is marked without words is no trial."""
    found = trials([report("a", 60), report("b", 5.4, passed=False), report("c", 1, trial=())])
    assert found == [Trial(*KILLS, 65.4, ("b",))]
    assert found[0].row(date(2026, 11, 23), "abc1234") == (
        "| kills | 23 November 2026 | abc1234 | 500 instants, seed 7 | 1 min 5 s | failed: b |\n"
    )


def test_a_trial_that_did_not_run_keeps_its_row() -> None:
    """A new row takes the place of the older one; one of a new trial comes last."""
    document = f"# Long trials\n\n{HEAD}| kills | old |\n| lists | old |\n"
    rows = {"kills": "| kills | new |\n", "disk": "| disk | new |\n"}
    assert with_rows(document, rows) == (
        f"# Long trials\n\n{HEAD}| kills | new |\n| lists | old |\n| disk | new |\n"
    )


def test_the_document_has_the_table() -> None:
    """Whoever words the document anew leaves the head by which the rows are found."""
    assert DOCUMENT.read_text(encoding="utf-8").count(HEAD) == 1
