"""What would make an action clearer, in sentences: pointers, never refusals."""

from __future__ import annotations

from datetime import date

import pytest

from domain.pointers import LONGEST, Pointer, pointers, vagueness
from tests.domain.given import SOMEBODY

CONSIDERS, ENSURES = Pointer.ONLY_CONSIDERS, Pointer.ONLY_ENSURES
DAY = date(2027, 4, 30)


def test_an_action_that_says_everything_has_none() -> None:
    """What is done, by whom, by when, and what is expected to change."""
    change = "Risk is seen sooner."
    found = pointers(
        "Train all call handlers.", expected_change=change, owner=SOMEBODY, due=DAY, next_review=None
    )
    assert found == []


def test_what_is_missing_is_pointed_at() -> None:
    """All of it, what the text does first."""
    found = pointers(
        "Ensure that staff are trained.", expected_change=" ", owner=None, due=None, next_review=None
    )
    assert found == [ENSURES, Pointer.NO_EXPECTED_CHANGE, Pointer.NO_OWNER, Pointer.NO_DAY]


def test_a_day_to_look_at_it_again_is_enough() -> None:
    """An action that goes on has no due date, and is looked at again."""
    assert pointers("Audit.", expected_change="Fewer.", owner=SOMEBODY, due=None, next_review=DAY) == []


@pytest.mark.parametrize(
    "text",
    [
        "Consider a new policy.",
        "consider whether training is needed",
        "To consider the findings.",
        "1. To consider the findings.",
        "a) Consider the findings",
        "- Reconsider the threshold.",
        "We will consider a joint protocol.",
        "The Force should also consider a marker.",
        "The council considers how it shares data.",
        "All agencies to consider their policies.",
        "MARAC to consider repeat cases.",
        "Adult social care will consider a review of its forms.",
        "Give consideration to a protocol.",
        "Consideration should be given to a protocol.",
        "Further consideration to be given to training.",
        "Consider training.\nConsider a leaflet.",
    ],
)
def test_only_considers(text: str) -> None:
    """Its main verb, whoever is to do it and however that is put."""
    assert vagueness(text) == [CONSIDERS]


@pytest.mark.parametrize(
    "text",
    [
        "Ensure all staff are trained",
        "ENSURE ALL STAFF ARE TRAINED",
        "To ensure that risk is seen.",
        "We will ensure that risk is seen.",
        "We must now make sure that risk is seen.",
        "Continue to ensure that risk is seen.",
        "The trust will continue to ensure that risk is seen.",
        "The health board needs to ensure that records are kept.",
        "Each GP practice ensures that patients are seen alone.",
        "Ensuring that records are kept, and that they are read.",
    ],
)
def test_only_ensures(text: str) -> None:
    """Its main verb, whoever is to do it and however that is put."""
    assert vagueness(text) == [ENSURES]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Train all staff to ensure that risk is seen.",
        "Train staff to consider coercive control.",
        "All staff to be trained to consider coercive control.",
        "The training will be changed to ensure that it covers suicide.",
        "Write guidance that staff must consider.",
        "Consider and adopt the model policy.",
        "The policy will be rewritten so that managers ensure supervision.",
        "Publish a considered response.",
        "Insurance is to be reviewed.",
        "Ensure that staff know of it. Hold four sessions by May.",
        "The Force audits, and ensures that gaps are closed.",
        "Considerable work is done already: publish it.",
    ],
)
def test_does_something(text: str) -> None:
    """Where there is any other verb to carry out, nothing is pointed at."""
    assert vagueness(text) == []


def test_both_at_once() -> None:
    """Each is told of once."""
    assert vagueness("Ensure that it is known; Consider a leaflet. Ensure that it is read.") == [
        CONSIDERS,
        ENSURES,
    ]


def test_a_long_text_is_looked_at_from_its_beginning() -> None:
    """What follows does not matter, and takes no time."""
    assert vagueness("Ensure that " + "x " * LONGEST + ". Hold sessions.") == [ENSURES]
    assert vagueness("The " + "x" * 100_000) == []
