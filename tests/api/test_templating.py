"""The words for days, moments, numbers and long texts, and that templates escape."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from api.templating import TEMPLATES, beginning, counted, sentence_case, words_of_day, words_of_moment


def test_days_and_moments() -> None:
    """Days are written out; moments are those of a clock in London, in summer too."""
    assert words_of_day(date(2026, 3, 4)) == "4 March 2026"
    assert words_of_day(None) == ""
    assert words_of_moment(datetime(2026, 3, 4, 14, 5, tzinfo=UTC)) == "4 March 2026 at 14:05"
    assert words_of_moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 00:30"


def test_numbers() -> None:
    """A number comes with its noun, in the plural where it is not one."""
    assert counted(1, "action") == "1 action"
    assert counted(0, "action") == "0 actions"
    assert counted(1200, "agency", "agencies") == "1,200 agencies"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("short", "short"), ("one two three", "one two …"), ("onetwothreefour", "onetwothre …"), ("", "")],
)
def test_beginnings(text: str, shown: str) -> None:
    """A long text is cut between words."""
    assert beginning(text, 10) == shown


def test_sentence_case() -> None:
    """The first letter alone is changed."""
    assert sentence_case("in NHS") == "In NHS"
    assert sentence_case("") == ""


def test_templates_escape_and_miss_nothing() -> None:
    """Text is escaped also inside components, and a name that is missing is an error, not a blank."""
    button = TEMPLATES.from_string('{{ govuk.button({"text": said}) }}{{ said }}')
    assert "<b>" not in button.render(said="<b>")
    with pytest.raises(UndefinedError):
        TEMPLATES.from_string("{{ missing.word }}").render()
