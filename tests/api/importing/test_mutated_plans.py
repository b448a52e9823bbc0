"""Plans gone wrong in every way, through the whole import: recorded as a whole or refused in a sentence."""

from __future__ import annotations

import re
import resource
import time
from collections import Counter
from itertools import islice
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.action import Action
from domain.recommendation import Recommendation
from domain.store.application import Store
from tests.api.importing.mutated.files import Spoilt, files_gone_wrong
from tests.soaking import soaked

FILES = soaked(3_000, 300)
SEED = 1
IN_ONE_REVIEW = 6
"""So many files, one after the other, are versions of the plan of one review."""
SECONDS, MEGABYTES = 20, 500
"""What one file may cost: of the processor, and of memory above what all before it took."""
SENTENCE = re.compile(r"[A-Z“a-z].*[.?]”?", re.DOTALL)


@pytest.mark.soak("plans gone wrong", f"{FILES:,} files, seed {SEED}")
def test_plans_gone_wrong(program: TestClient, store: Store) -> None:
    """Each is recorded as a whole, under one correlation id, or refused and nothing of it is recorded."""
    answers: Counter[int] = Counter()
    for number, file in enumerate(islice(files_gone_wrong(SEED), FILES)):
        begun, most = time.process_time(), peak()
        before = store.log.last_position()
        answer = sent(program, file, f"M{number // IN_ONE_REVIEW}")
        where = f"file {number} of seed {SEED}, {file.name}: {answer.text[:300]}"
        assert time.process_time() - begun < SECONDS, where
        assert peak() - most < MEGABYTES, where
        answers[answer.status_code] += 1
        recorded_whole_or_not(store, before, answer, where)
    assert min(answers[status] for status in (201, 422)) > FILES / 5, answers


def peak() -> int:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def sent(program: TestClient, file: Spoilt, review: str) -> Any:
    """The answer to a request to import it."""
    form = {"review": review, "open_review": "true", "commit": "true"}
    return program.post("/api/v1/imports", files={"file": file}, data=form)


def recorded_whole_or_not(store: Store, before: int, answer: Any, where: str) -> None:
    """After a refusal nothing is there; after an import all of it, in one piece."""
    entries = store.log.read(before, limit=1_000_000)
    if answer.status_code in (413, 422):
        assert entries == [], where
        assert SENTENCE.fullmatch(answer.json()["detail"]), where
        return
    assert answer.status_code in (200, 201), where
    assert bool(entries) == (answer.status_code == 201), where
    assert len({one.event.correlation for one in entries}) <= 1, where
    shown = answer.json()
    new = Counter(one["what"] for one in shown["differences"])
    made = Counter(type(one.event) for one in entries)
    assert made[Recommendation.Made] == new["new recommendation"], where
    assert made[Action.Planned] == new["new action"], where
