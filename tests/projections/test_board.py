"""The board counts actions by colour, as the lists show them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from api.demo import load
from domain.partnership import partnership_identity
from domain.store.application import Store
from domain.tracker import Tracker
from domain.vocabulary import Colour
from projections import actions, board
from projections.actions import Filters
from projections.projector import Projector
from projections.reading import Views
from projections.views import VIEWS

TODAY = date(2026, 3, 2)


@pytest.fixture
def invented(store: Store, reading: Views) -> Views:
    """The demonstration data, with actions in every state."""
    load(Tracker(store), today=TODAY)
    Projector(store, VIEWS).catch_up()
    return reading


def test_the_board_counts_what_the_lists_show(invented: Views) -> None:
    """On any day each colour has as many actions as the list has; what was split counts by its parts."""
    with invented.reading() as connection:
        for day in (TODAY, TODAY + timedelta(days=40), TODAY + timedelta(days=400)):
            listed = actions.listed(connection, Filters(), today=day, limit=1000)
            shown = actions.colours([seen for seen in listed if not seen.row.split_into])
            assert board.colours(connection, partnerships=None, today=day) == shown
            assert shown[Colour.RED] > 0


def test_the_board_of_one_partnership(invented: Views) -> None:
    """Only the actions of the partnerships that are asked for are counted."""
    with invented.reading() as connection:
        own = board.colours(connection, partnerships=[partnership_identity("DEMO")], today=TODAY)
        assert own == board.colours(connection, partnerships=None, today=TODAY)
        others = board.colours(connection, partnerships=[uuid4()], today=TODAY)
    assert set(others.values()) == {0}


def test_the_board_as_it_was(invented: Views) -> None:
    """At a position of the log at which nothing was recorded there is nothing to count."""
    with invented.reading() as connection:
        before = board.colours(connection, partnerships=None, today=TODAY, at=0)
    assert set(before.values()) == {0}
