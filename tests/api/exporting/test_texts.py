"""Words on their way into files."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.exporting.texts import CUT, LONGEST_CELL, for_excel, harmless, plain
from tests.api.exporting.rows import ATTACKS


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_csv_begins_a_formula(attack: str) -> None:
    """A text that a spreadsheet would run gets an apostrophe, and loses nothing."""
    assert harmless(attack) == "'" + plain(attack)


@pytest.mark.parametrize("text", ["Train all", "3.1(a)", "1-2 March", "a=b", "£5", "", "‘quoted’"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    """Text that no spreadsheet would run is left alone."""
    assert harmless(text) == text


@given(st.text())
@example("\x1b=")
def test_whatever_is_typed_begins_no_formula(text: str) -> None:
    """After blanks and marks that a spreadsheet drops, no cell begins with = + - or @."""
    assert not harmless(text).lstrip(" \t\r\n\ufeff").startswith(("=", "+", "-", "@"))


def test_one_kind_of_line_break() -> None:
    """Line breaks of every system become one."""
    assert plain("a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("broken", ["\0", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_characters_that_no_file_can_hold(broken: str) -> None:
    """They are left out: a file with one of them could not be opened."""
    assert plain(f"a{broken}b") == "ab"


def test_markup_of_the_writer() -> None:
    """A text in the tags that the writer of Excel files would take for its own markup is no markup."""
    assert for_excel("<r><t>a</t></r>") == "<r><t>a</t></r> "


def test_a_text_that_fills_a_cell() -> None:
    """It stays whole up to the last character that a cell of Excel holds."""
    text = "x" * LONGEST_CELL
    assert for_excel(text) == text


def test_a_text_too_long_for_a_cell() -> None:
    """It is cut, and says so, instead of being dropped in silence."""
    cut = for_excel("x" * (LONGEST_CELL + 1))
    assert len(cut) == LONGEST_CELL
    assert cut.endswith(CUT)
