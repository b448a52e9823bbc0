"""Who commissions a review: its own partnership, which leads, and other bodies beside it."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.review import LONGEST_BODY, Review
from tests.domain.given import PARTNERSHIP, by, fact, given

NEIGHBOUR, OTHER = UUID(int=51), UUID(int=52)
BOARD = "Anytown Safeguarding Adults Board"


def review() -> Review:
    """A review that was opened."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def joint() -> Review:
    """One that a neighbour and a board commissioned, too."""
    made = review()
    made.name_commissioning_bodies((NEIGHBOUR,), (BOARD,), by=by())
    return made


def test_bodies_are_named_with_single_spaces() -> None:
    """Partnerships of the installation, and names of bodies that are not in it."""
    typed = "  Anytown  Safeguarding\nAdults Board "
    named = given(review()).when(Review.name_commissioning_bodies, (NEIGHBOUR,), (typed,))
    after = named.then(
        fact(Review.CommissioningBodiesNamed, commissioned_with=(NEIGHBOUR,), other_bodies=(BOARD,))
    )
    assert (after.commissioned_with, after.other_bodies) == ((NEIGHBOUR,), (BOARD,))


def test_the_whole_list_is_named_anew() -> None:
    """Whoever is not named is on it no longer; without anybody, its own partnership commissioned it alone."""
    other = given(joint()).when(Review.name_commissioning_bodies, (OTHER,))
    assert other.then(Review.CommissioningBodiesNamed).commissioned_with == (OTHER,)
    alone = given(joint()).when(Review.name_commissioning_bodies)
    after = alone.then(fact(Review.CommissioningBodiesNamed, commissioned_with=(), other_bodies=()))
    assert (after.commissioned_with, after.other_bodies) == ((), ())


def test_a_name_of_its_longest_is_taken() -> None:
    """As long as names of boards are, and no longer."""
    given(review()).when(Review.name_commissioning_bodies, (), ("x" * LONGEST_BODY,)).then(
        Review.CommissioningBodiesNamed
    )


@pytest.mark.parametrize(
    ("partnerships", "bodies", "sentence", "field"),
    [
        (
            (PARTNERSHIP,),
            (),
            "Its own partnership leads it: name only the others.",
            "commissioned_with",
        ),
        ((NEIGHBOUR, NEIGHBOUR), (), "A partnership is named twice.", "commissioned_with"),
        ((), (BOARD, BOARD.upper()), f"{BOARD} is named twice.", "other_bodies"),
        ((), (" \t",), "The name of a body needs words.", "other_bodies"),
        ((), ("x" * 121,), "The name of a body has at most 120 characters.", "other_bodies"),
        ((), (), "It is recorded so already.", "commissioned_with"),
    ],
)
def test_what_cannot_be_named(
    partnerships: tuple[UUID, ...], bodies: tuple[str, ...], sentence: str, field: str
) -> None:
    """Each in one sentence, at its field."""
    given(review()).when(Review.name_commissioning_bodies, partnerships, bodies).refused(
        sentence, field=field
    )


def test_the_same_bodies_are_not_recorded_again() -> None:
    """In whatever order they are named."""
    made = review()
    made.name_commissioning_bodies((NEIGHBOUR, OTHER), (BOARD,), by=by())
    given(made).when(Review.name_commissioning_bodies, (OTHER, NEIGHBOUR), (BOARD,)).refused(
        "It is recorded so already.", field="commissioned_with"
    )
