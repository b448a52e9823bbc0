"""Labels at the beginning of a recommendation."""

import pytest

from api.importing.labels import lost_zero, split_label
from domain.vocabulary import QuestionAbout
from tests.api.importing.invented import NUMBERED, asked, plan_of


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Recommendation 3: The police should act.", "Recommendation 3"),
        ("Recommendation 3\nThe police should act.", "Recommendation 3"),
        ("RECOMMENDATION No. 12 – The police should act.", "RECOMMENDATION No. 12"),
        ("3.140(a) The police should act.", "3.140(a)"),
        ("R10 – The police should act.", "R10"),
        ("10.1.1.1 The police should act.", "10.1.1.1"),
        ("9.1 a The police should act.", "9.1 a"),
        ("2b The police should act.", "2b"),
        ("7. The police should act.", "7"),
    ],
)
def test_label_is_split_off(text: str, label: str) -> None:
    """What is clearly a label is kept as printed, and the wording begins after it."""
    assert split_label(text) == (label, "The police should act.")


@pytest.mark.parametrize(
    "text",
    [
        "The police should act.",
        "12 months after publication the board should meet.",
        "999 calls should be answered.",
        "1. The police should act.\n2. The council should act.",
        "a) The police should act.\n\nb) The council should act.",
        "NHS England should act.",
        "Recommendations 1 and 2 of the last review should be met.",
    ],
)
def test_wording_without_a_label(text: str) -> None:
    """Wording that only looks like it begins with a number stays whole."""
    assert split_label(text) == ("", text)


def test_lost_zero() -> None:
    """A number that a spreadsheet shortened is kept as it stands, with a question."""
    plan = plan_of([NUMBERED, ["9.9", "One.", "a"], ["9.1", "Two.", "b"], ["9.11", "Three.", "c"]])
    (question,) = asked(plan, QuestionAbout.READING)
    assert (question.words, question.recommendation, question.where) == ("9.1", 1, "row 3")


@pytest.mark.parametrize(
    ("before", "label"), [("9.8", "9.9"), ("9.9", "9.10"), ("8.9", "9.1"), ("9", "1"), ("", "9.1")]
)
def test_no_lost_zero(before: str, label: str) -> None:
    """Numbers in their order have lost nothing."""
    assert not lost_zero(before, label)
