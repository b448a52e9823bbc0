"""`dhr rebuild`: views from the log again, and --check, which tells where they differ."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from projections.reading import Views
from projections.views import VIEWS
from tests.api.cli.conftest import Dhr


def tamper(url: str, statement: str) -> None:
    """Change a live view behind the projector's back; {} stands for its schema."""
    with psycopg.connect(url) as connection:
        [(schema,)] = connection.execute("select schema from public.published").fetchall()
        connection.execute(SQL(statement).format(Identifier(schema)))


@pytest.fixture
def filled(dhr_of_anytown: Dhr, plan: Path) -> Dhr:
    """The command line on a database with an imported plan."""
    dhr_of_anytown("import", str(plan), "--review", "DHR1", "--open-review", "--commit")
    return dhr_of_anytown


def test_check_finds_no_difference_in_sound_views(filled: Dhr) -> None:
    """Exit status 0."""
    said = filled("rebuild", "--check")
    assert (said.status, said.err) == (0, "")
    assert said.out == f"{len(VIEWS)} views are what the log makes of them.\n"


def test_check_shows_every_row_that_differs(filled: Dhr, database_url: str) -> None:
    """Exit status 1, and a line for each with view, position and thing."""
    tamper(database_url, "update {}.actions set text = 'changed' where number = '1/2' and until is null")
    said = filled("rebuild", "--check")
    assert said.status == 1
    [line] = said.out.splitlines()
    view, position, thing = line.split("\t")
    assert view == "actions"
    assert position.startswith("position ")
    assert thing.endswith(" 1/2")
    assert said.err == "The views differ from the log: dhr rebuild builds them again.\n"


def test_a_rebuild_puts_it_right(filled: Dhr, database_url: str) -> None:
    """After it nothing differs."""
    tamper(database_url, "update {}.actions set text = 'changed'")
    said = filled("rebuild")
    assert said.status == 0
    assert said.out == f"Built again from the log: {', '.join(view.name for view in VIEWS)}.\n"
    assert filled("rebuild", "--check").status == 0


def test_one_view_alone(filled: Dhr, reading: Views, database_url: str) -> None:
    """Only that one is built, or checked; the others stay as they are, wrong or right."""
    tamper(database_url, "update {}.actions set text = 'changed'")
    tamper(database_url, "update {}.recommendations set wording = 'changed'")
    assert filled("rebuild", "actions").out == "Built again from the log: actions.\n"
    assert filled("rebuild", "actions", "--check").status == 0
    assert filled("rebuild", "recommendations", "--check").status == 1
    with reading.reading() as connection:
        [(kept,)] = connection.execute("select distinct wording from recommendations").fetchall()
    assert kept == "changed"


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_an_unknown_view(filled: Dhr, check: list[str]) -> None:
    """Exit status 1, and the names of those that there are."""
    said = filled("rebuild", "nothing", *check)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("There is no view called nothing. The views are: reviews, ")


def test_a_view_that_has_stopped_is_a_difference(filled: Dhr, database_url: str) -> None:
    """It is told with the position and the reason, although its rows may be right as far as they go."""
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "update public.view_positions set failed_at = position + 1, failure = 'It cannot go on.'"
            " where view = 'timeline'"
        )
    said = filled("rebuild", "--check")
    assert said.status == 1
    assert said.out.startswith("timeline\tstopped at position ")
    assert said.out.rstrip().endswith("It cannot go on.")
