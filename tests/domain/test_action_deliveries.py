"""Every command of an action in every delivery, as one table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from domain.action import Action
from domain.refusals import Refused
from domain.vocabulary import Delivery, Forecast
from tests.domain.actions import action, due_on, take
from tests.domain.given import POLICE, PROBATION, SOMEBODY, by

LETTERS = dict(zip("PAIRBSC", Delivery, strict=True))
PARTS = (POLICE, PROBATION)
LATER = due_on(date(2026, 5, 31))
WHY = by(reason="As the board decided")

COMMANDS: dict[str, Callable[[Action], Any]] = {
    "reword": lambda one: one.reword("Train everybody", by=WHY),
    "name_lead_agency": lambda one: one.name_lead_agency(PROBATION, by=WHY),
    "name_supporting_agencies": lambda one: one.name_supporting_agencies((PROBATION,), by=WHY),
    "assign_owner": lambda one: one.assign_owner(SOMEBODY, by=WHY),
    "decline_ownership": lambda one: one.decline_ownership(by=WHY),
    "accept": lambda one: one.accept(by=WHY),
    "report_progress": lambda one: one.report_progress("More trained", by=WHY),
    "ask_for_progress": lambda one: one.ask_for_progress("How many are trained?", by=WHY),
    "remark": lambda one: one.remark("Seen by the safeguarding board", by=WHY),
    "give_forecast": lambda one: one.give_forecast(Forecast.AT_RISK, by=WHY),
    "set_timescale": lambda one: one.set_timescale(LATER, by=WHY),
    "correct_timescale": lambda one: one.correct_timescale(LATER, by=WHY),
    "request_extension": lambda one: one.request_extension(date(2026, 6, 30), by=WHY),
    "grant_extension": lambda one: one.grant_extension(by=WHY),
    "decline_extension": lambda one: one.decline_extension(by=WHY),
    "report_complete": lambda one: one.report_complete("All trained", by=WHY),
    "take_as_complete": lambda one: one.take_as_complete("Complete", None, by=WHY),
    "sign_off_by_agency": lambda one: one.sign_off_by_agency(closes=False, by=WHY),
    "sign_off_and_close": lambda one: one.sign_off_by_agency(closes=True, by=WHY),
    "assure": lambda one: one.assure(by=WHY),
    "send_back": lambda one: one.send_back(by=WHY),
    "split_by_agency": lambda one: one.split_by_agency(PARTS, by=WHY),
    "cancel": lambda one: one.cancel(by=WHY),
    "reopen": lambda one: one.reopen(by=WHY),
}
FIRST = {
    "accept": "assign",
    "decline_ownership": "assign",
    "grant_extension": "ask",
    "decline_extension": "ask",
    "assure": "agency",
}
"""The step that a command needs before it, wherever that step can be taken."""

# The columns are the deliveries in their order. "=" the delivery stays, "x" refused, a letter: the new one.
#                           PAIRBSC
TABLE = {
    "reword": "======x",
    "name_lead_agency": "======x",
    "name_supporting_agencies": "======x",
    "assign_owner": "=P====x",
    "decline_ownership": "=P=x=xx",
    "accept": "Axxxxxx",
    "report_progress": "II===xx",
    "ask_for_progress": "===x=xx",
    "remark": "=======",
    "give_forecast": "===x=xx",
    "set_timescale": "======x",
    "correct_timescale": "=======",
    "request_extension": "===x=xx",
    "grant_extension": "===x=xx",
    "decline_extension": "===x=xx",
    "report_complete": "RRRxRxx",
    "take_as_complete": "RRRxRxx",
    "sign_off_by_agency": "xxx=xxx",
    "sign_off_and_close": "xxxSxxx",
    "assure": "xxxSxxx",
    "send_back": "xxxBxxx",
    "split_by_agency": "CCCxCxx",
    "cancel": "CCCCCxx",
    "reopen": "xxxxxII",
}

CASES = [
    pytest.param(name, delivery, code, id=f"{name}, {delivery}")
    for name, codes in TABLE.items()
    for delivery, code in zip(Delivery, codes, strict=True)
]


def ready(name: str, delivery: Delivery) -> Action:
    """An action in that delivery, one step before the command wherever that step can be taken."""
    one = action(delivery, due=None if name == "set_timescale" else date(2026, 4, 30))
    if name in FIRST:
        with suppress(Refused):
            take(one, FIRST[name])
    one.collect_events()
    return one


@pytest.mark.parametrize(("name", "delivery", "code"), [case for case in CASES if case.values[2] != "x"])
def test_a_command_leaves_the_delivery_where_the_table_says(name: str, delivery: Delivery, code: str) -> None:
    """A command that is allowed leads to the delivery of the table, or leaves it as it was."""
    one = ready(name, delivery)
    COMMANDS[name](one)
    assert one.delivery == (delivery if code == "=" else LETTERS[code])
    assert one.pending_events


@pytest.mark.parametrize(("name", "delivery"), [case.values[:2] for case in CASES if case.values[2] == "x"])
def test_a_command_is_refused_where_the_table_says(name: str, delivery: Delivery) -> None:
    """A command that is not allowed says why in a sentence, and records nothing."""
    one = ready(name, delivery)
    with pytest.raises(Refused, match=r"^[A-Z].*\.$"):
        COMMANDS[name](one)
    assert (one.delivery, one.pending_events) == (delivery, [])


def test_the_table_holds_every_command() -> None:
    """A new command of an action cannot be forgotten here."""
    commands = {name for name, one in vars(Action).items() if callable(one) and not name.startswith("_")}
    events = {name for name in commands if isinstance(getattr(Action, name), type)}
    assert commands - events - {"lapse", "count_from_publication"} == set(TABLE) - {"sign_off_and_close"}
    assert set(TABLE) == set(COMMANDS)
