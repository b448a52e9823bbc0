"""What a saved view may be: a name, and query words that its list understands."""

from __future__ import annotations

import pytest

from api.saved_views import checked_name, checked_query
from domain.refusals import Refused

SOON = "due_within=28&columns=number,due&sort=due"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "Give the view a name."),
        ("x" * 81, "The name has 81 characters; 80 are the most."),
        ("a\x07b", "The name has a character that cannot be shown."),
    ],
)
def test_names_that_are_refused(name: str, sentence: str) -> None:
    """A name has 1 to 80 characters that can be seen."""
    with pytest.raises(Refused) as refused:
        checked_name(name)
    assert (str(refused.value), refused.value.field) == (sentence, "name")


def test_names_are_kept_plain() -> None:
    """Blanks around a name, and those in a row, are no part of it."""
    assert checked_name("  Due \n soon ") == "Due soon"
    assert checked_name("x" * 80) == "x" * 80


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nothing=known", "This list does not know the word “nothing”."),
        ("page=2", "This list does not know the word “page”."),
        ("as_at=2026-03-01", "A view is for any day: leave “as_at” out."),
        ("agency=x", "The address asks for “x” under “agency”, which there is not."),
        ("columns=number,none", "This list has no column “none”."),
        ("words=" + "x" * 2000, "This is too much for one view: leave something out."),
    ],
)
def test_words_that_are_refused(query: str, sentence: str) -> None:
    """A view has only words of its list, each of which is understood."""
    with pytest.raises(Refused, match=sentence) as refused:
        checked_query("actions", query)
    assert refused.value.field == "query"


def test_only_lists_of_the_tracker() -> None:
    """A view leads to no other place, whatever is said to be a list."""
    for things in ("https://example.org/", "//example.org", "set-up", "outbox", ""):
        with pytest.raises(Refused, match="There is no list"):
            checked_query(things, "")


def test_words_are_kept_as_addresses_write_them() -> None:
    """In their order, without what is empty, and with nothing that an address could take for its own."""
    assert checked_query("actions", f"?{SOON}&words=") == SOON
    assert checked_query("actions", "words=//a?b#c&overdue=true") == "words=%2F%2Fa%3Fb%23c&overdue=true"
