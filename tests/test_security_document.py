"""What `docs/security.md` says: every requirement is answered, and each test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "security.md"
NUMBERS = (ROOT / "tests" / "asvs-5.0-level-2.txt").read_text().split()
ROW = re.compile(r"\| (V\d+\.\d+\.\d+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|")


class Answer(NamedTuple):
    """What the document says of one requirement: a verdict, why, and what shows it."""

    number: str
    verdict: str
    why: str
    shown_by: list[str]


def answers() -> list[Answer]:
    """The rows of its tables."""
    return [
        Answer(number, verdict, why.strip(), re.findall(r"`([^`]+)`", shown_by))
        for number, verdict, why, shown_by in ROW.findall(DOCUMENT.read_text())
    ]


@cache
def named_in(file: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(file.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_is_answered_once() -> None:
    """All 253 of level 2, in their order, and nothing else."""
    assert len(NUMBERS) == 253
    assert [one.number for one in answers()] == NUMBERS


@pytest.mark.parametrize("answer", answers(), ids=lambda one: one.number)
def test_an_answer_says_what_is_so(answer: Answer) -> None:
    """Met, with what shows it; or not, and why."""
    assert answer.verdict in ("met", "not applicable", "not met")
    assert answer.why.endswith((".", "!"))
    assert answer.shown_by or answer.verdict != "met"
    for one in answer.shown_by:
        file, _, name = one.partition("::")
        assert (ROOT / file).is_file(), one
        assert not name or (name.startswith("test_") and name in named_in(ROOT / file)), one


def test_what_waits_is_not_met() -> None:
    """What waits for a part that is being built is claimed by nobody."""
    waiting = [one for one in answers() if "LATER" in one.why]
    assert all(one.verdict == "not met" for one in waiting)
