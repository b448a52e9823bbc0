"""How many slips lie between two words, and how many are forgiven."""

import pytest

from projections.spelling import is_near, slips


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("police", "police", 0),
        ("polcie", "police", 1),
        ("polic", "police", 1),
        ("policee", "police", 1),
        ("pulice", "police", 1),
        ("recomendatoin", "recommendation", 2),
        ("opliec", "police", 2),
        ("", "abc", 3),
        ("abc", "", 3),
    ],
)
def test_slips(one: str, other: str, expected: int) -> None:
    """A letter too many, missing or wrong is one, two neighbours swapped are one; the same both ways."""
    assert (slips(one, other), slips(other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("typed", "word", "near"),
    [
        ("gps", "gpx", False),
        ("care", "card", True),
        ("care", "core", True),
        ("care", "cores", False),
        ("houes", "house", True),
        ("housng", "housing", True),
        ("hosng", "housing", False),
        ("husng", "housings", False),
        ("safguardng", "safeguarding", True),
        ("sfguardng", "safeguarding", False),
    ],
)
def test_what_is_near(typed: str, word: str, near: bool) -> None:
    """None is forgiven in three letters, one in four or five, two in longer words."""
    assert is_near(typed, word) is near
