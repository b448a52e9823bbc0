"""The contrast of colours, against what the guidelines themselves say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contrast import ENOUGH_FOR_TEXT, WHITE, contrast, darker

COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#28A197", "#ffffff", 3.17),
    ],
)
def test_known_ratios(one: str, other: str, ratio: float) -> None:
    """Ratios that are published, or were measured by other tools."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.02)


@given(COLOURS, COLOURS)
def test_the_order_does_not_matter(one: str, other: str) -> None:
    """Text on a ground has the contrast of that ground on the text; none is below 1 or above 21."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOURS, st.floats(0, 1))
def test_darker_is_never_lighter(colour: str, part: float) -> None:
    """A darker shade keeps white text readable on it wherever the colour itself does."""
    assert contrast(darker(colour, part), WHITE) >= contrast(colour, WHITE) - 0.06
    assert darker(colour, 0) == colour
    assert darker(colour, 1) == "#000000"
    assert contrast(darker(colour, 1), WHITE) > ENOUGH_FOR_TEXT
