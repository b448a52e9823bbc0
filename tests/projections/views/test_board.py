"""The board counts what the lists show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from psycopg import Connection

from api.demo import load
from domain.partnership import partnership_identity
from domain.store.application import Store
from domain.tracker import Tracker
from domain.tracker import action as tracked
from domain.tracker import agency as agencies
from domain.vocabulary import Colour
from projections import actions, board, reviews
from projections.choosing import Filters
from projections.projector import Projector
from projections.reading import Views
from projections.reports.ageing import BANDS as AGES
from projections.reports.slippage import BANDS as SLIPS
from projections.views import VIEWS
from tests.projections.views.conftest import TODAY, Register
from tests.projections.views.random_actions import random_actions


@pytest.fixture
def invented(store: Store, reading: Views) -> Views:
    """The demonstration data, with actions in every state."""
    load(Tracker(store), today=TODAY)
    Projector(store, VIEWS).catch_up()
    return reading


def assert_lists_agree(connection: Connection[Any], today: date, **narrower: Any) -> board.Board:
    """Each figure, over all and of each agency, is the length of its list; so is the oldest. The board."""
    shown = board.figures(connection, partnerships=narrower.get("partnerships"), today=today)
    for name, filters in board.LISTS.items():
        chosen = actions.listed(connection, replace(filters, **narrower), today=today, limit=1000)
        assert getattr(shown.counts, name) == len(chosen), name
        for one in shown.agencies:
            led = [seen for seen in chosen if seen.row.lead == one.agency]
            assert getattr(one.counts, name) == len(led), name
            if name == "overdue":
                assert one.longest == max((seen.days_overdue for seen in led), default=0)
    return shown


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(choices=some.data())
def test_every_figure_counts_its_list(register: Register, choices: some.DataObject) -> None:
    """Whatever the actions: each figure, over all and of each agency, is how many its list has."""
    with random_actions(register, choices.draw) as connection:
        assert_lists_agree(connection, TODAY)


def test_the_board_of_the_demonstration(invented: Views) -> None:
    """On any day each action has one colour, and an overdue one is of one age."""
    with invented.reading() as connection:
        for day in (TODAY, TODAY + timedelta(days=40), TODAY + timedelta(days=400)):
            counts = assert_lists_agree(connection, day).counts
            assert sum(getattr(counts, colour.replace(" ", "_")) for colour in Colour) == counts.actions
            assert sum(getattr(counts, age) for age in board.AGEING) == counts.overdue > 0


def test_agencies_stand_in_alphabetical_order(register: Register) -> None:
    """Agencies stand in alphabetical order, whatever their case; what no agency leads comes last."""
    for name in ("borough Health Trust", "Ambulance Service"):
        register.plan(lead=agencies.add(register.tracker, name, by=register.by()))
    register.plan()
    register.plan(lead=None)
    with register.reading() as connection:
        shown = board.figures(connection, partnerships=None, today=TODAY)
    names = ["Ambulance Service", "Anytown Council", "borough Health Trust", ""]
    assert [one.name for one in shown.agencies] == names
    assert shown.agencies[-1].agency is None


def test_a_split_action_counts_as_the_list_counts_it(register: Register) -> None:
    """An action that was split stays in the list and on the board, without a colour, and is not open."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    whole = register.plan(lead=None)
    tracked.split_by_agency(register.tracker, whole, agencies=(register.agency, police), by=register.by())
    with register.reading() as connection:
        shown = assert_lists_agree(connection, TODAY)
    assert (shown.counts.actions, shown.counts.open, shown.counts.without_date) == (3, 2, 2)


def test_the_board_of_one_partnership(invented: Views) -> None:
    """Only the actions and questions of the partnerships that are asked for are counted."""
    ours = [partnership_identity("DEMO")]
    with invented.reading() as connection:
        own = assert_lists_agree(connection, TODAY, partnerships=ours)
        assert own == board.figures(connection, partnerships=None, today=TODAY)
        assert board.questions(connection, partnerships=ours)
        others = [uuid4()]
        assert board.figures(connection, partnerships=others, today=TODAY).counts == board.Counts()
        assert not board.questions(connection, partnerships=others)


def test_the_board_as_it_was(invented: Views) -> None:
    """At a position of the log at which nothing was recorded there is nothing to count."""
    with invented.reading() as connection:
        before = board.figures(connection, partnerships=None, today=TODAY, at=0)
        assert not board.questions(connection, partnerships=None, at=0)
    assert (before.agencies, before.counts, before.longest, before.late) == ([], board.Counts(), 0, [])


def test_open_questions_by_review(invented: Views) -> None:
    """Each review has as many open questions as its page lists."""
    with invented.reading() as connection:
        asked = board.questions(connection, partnerships=None)
        found = [len(reviews.questions(connection, one.id, unsettled=True)) for one in asked]
    assert [one.questions for one in asked] == found
    assert found


@pytest.mark.parametrize(
    ("bands", "filters", "first", "last"),
    [
        (AGES, board.AGEING, "overdue_from", "overdue_to"),
        (SLIPS, board.SLIPPAGE, "moved_from", "moved_to"),
    ],
)
def test_the_bands_are_those_of_the_report(
    bands: dict[str, tuple[int | None, int | None]], filters: dict[str, Filters], first: str, last: str
) -> None:
    """The board divides days as the report on ageing and slippage does."""
    ours = [(getattr(one, first), getattr(one, last)) for one in filters.values()]
    reported = [
        (None if begins == 1 and first == "overdue_from" else begins, ends) for begins, ends in bands.values()
    ]
    assert ours == reported
