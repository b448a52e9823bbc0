"""What lists of actions show, now and as at an earlier moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.action import Action
from domain.review import Review
from domain.timescales import read_timescale
from domain.tracker import action as tracked
from domain.tracker import agency as agencies
from domain.tracker import person as people
from domain.vocabulary import Colour, Delivery, Forecast
from projections import actions, progress
from projections.actions import ActionSeen, Filters
from tests.projections.views.conftest import TODAY, Register


def one(register: Register, action: UUID) -> ActionSeen:
    """The action as lists show it."""
    with register.reading() as connection:
        found = actions.one(connection, action, today=TODAY)
    assert found is not None
    return found


def change(register: Register, action: UUID, command: Any, **facts: Any) -> int:
    """Carry out a command on the action."""
    return register.tracker.change(command, Action, action, by=register.by(reason="A reason."), **facts)


def issue(register: Register) -> None:
    """Issue the plan of the review."""
    register.tracker.change(Review.issue_plan, Review, register.review, by=register.by())


def test_planned_action(register: Register) -> None:
    """A planned action shows number, lead by name and review, and no colour before the plan is issued."""
    seen = one(register, register.plan(timescale="31 March 2027"))
    assert (seen.row.number, seen.row.lead_name, seen.row.reference) == ("3.2/1", "Anytown Council", "DHR1")
    assert (seen.row.due, seen.row.original_due, seen.rag) == (
        seen.row.original_due,
        seen.row.due,
        Colour.NONE,
    )


def test_an_action_of_an_issued_plan_has_a_colour(register: Register) -> None:
    """Issuing the plan gives its actions their colours: green far from the due date."""
    action = register.plan(timescale="31 March 2027")
    issue(register)
    assert one(register, action).rag == Colour.GREEN


def test_overdue(register: Register) -> None:
    """An action due yesterday is one day overdue and red; due today it is not overdue."""
    issue(register)
    late = register.plan(timescale=(TODAY - timedelta(days=1)).isoformat())
    due_today = register.plan("Write a policy", timescale=TODAY.isoformat())
    assert (one(register, late).days_overdue, one(register, late).rag) == (1, Colour.RED)
    assert not one(register, due_today).overdue
    with register.reading() as connection:
        found = actions.listed(connection, Filters(overdue=True), today=TODAY)
        not_overdue = actions.listed(connection, Filters(overdue=False), today=TODAY)
    assert [seen.row.id for seen in found] == [late]
    assert [seen.row.id for seen in not_overdue] == [due_today]


def test_extension(register: Register) -> None:
    """A granted extension moves the due date and keeps the original beside it."""
    action = register.plan(timescale="31 March 2027")
    change(register, action, Action.request_extension, until=TODAY + timedelta(days=400))
    waiting = one(register, action).row
    assert waiting.asked_until == TODAY + timedelta(days=400)
    change(register, action, Action.grant_extension)
    row = one(register, action).row
    assert (row.due, row.original_due.isoformat(), row.extended) == (
        TODAY + timedelta(days=400),
        "2027-03-31",
        True,
    )
    assert (row.asked_until, row.due_date_version) == (None, 2)


def test_declined_extension(register: Register) -> None:
    """A declined request leaves the due date where it was."""
    action = register.plan(timescale="31 March 2027")
    change(register, action, Action.request_extension, until=TODAY + timedelta(days=400))
    change(register, action, Action.decline_extension)
    row = one(register, action).row
    assert (row.due, row.asked_until, row.extended) == (row.original_due, None, False)


def test_from_completion_to_sign_off(register: Register) -> None:
    """Completion stops the clock; the agency's and then the partnership's sign-off close it."""
    action = register.plan(timescale="31 March 2026")
    issue(register)
    change(register, action, Action.report_complete, what_was_done="All trained.")
    reported = one(register, action)
    assert (reported.rag, reported.overdue, reported.row.reported_on) == (Colour.PURPLE, False, TODAY)
    tracked.sign_off_by_agency(register.tracker, action, by=register.by())
    assert one(register, action).row.agency_signed_off
    change(register, action, Action.assure)
    done = one(register, action)
    assert (done.row.delivery, done.rag, done.row.signed_off_on) == (Delivery.SIGNED_OFF, Colour.BLUE, TODAY)


def test_sent_back_and_reopened(register: Register) -> None:
    """Sent back, it is due again; reopened after sign-off, it is in progress."""
    action = register.plan(timescale="31 March 2026")
    change(register, action, Action.report_complete, what_was_done="All trained.")
    change(register, action, Action.send_back, further_work_by=TODAY + timedelta(days=30))
    back = one(register, action).row
    assert (back.delivery, back.due, back.reported_on) == (
        Delivery.SENT_BACK,
        TODAY + timedelta(days=30),
        None,
    )
    change(register, action, Action.report_complete, what_was_done="Now all trained.")
    tracked.sign_off_by_agency(register.tracker, action, by=register.by())
    change(register, action, Action.assure)
    change(register, action, Action.reopen)
    again = one(register, action).row
    assert (again.delivery, again.signed_off_on, again.agency_signed_off) == (
        Delivery.IN_PROGRESS,
        None,
        False,
    )


def test_owner_forecast_progress_and_cancellation(register: Register) -> None:
    """The owner by name, the forecast, the day of the last progress note and the end are shown."""
    details = people.Details("Demo Owner", "owner@example.org")
    owner = people.add(
        register.tracker, details, post="Named Nurse", agency=register.agency, by=register.by()
    )
    action = register.plan(timescale="31 March 2027")
    tracked.assign_owner(register.tracker, action, owner=owner, by=register.by())
    change(register, action, Action.accept)
    change(register, action, Action.give_forecast, forecast=Forecast.AT_RISK)
    change(
        register, action, Action.report_progress, progress="Half are trained.", evidence="Register of 1 May"
    )
    issue(register)
    seen = one(register, action)
    assert (seen.row.owner_name, seen.row.owner_post, seen.rag) == ("Demo Owner", "Named Nurse", Colour.AMBER)
    assert (seen.row.delivery, seen.row.last_progress_on) == (Delivery.IN_PROGRESS, TODAY)
    with register.reading() as connection:
        note = progress.latest(connection, [action])[action]
    assert (note.progress, note.evidence) == ("Half are trained.", "Register of 1 May")
    change(register, action, Action.cancel)
    assert one(register, action).rag == Colour.NONE


def test_timescale_correction_and_lapse(register: Register) -> None:
    """A corrected timescale moves both due dates; a lapse is noted once for each."""
    action = register.plan(timescale="31 March 2026")
    assert tracked.lapse(register.tracker, [action], by=register.by()) == [action]
    assert tracked.lapse(register.tracker, [action], by=register.by()) == []
    assert one(register, action).row.lapsed_version == 1
    change(register, action, Action.correct_timescale, timescale=read_timescale("30 April 2027"))
    row = one(register, action).row
    assert row.due == row.original_due == row.due.replace(2027, 4, 30)
    assert (row.due_date_version, row.lapsed_version) == (2, 1)


def test_split(register: Register) -> None:
    """An action split by agency is closed, and each part says where it comes from."""
    police = agencies.add(register.tracker, "Anytown Police", by=register.by())
    action = register.plan(timescale="31 March 2027", lead=None)
    tracked.split_by_agency(register.tracker, action, agencies=(register.agency, police), by=register.by())
    whole = one(register, action).row
    parts = [one(register, part).row for part in whole.split_into]
    assert whole.delivery == Delivery.CANCELLED
    assert [(part.number, part.split_from) for part in parts] == [("3.2/1.1", action), ("3.2/1.2", action)]
    assert {part.lead_name for part in parts} == {"Anytown Council", "Anytown Police"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"words": "tRAIN"}, 1),
        ({"words": "100%"}, 0),
        ({"words": "3.2/2"}, 1),
        ({"delivery": Delivery.PLANNED}, 2),
        ({"delivery": Delivery.CANCELLED}, 0),
        ({"without_date": True}, 1),
        ({"without_date": False}, 1),
        ({"without_owner": True}, 2),
        ({"owner": uuid4()}, 0),
        ({"agency": uuid4()}, 0),
        ({"review": uuid4()}, 0),
        ({"recommendation": uuid4()}, 0),
        ({"partnerships": []}, 0),
        ({}, 2),
    ],
)
def test_filters(register: Register, filters: dict[str, Any], expected: int) -> None:
    """Each filter leaves what fits, and the count agrees with the list."""
    register.plan(timescale="31 March 2027")
    register.plan("Write a policy")
    with register.reading() as connection:
        chosen = replace(Filters(), **filters)
        assert len(actions.listed(connection, chosen, today=TODAY)) == expected
        assert actions.counted(connection, chosen, today=TODAY) == expected


@pytest.mark.parametrize("sort", actions.ORDERS)
def test_every_order_pages_without_gap_or_repeat(register: Register, sort: str) -> None:
    """Pages of every order together hold each action once."""
    planned = {register.plan(f"Step {number}", timescale=f"{number + 1} March 2027") for number in range(5)}
    with register.reading() as connection:
        pages = [
            actions.listed(connection, Filters(), today=TODAY, sort=sort, limit=2, offset=offset)
            for offset in (0, 2, 4)
        ]
    listed = [seen.row.id for page in pages for seen in page]
    assert len(listed) == len(planned)
    assert set(listed) == planned


def test_as_at_an_earlier_position(register: Register) -> None:
    """As at a position, a list shows what stood then, with the wording and the names of then."""
    action = register.plan(timescale="31 March 2027")
    then = register.tracker.store.log.last_position()
    change(register, action, Action.reword, text="Train everybody")
    later = register.plan("Write a policy")
    with register.reading() as connection:
        past = actions.listed(connection, Filters(), today=TODAY, at=then)
        assert [seen.row.text for seen in past] == ["Train every practitioner"]
        assert actions.counted(connection, Filters(), today=TODAY, at=then) == 1
        assert actions.one(connection, later, today=TODAY, at=then) is None
        assert actions.counted(connection, Filters(), today=TODAY) == 2


def test_colours_are_counted(register: Register) -> None:
    """Every colour has its count, also where it is nought."""
    issue(register)
    register.plan(timescale="31 March 2027")
    register.plan("Write a policy")
    with register.reading() as connection:
        counts = actions.colours(actions.listed(connection, Filters(), today=TODAY))
    assert (counts[Colour.GREEN], counts[Colour.GREY], counts[Colour.RED]) == (1, 1, 0)
