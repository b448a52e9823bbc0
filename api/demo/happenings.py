"""What can happen to an action of the demonstration: each one of its commands, some days ago."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from api.demo.cast import COORDINATOR, Cast
from domain.action import Action
from domain.provenance import Provenance
from domain.tracker import Tracker
from domain.vocabulary import Forecast, How

CHAIR, MEETING = "Demo Chair", "Subgroup (invented)"


class Happened(NamedTuple):
    """A command of an action, what is said in it, and by whom."""

    command: Callable[..., None]
    facts: dict[str, Any]
    by: Provenance


Happening = Callable[[Action, Cast], Happened]


def happen(tracker: Tracker, action: Action, cast: Cast, happening: Happening) -> None:
    """Let it happen to an action, if whoever plays may do it."""
    what = happening(action, cast)
    tracker.also(what.command, action, by=what.by, **what.facts)


def owned_by(name: str, ago: int) -> Happening:
    """The coordinator names an owner."""
    return lambda _, cast: Happened(
        Action.assign_owner, {"owner": cast.people[name]}, cast.by(COORDINATOR, ago)
    )


def accepted(name: str, ago: int, how: How = How.FORM) -> Happening:
    """The owner accepts it."""
    return lambda _, cast: Happened(Action.accept, {}, cast.by(name, ago, how))


def progress(name: str, ago: int, said: str, how: How = How.FORM, evidence: str = "") -> Happening:
    """The owner says what has been done so far."""
    facts = {"progress": said, "evidence": evidence}
    return lambda _, cast: Happened(Action.report_progress, facts, cast.by(name, ago, how))


def progress_asked(ago: int, question: str, answer_by: int | None = None) -> Happening:
    """The coordinator asks how it stands, and wants an answer by so many days from today."""
    return lambda _, cast: Happened(
        Action.ask_for_progress,
        {"question": question, "answer_by": None if answer_by is None else cast.day(answer_by)},
        cast.by(COORDINATOR, ago),
    )


def forecast(name: str, ago: int, expected: Forecast) -> Happening:
    """The owner says what they expect of the due date."""
    return lambda _, cast: Happened(Action.give_forecast, {"forecast": expected}, cast.by(name, ago))


def more_time_asked(name: str, ago: int, until: int, reason: str, how: How = How.FORM) -> Happening:
    """The owner asks for more time, until so many days from today."""
    return lambda _, cast: Happened(
        Action.request_extension, {"until": cast.day(until)}, cast.by(name, ago, how, reason)
    )


def more_time_granted(ago: int, minute: str, until: int | None = None) -> Happening:
    """The subgroup grants the time asked for, or until another day."""
    return lambda action, cast: Happened(
        Action.grant_extension,
        {"until": None if until is None else cast.day(until), "meeting": MEETING, "minute": minute},
        _decided(action, cast, ago),
    )


def more_time_declined(ago: int, minute: str, reason: str) -> Happening:
    """The subgroup declines."""
    facts = {"meeting": MEETING, "minute": minute}
    return lambda action, cast: Happened(Action.decline_extension, facts, _decided(action, cast, ago, reason))


def complete(name: str, ago: int, said: str, evidence: str = "", how: How = How.FORM) -> Happening:
    """The owner reports it complete."""
    facts = {"what_was_done": said, "evidence": evidence}
    return lambda _, cast: Happened(Action.report_complete, facts, cast.by(name, ago, how))


def signed_off_by_agency(ago: int) -> Happening:
    """The agency's validator signs it off."""
    return lambda action, cast: Happened(
        Action.sign_off_by_agency, {"closes": False}, cast.by(cast.validator(action.lead), ago)
    )


def assured(ago: int, minute: str) -> Happening:
    """The subgroup is assured that it was done."""
    facts = {"meeting": MEETING, "minute": minute}
    return lambda action, cast: Happened(Action.assure, facts, _decided(action, cast, ago))


def sent_back(ago: int, further_work_by: int, reason: str) -> Happening:
    """The subgroup sends it back, with further work due so many days from today."""
    return lambda action, cast: Happened(
        Action.send_back,
        {"further_work_by": cast.day(further_work_by)},
        _decided(action, cast, ago, reason),
    )


def cancelled(ago: int, reason: str) -> Happening:
    """The chair ends it undone."""
    return lambda _, cast: Happened(Action.cancel, {}, cast.by(CHAIR, ago, reason=reason))


def reopened(ago: int, reason: str) -> Happening:
    """The subgroup takes it up again."""
    return lambda action, cast: Happened(Action.reopen, {}, _decided(action, cast, ago, reason))


def _decided(action: Action, cast: Cast, ago: int, reason: str = "") -> Provenance:
    """At a meeting of the subgroup, and entered by a member of another agency than those concerned."""
    member = cast.subgroup_member(action.lead, *action.supporting)
    return cast.by(member, ago, How.MEETING, reason, entering=member)
