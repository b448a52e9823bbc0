"""How the figures are written down."""

from __future__ import annotations

from datetime import date

from tests.bench.document import document, table
from tests.bench.figures import SHORT, Figure, Place

MISSED = Figure("creating", "9 a second", "30 a second", "0.3", "0.4", False)
STATED = Figure("the action page", "80 a second")


def test_a_table_says_which_aims_are_met_and_leaves_the_rest_open() -> None:
    """A figure that is only stated has no answer under "met"."""
    lines = table([MISSED, MISSED._replace(met=True), STATED]).splitlines()
    assert lines[0] == "| what | measured | yardstick | ratio | aim | met |"
    assert lines[2] == "| creating | 9 a second | 30 a second | 0.3 | 0.4 | **no** |"
    assert lines[3].endswith("| yes |")
    assert lines[4] == "| the action page | 80 a second |  |  |  |  |"


def test_the_document_says_where_and_of_what_it_was_measured(here: Place) -> None:
    """The day, the commit, the cores and the versions stand above a table for each subject."""
    text = document({"store": [MISSED], "serving": [STATED]}, SHORT, here, date(2026, 3, 2))
    assert text.startswith("# How fast it is\n")
    for words in ("2 March 2026, commit ", " cores ", "PostgreSQL ", "200 actions", "## Store", "## Serving"):
        assert words in text
