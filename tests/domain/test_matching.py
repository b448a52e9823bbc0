"""Which part of a changed file is which of those that are recorded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.tracker.matching import match

TRAIN = "All front line staff should be trained in recognising coercive control"
SHARE = "Agencies should agree how they share information about risk"


def test_the_same_file_matches_itself() -> None:
    """Labels that repeat are told apart by their wordings, whatever the order."""
    recorded = [("1", TRAIN), ("1", SHARE), ("2", TRAIN)]
    assert match(recorded, recorded) == [0, 1, 2]
    assert match(recorded, [recorded[2], recorded[1], recorded[0]]) == [2, 1, 0]


def test_the_same_wording_is_found_under_another_label() -> None:
    """A relabelled recommendation is no new one; line breaks are no other wording."""
    assert match([("1", TRAIN), ("2", SHARE)], [("R2", SHARE.replace(" ", "\n")), ("R1", TRAIN)]) == [1, 0]


def test_a_label_that_is_unique_finds_another_wording() -> None:
    """The report numbers it so, and it was reworded."""
    assert match([("1", TRAIN), ("2", SHARE)], [("1", "Something else entirely"), ("2", SHARE)]) == [0, 1]


def test_a_label_that_repeats_finds_nothing_alone() -> None:
    """Then only the words count."""
    assert match([("1", TRAIN), ("1", SHARE)], [("1", "Something else entirely")]) == [None]


def test_a_similar_wording_is_the_same_thing_reworded() -> None:
    """Most of the words are the same; a wording with little in common is new."""
    reworded = TRAIN + " and stalking"
    assert match([("", SHARE), ("", TRAIN)], [("", reworded), ("", "Appoint a chair")]) == [1, None]


def test_two_of_the_same_wording_stay_two() -> None:
    """Each is taken once, in its order."""
    assert match([("", TRAIN), ("", TRAIN)], [("", TRAIN), ("", TRAIN), ("", SHARE)]) == [0, 1, None]
    assert match([], [("1", TRAIN)]) == [None]
    assert match([("1", TRAIN)], []) == []


words = st.lists(st.sampled_from(["train", "share", "staff", "risk"]), max_size=4).map(" ".join)
plans = st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), words), max_size=6)


@given(plans, plans)
def test_nothing_is_taken_twice(recorded: list[tuple[str, str]], read: list[tuple[str, str]]) -> None:
    """Every pair is of different things, and what stands in both is found."""
    found = match(recorded, read)
    taken = [place for place in found if place is not None]
    assert len(found) == len(read)
    assert len(taken) == len(set(taken))
    assert all(0 <= place < len(recorded) for place in taken)
    assert match(recorded, recorded).count(None) == 0
