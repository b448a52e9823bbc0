"""Whatever happens to an action in whatever order, what is promised of its due dates holds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.action import Action
from domain.refusals import Refused
from domain.timescales import Timescale, read_timescale
from domain.vocabulary import Delivery, Forecast
from tests.domain.actions import due_on, planned
from tests.domain.given import HOUSING, OWNER, POLICE, PROBATION, SOMEBODY, TODAY, by, replayed

days = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
timescales = (
    days.map(due_on)
    | st.just(Timescale("Ongoing"))
    | st.integers(1, 3).map(lambda months: read_timescale(f"{months} months after publication"))
)
reasons = st.sampled_from(["", "As agreed"])
texts = st.sampled_from(["", "Train all staff", "Done"])
people, agencies = st.sampled_from([OWNER, SOMEBODY]), st.sampled_from([POLICE, HOUSING, PROBATION])


class Command(NamedTuple):
    """One command as somebody might give it, on some day, with or without a reason."""

    command: Callable[..., Any]
    said: tuple[Any, ...]
    facts: dict[str, Any]
    today: date
    reason: str


def of(command: Callable[..., Any], *said: st.SearchStrategy[Any], **facts: st.SearchStrategy[Any]) -> Any:
    """Such commands, of any words and days."""
    named = st.fixed_dictionaries(dict(facts))
    return st.builds(Command, st.just(command), st.tuples(*said), named, days, reasons)


commands = st.one_of(
    of(Action.reword, texts),
    of(Action.name_lead_agency, agencies),
    of(Action.name_supporting_agencies, st.tuples(agencies)),
    of(Action.assign_owner, people),
    of(Action.decline_ownership),
    of(Action.accept),
    of(Action.report_progress, texts),
    of(Action.give_forecast, st.sampled_from(Forecast)),
    of(Action.set_timescale, timescales),
    of(Action.correct_timescale, timescales),
    of(Action.request_extension, days),
    of(Action.grant_extension, st.none() | days),
    of(Action.decline_extension),
    of(Action.report_complete, texts),
    of(Action.take_as_complete, texts, st.none() | days),
    of(Action.sign_off_by_agency, closes=st.booleans()),
    of(Action.assure),
    of(Action.send_back, st.none() | days),
    of(Action.split_by_agency, st.tuples(agencies, agencies)),
    of(Action.cancel),
    of(Action.reopen),
    of(Action.lapse),
    of(Action.count_from_publication, days),
)


@settings(max_examples=300)
@given(st.lists(commands, max_size=40))
def test_the_promises_of_due_dates_hold_in_every_order(sequence: list[Command]) -> None:
    """The original moves by correction alone, versions count changes, and each lapses once at most."""
    one = planned()
    for given_now in sequence:
        before = _dates(one)
        with suppress(Refused):
            given_now.command(
                one, *given_now.said, **given_now.facts, by=by(today=given_now.today, reason=given_now.reason)
            )
        _check_step(before, _dates(one), given_now.command)
        assert one.lead not in one.supporting
        assert one.asked_for is None or one.delivery not in (Delivery.CANCELLED, Delivery.SIGNED_OFF)
    events = one.collect_events()
    assert replayed(events) == one
    lapses = [event.due_date_version for event in events if isinstance(event, Action.TimescaleLapsed)]
    assert len(lapses) == len(set(lapses))


def _dates(one: Action) -> tuple[date | None, date | None, int]:
    return one.original_due, one.due, one.due_date_version


def _check_step(before: Any, after: Any, command: Callable[..., Any]) -> None:
    (original, due, version), (new_original, new_due, new_version) = before, after
    if original is not None and new_original != original:
        assert command in {Action.correct_timescale, Action.count_from_publication}
    first = version == 0 and command is Action.set_timescale and new_version == 1
    assert new_version == version + (new_due != due or first)
