"""What can happen to an action of the demonstration: each one of its commands, some days ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.demo.cast import COORDINATOR
from domain.vocabulary import Forecast, How

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.demo.cast import Cast
    from domain.action import Action

    Happening = Callable[[Action, Cast], None]

VALIDATOR = "Demo Validator"


def owned_by(name: str, ago: int, how: How = How.FORM) -> Happening:
    """The coordinator names an owner."""
    return lambda action, cast: action.assign_owner(cast.people[name], by=cast.by(COORDINATOR, ago, how))


def accepted(name: str, ago: int, how: How = How.FORM) -> Happening:
    """The owner accepts it."""
    return lambda action, cast: action.accept(by=cast.by(name, ago, how))


def progress(name: str, ago: int, said: str, how: How = How.FORM, evidence: str = "") -> Happening:
    """The owner says what has been done so far."""
    return lambda action, cast: action.report_progress(said, evidence, by=cast.by(name, ago, how))


def progress_asked(ago: int, question: str, answer_by: int | None = None) -> Happening:
    """The coordinator asks how it stands, and wants an answer by so many days from today."""
    return lambda action, cast: action.ask_for_progress(
        question, None if answer_by is None else cast.day(answer_by), by=cast.by(COORDINATOR, ago)
    )


def forecast(name: str, ago: int, expected: Forecast) -> Happening:
    """The owner says what they expect of the due date."""
    return lambda action, cast: action.give_forecast(expected, by=cast.by(name, ago))


def more_time_asked(name: str, ago: int, until: int, reason: str, how: How = How.FORM) -> Happening:
    """The owner asks for more time, until so many days from today."""
    return lambda action, cast: action.request_extension(cast.day(until), by=cast.by(name, ago, how, reason))


def more_time_granted(ago: int, minute: str, until: int | None = None) -> Happening:
    """The subgroup grants the time asked for, or until another day."""
    return lambda action, cast: action.grant_extension(
        None if until is None else cast.day(until),
        meeting="Subgroup (invented)",
        minute=minute,
        by=cast.by(VALIDATOR, ago, How.MEETING),
    )


def more_time_declined(ago: int, minute: str, reason: str) -> Happening:
    """The subgroup declines."""
    return lambda action, cast: action.decline_extension(
        meeting="Subgroup (invented)", minute=minute, by=cast.by(VALIDATOR, ago, How.MEETING, reason)
    )


def complete(name: str, ago: int, said: str, evidence: str = "", how: How = How.FORM) -> Happening:
    """The owner reports it complete."""
    return lambda action, cast: action.report_complete(said, evidence, by=cast.by(name, ago, how))


def signed_off_by_agency(ago: int) -> Happening:
    """The agency's validator signs it off."""
    return lambda action, cast: action.sign_off_by_agency(closes=False, by=cast.by(VALIDATOR, ago, How.MAIL))


def assured(ago: int, minute: str) -> Happening:
    """The subgroup is assured that it was done."""
    return lambda action, cast: action.assure(
        meeting="Subgroup (invented)", minute=minute, by=cast.by(VALIDATOR, ago, How.MEETING)
    )


def sent_back(ago: int, further_work_by: int, reason: str) -> Happening:
    """The subgroup sends it back, with further work due so many days from today."""
    return lambda action, cast: action.send_back(
        cast.day(further_work_by), by=cast.by(VALIDATOR, ago, How.MEETING, reason)
    )


def cancelled(ago: int, reason: str) -> Happening:
    """The subgroup ends it undone."""
    return lambda action, cast: action.cancel(by=cast.by(VALIDATOR, ago, How.MEETING, reason))


def reopened(ago: int, reason: str) -> Happening:
    """The subgroup takes it up again."""
    return lambda action, cast: action.reopen(by=cast.by(VALIDATOR, ago, How.MEETING, reason))
