"""The short form of `make bench`: every subject gives its figures, and its results are right. Never times."""

from __future__ import annotations

import pytest

from tests.bench.document import table
from tests.bench.figures import SHORT, Place
from tests.bench.subjects import SUBJECTS

pytestmark = pytest.mark.process


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_gives_figures(name: str, here: Place) -> None:
    """Each asserts on its own results; here each figure says what it is and what was measured."""
    figures = SUBJECTS[name](SHORT, here)
    assert figures
    for figure in figures:
        assert figure.what
        assert figure.measured
        assert (figure.met is None) == (not figure.aim)
    assert table(figures).count("\n") == len(figures) + 2
