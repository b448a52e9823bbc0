"""Every real plan at hand, recorded by `dhr import`; where there are none this module has no cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from projections import reviews
from projections.reading import Views
from tests.api.cli.conftest import BY, Dhr
from tests.api.importing.test_real_plans import PLANS

if PLANS:

    @pytest.mark.parametrize("path", PLANS, ids=[path.stem for path in PLANS])
    def test_a_real_plan_is_recorded_whole_and_once(dhr_of_anytown: Dhr, path: Path, reading: Views) -> None:
        """As many recommendations, actions and questions as were shown; then nothing new; views are right."""
        shown = dhr_of_anytown("import", str(path), "--review", "REAL", "--json").json()
        commit = ("import", str(path), "--review", "REAL", "--open-review", "--commit")
        assert dhr_of_anytown(*commit).status == 0
        with reading.reading() as connection:
            [review] = reviews.listed(connection, today=BY.today)
        read = shown["recommendations"]
        assert review.recommendations == len(read)
        assert review.actions == sum(len(one["actions"]) for one in read)
        assert review.open_questions <= len(shown["questions"])
        assert dhr_of_anytown(*commit).out.startswith("Nothing new")
        assert dhr_of_anytown("rebuild", "--check").status == 0
