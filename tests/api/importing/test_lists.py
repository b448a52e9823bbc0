"""Numbered lists inside cells."""

import pytest

from api.importing.lists import bulleted, numbered, said_of

FOUR = [1, 2, 3, 4]


def points(text: str) -> list[tuple[int, str]]:
    """The numbers and words that a cell is read as."""
    return [(item.number, item.text) for item in numbered(text).items]


def said(text: str) -> dict[int, str]:
    """What a cell is read to say of each number of a list of four."""
    return {item.number: item.text for item in said_of(text, FOUR).items}


@pytest.mark.parametrize(
    "text",
    [
        "1. Write\n2. Train\n3. Check",
        "1) Write\n\n2) Train\n\n3) Check",
        "(1) Write\n(2) Train\n(3) Check",
        "a) Write\nb) Train\nc) Check",
        "a. Write\nb. Train\nc. Check",
        "(i) Write\n(ii) Train\n(iii) Check",
        "Action 1: Write\nAction 2: Train\nAction 3: Check",
        "1 - Write\n2 - Train\n3 - Check",
        "1.Write\n2.Train\n3.Check",
        "1 Write\n2 Train\n3 Check",
        "A) Write\nB) Train\nC) Check",
        "7.1 Write\n7.2 Train\n7.3 Check",
        "Action 1 Write\nAction 2 Train\nAction 3 Check",
        "1. Write 2. Train 3. Check",
    ],
)
def test_styles_of_lists(text: str) -> None:
    """Figures, letters, Roman numerals and "Action 1:" all number a list."""
    assert points(text) == [(1, "Write"), (2, "Train"), (3, "Check")]


def test_list_on_one_line() -> None:
    """A list whose line breaks were lost is still one, where each point follows a full stop."""
    assert points("1. Write it. 2. Train all; 3. Check") == [
        (1, "Write it."),
        (2, "Train all;"),
        (3, "Check"),
    ]


def test_number_inside_a_sentence() -> None:
    """A number in the middle of a sentence begins no point."""
    assert points("1. Ensure that step 2. is taken\n2. Check") == [
        (1, "Ensure that step 2. is taken"),
        (2, "Check"),
    ]


def test_words_before_a_list() -> None:
    """What stands before the first point is kept, and belongs to each point."""
    listed = numbered("The partnership will:\n1. write\n2. train")
    assert listed.before == "The partnership will:"
    assert listed.of(2) == "The partnership will:\ntrain"


def test_point_left_out() -> None:
    """A list that leaves out a number keeps the numbers that it has."""
    assert points("1. Write\n\n3. Check") == [(1, "Write"), (3, "Check")]


def test_list_inside_a_point() -> None:
    """A list of another style inside a point stays in that point, with its line breaks."""
    assert points("1. Train\n a) police\n b) nurses\n2. Check") == [
        (1, "Train\n a) police\n b) nurses"),
        (2, "Check"),
    ]


def test_list_that_goes_on() -> None:
    """A list that goes on from another row keeps its numbers."""
    assert points("5. Write\n6. Train") == [(5, "Write"), (6, "Train")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Write a policy",
        "NO 8 Map the work",
        "8.1 The policy",
        "e.g. a policy",
        "A. Smith to write",
        "1.5 days",
    ],
)
def test_no_list(text: str) -> None:
    """Words without the marks of a list are none."""
    assert points(text) == []


def test_ranges_of_numbers() -> None:
    """Each part of "1-3 Complete … 4. ongoing" is said of each of the numbers named."""
    complete = "Complete by all 20/01/2020"
    assert said(f"1-3 {complete}  4. ongoing") == {1: complete, 2: complete, 3: complete, 4: "ongoing"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 to 3 Complete", {1: "Complete", 2: "Complete", 3: "Complete"}),
        ("1, 2 and 4 Complete. 3. Waiting", {1: "Complete.", 2: "Complete.", 4: "Complete.", 3: "Waiting"}),
        ("Actions 1 & 2: done\nAction 3: open", {1: "done", 2: "done", 3: "open"}),
        ("1. 31/03/2020 2. 30/06/2020", {1: "31/03/2020", 2: "30/06/2020"}),
        ("1 Complete\n2 open", {1: "Complete", 2: "open"}),
        ("2. delayed", {2: "delayed"}),
        ("a) June\nb) July", {1: "June", 2: "July"}),
        ("1.1 June\n1.2 July", {1: "June", 2: "July"}),
        ("1.31/03/2020\n2.30/06/2020", {1: "31/03/2020", 2: "30/06/2020"}),
        ("(1-2) done\n(3) open", {1: "done", 2: "done", 3: "open"}),
        ("1. and 2. Complete\n3. open", {1: "Complete", 2: "Complete", 3: "open"}),
        (
            "1-3 Complete (20/01/2020) 4 ongoing",
            dict.fromkeys((1, 2, 3), "Complete (20/01/2020)") | {4: "ongoing"},
        ),
        ("Action 1 complete. Action 2 open.", {1: "complete.", 2: "open."}),
        ("1: done 2: open", {1: "done", 2: "open"}),
    ],
)
def test_naming_numbers(text: str, expected: dict[int, str]) -> None:
    """Numbers are named alone, in ranges, with "and", "&" and commas."""
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "31/03/2020",
        "31.03.2020",
        "31 March 2021",
        "1 March 2020\n2 April 2020",
        "3 months after publication",
        "12 people were trained in 4 sessions.",
        "Ongoing",
        "1.5-2 days",
        "31 March 2020 (1-3)\n30 June 2020 (4)",
        "Complete (1-3), ongoing (4)",
    ],
)
def test_dates_and_counts_name_no_number(text: str) -> None:
    """The figures of dates and counts number no point."""
    assert said(text) == {}


def test_weeks_are_no_number() -> None:
    """A count inside a sentence is not the number of the next point."""
    assert said("1-3 complete within 4 weeks") == dict.fromkeys((1, 2, 3), "complete within 4 weeks")


def test_bullets() -> None:
    """Bullets of any kind are counted from 1, and lines without one go on from the point above."""
    listed = bulleted("All will:\n• write\nand print\n- train")
    assert listed.before == "All will:"
    assert [item.text for item in listed.items] == ["write\nand print", "train"]


def test_very_long_cell_is_read_at_once() -> None:
    """The longest cell that is read, full of numbers, takes no long time and loses nothing."""
    text = "\n".join(f"{number % 90}. do" for number in range(1, 4000))
    assert len(numbered(text).items) == 89
