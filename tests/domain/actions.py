"""Actions in the states that tests begin with, each brought there by commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain.action import Action
from domain.timescales import Timescale, read_timescale
from domain.vocabulary import Delivery
from tests.domain.given import HOUSING, OWNER, PARTNERSHIP, POLICE, RECOMMENDATION, REVIEW, by

DUE = date(2026, 4, 30)
"""In the time to come, as seen from the day of the tests."""

STEPS: dict[Delivery, tuple[str, ...]] = {
    Delivery.PLANNED: (),
    Delivery.ACCEPTED: ("assign", "accept"),
    Delivery.IN_PROGRESS: ("assign", "accept", "progress"),
    Delivery.REPORTED_COMPLETE: ("assign", "complete"),
    Delivery.SENT_BACK: ("assign", "complete", "send back"),
    Delivery.SIGNED_OFF: ("assign", "complete", "agency", "assure"),
    Delivery.CANCELLED: ("assign", "cancel"),
}


def planned(**facts: Any) -> Action:
    """An action as planned, without a timescale and without an owner."""
    said = {"text": "Train all staff", "number": "R1/1", "lead": POLICE, "supporting": (HOUSING,)}
    where = {"partnership": PARTNERSHIP, "reviews": (REVIEW,), "recommendations": (RECOMMENDATION,)}
    return Action.plan(**{**where, **said, "by": by(), **facts})


def due_on(day: date) -> Timescale:
    """A timescale that names one day."""
    return read_timescale(f"{day:%d/%m/%Y}")


def action(delivery: Delivery = Delivery.PLANNED, *, due: date | None = DUE) -> Action:
    """An action whose delivery stands there; `due` is its due date, if it has any."""
    new = planned()
    if due:
        new.set_timescale(due_on(due), by=by())
    for step in STEPS[delivery]:
        take(new, step)
    assert new.delivery == delivery
    return new


TAKE: dict[str, Callable[[Action], object]] = {
    "assign": lambda one: one.assign_owner(OWNER, by=by()),
    "accept": lambda one: one.accept(by=by()),
    "progress": lambda one: one.report_progress("Half of them trained", by=by()),
    "complete": lambda one: one.report_complete("All trained", by=by()),
    "send back": lambda one: one.send_back(by=by(reason="Night shift is missing")),
    "agency": lambda one: one.sign_off_by_agency(closes=False, by=by()),
    "assure": lambda one: one.assure(by=by()),
    "cancel": lambda one: one.cancel(by=by(reason="No longer needed")),
    "ask": lambda one: one.request_extension(date(2026, 6, 30), by=by(reason="The trainer left")),
}


def take(one: Action, step: str) -> None:
    """Carry out one named step of the way that an action usually goes."""
    TAKE[step](one)
