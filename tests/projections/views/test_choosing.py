"""The filters of actions choose what the rules of the domain say of each action."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from domain.vocabulary import Colour, Delivery
from projections import actions
from projections.actions import ActionSeen
from projections.choosing import Filters
from tests.projections.views.conftest import TODAY, Register
from tests.projections.views.random_actions import random_actions

CLOSED = (Delivery.SIGNED_OFF, Delivery.CANCELLED)
DONE = (*CLOSED, Delivery.REPORTED_COMPLETE)


def moved(seen: ActionSeen) -> int | None:
    """By how many days the due date of an action moved; None without dates, or cancelled."""
    row = seen.row
    if row.delivery == Delivery.CANCELLED or row.due is None or row.original_due is None:
        return None
    days: int = (row.due - row.original_due).days
    return days


def is_between(first: int | date, found: Any, last: int | date) -> bool:
    """Whether there is such a value, and it lies between these, or is one of them."""
    return found is not None and first <= found <= last


def waits(seen: ActionSeen) -> bool:
    """Whether more time is asked for, for what is still to do."""
    return seen.row.asked_until is not None and seen.row.delivery not in DONE


CASES: list[tuple[Filters, Any]] = [
    *((Filters(rag=each), lambda seen, each=each: seen.rag == each) for each in Colour),
    (Filters(open=True), lambda seen: seen.row.delivery not in CLOSED),
    (Filters(open=False), lambda seen: seen.row.delivery in CLOSED),
    (Filters(overdue=True), lambda seen: seen.overdue),
    (Filters(overdue=False), lambda seen: not seen.overdue),
    (Filters(overdue_from=31), lambda seen: seen.days_overdue >= 31),
    (Filters(overdue_to=28), lambda seen: 1 <= seen.days_overdue <= 28),
    (Filters(overdue_from=31, overdue_to=90), lambda seen: 31 <= seen.days_overdue <= 90),
    (
        Filters(due_from=TODAY, due_to=TODAY + timedelta(days=30)),
        lambda seen: is_between(TODAY, seen.row.due, TODAY + timedelta(days=30)),
    ),
    (
        Filters(due_within=28),
        lambda seen: (
            seen.row.delivery not in DONE and is_between(TODAY, seen.row.due, TODAY + timedelta(days=28))
        ),
    ),
    (Filters(moved_from=1), lambda seen: is_between(1, moved(seen), 999)),
    (Filters(moved_to=-1), lambda seen: is_between(-999, moved(seen), -1)),
    (Filters(moved_from=31, moved_to=90), lambda seen: is_between(31, moved(seen), 90)),
    (Filters(asked_for_time=True), waits),
    (Filters(asked_for_time=False), lambda seen: not waits(seen)),
    (Filters(progress_asked=True), lambda seen: seen.row.progress_asked_on is not None),
    (Filters(progress_asked=False), lambda seen: seen.row.progress_asked_on is None),
    (Filters(without_lead=True), lambda seen: seen.row.lead is None),
    (Filters(without_lead=False), lambda seen: seen.row.lead is not None),
    (Filters(owner_has_left=True), lambda seen: seen.row.owner_has_left),
    (Filters(owner_has_left=False), lambda seen: not seen.row.owner_has_left),
    (Filters(owner_elsewhere=True), lambda seen: actions.owner_is_elsewhere(seen.row)),
    (Filters(owner_elsewhere=False), lambda seen: not actions.owner_is_elsewhere(seen.row)),
    (
        Filters(open=True, without_owner=True),
        lambda seen: seen.row.delivery not in CLOSED and not seen.row.owner,
    ),
]


@settings(
    max_examples=40,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(choices=some.data())
def test_filters_agree_with_the_rules(register: Register, choices: some.DataObject) -> None:
    """Whatever the actions and the rules for colours: each filter chooses those of which its rule is true."""
    with random_actions(register, choices.draw) as connection:
        every = actions.listed(connection, Filters(), today=TODAY, limit=500)
        for filters, rule in CASES:
            chosen = actions.listed(connection, filters, today=TODAY, limit=500)
            assert [one.row.id for one in chosen] == [one.row.id for one in every if rule(one)], filters
            assert actions.counted(connection, filters, today=TODAY) == len(chosen)


@pytest.mark.parametrize("filters", [Filters(rag=Colour.RED), Filters(due_within=28, asked_for_time=True)])
def test_filters_as_at_a_position(register: Register, filters: Filters) -> None:
    """Before anything was recorded nothing is chosen, whatever is asked for."""
    register.plan(timescale="31 March 2026")
    with register.reading() as connection:
        assert actions.counted(connection, filters, today=TODAY, at=0) == 0
