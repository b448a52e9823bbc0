"""Whether words call an action complete."""

from datetime import date

import pytest

from api.importing.completing import (
    Told,
    day_beside_complete,
    day_of,
    holds_back,
    told_by,
    told_by_completion,
)


@pytest.mark.parametrize(
    "text",
    [
        "Complete",
        "COMPLETED.",
        "Implemented in full",
        "Done",
        "Closed",
        "Blue",
        "BLUE – complete",
        "Signed off",
        "Complete 04/03/2020",
        "Action complete",
        "100% complete",
        "This has been fully implemented.",
        "All actions completed",
        "Completed by the Trust in May.",
    ],
)
def test_complete(text: str) -> None:
    """A sentence that opens with the word, or with the action and the word, calls it complete."""
    assert told_by(text) is Told.COMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Green",
        "Ongoing",
        "In progress",
        "Partially complete",
        "Not complete",
        "Incomplete",
        "To be completed",
        "Will be implemented in May",
        "Due to be completed soon",
        "80% complete",
        "Not yet done",
        "Almost finished",
        "To be completed by 31 March 2021",
    ],
)
def test_open(text: str) -> None:
    """Words that hold completion back, or none of it, leave the action open."""
    assert told_by(text) is Told.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "Training was completed by 200 staff; policy awaited",
        "Policy complete. Training ongoing.",
        "The audit that we completed shows more to do",
    ],
)
def test_doubt(text: str) -> None:
    """A completion of something, among other words, is for a person to judge."""
    assert told_by(text) is Told.DOUBT


@pytest.mark.parametrize(
    "text", ["04/03/2020", "4 March 2020: policy issued to all staff", "June 2020", "Completed June 2020"]
)
def test_completion_cell_with_a_date(text: str) -> None:
    """In the cell for the date of completion, a date is enough."""
    assert told_by_completion(text) is Told.COMPLETE


@pytest.mark.parametrize("text", ["", "-", "N/A", "TBC", "Ongoing", "In progress"])
def test_completion_cell_that_is_open(text: str) -> None:
    """A cell for the date of completion may say that there is none."""
    assert told_by_completion(text) is Told.OPEN


@pytest.mark.parametrize("text", ["Expected by 04/03/2020", "Policy in place"])
def test_completion_cell_in_doubt(text: str) -> None:
    """An expected date, or an outcome without a date, is for a person to judge."""
    assert told_by_completion(text) is Told.DOUBT


def test_day_of_completion() -> None:
    """The day is taken where there is exactly one, and written in full."""
    assert day_of("Signed off 4 March 2020 by the board (4/3/2020)") == date(2020, 3, 4)
    assert day_of("04/03/2020 and 05/03/2020") is None
    assert day_of("June 2020") is None


def test_day_beside_the_word() -> None:
    """A day counts as that of completion only on the line that calls something complete."""
    assert day_beside_complete("First met 01/02/2019\nComplete 20/01/2020") == date(2020, 1, 20)
    assert day_beside_complete("First met 01/02/2019\nComplete") is None


@pytest.mark.parametrize(
    ("text", "told"), [("Yes", Told.COMPLETE), ("✓", Told.COMPLETE), ("No", Told.OPEN), ("N", Told.OPEN)]
)
def test_yes_and_no(text: str, told: Told) -> None:
    """A cell for completion may say only yes or no."""
    assert told_by_completion(text) is told


@pytest.mark.parametrize(
    ("status", "back"),
    [
        ("Amber", True),
        ("In progress", True),
        ("Ongoing", True),
        ("Not complete", True),
        ("Green", False),
        ("", False),
    ],
)
def test_status_that_holds_back(status: str, back: bool) -> None:
    """A status of work that goes on holds back; green may mean either."""
    assert holds_back(status) is back
