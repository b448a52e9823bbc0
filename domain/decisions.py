"""Decisions: by whom they are taken, and that nobody decides on what was their own to report or ask.

Agreed practice: whoever judges an action has neither reported on it, nor asked for it, nor typed that for
another, and comes from an agency that neither leads nor supports it.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from domain.action import Action
from domain.delegation import DelegationScheme
from domain.provenance import Provenance
from domain.refusals import NotAllowed
from domain.vocabulary import Contact, Role

Entered = tuple[UUID | None, ...]
ENTERED_BY: Mapping[Callable[..., Any], Callable[[Action], Entered]] = {
    Action.grant_extension: lambda action: (action.asked_by,),
    Action.decline_extension: lambda action: (action.asked_by,),
    Action.sign_off_by_agency: lambda action: (action.reported_by,),
    Action.assure: lambda action: (action.reported_by, action.agency_signed_off_by),
    Action.send_back: lambda action: (action.reported_by,),
}
"""The decisions, and who entered what each is about."""


def refuse_own(command: Callable[..., Any], action: Action, held: frozenset[str], by: Provenance) -> None:
    """Refuse a decision on what whoever decides, or their agency, reported or asked. `held`: capacities."""
    if command not in ENTERED_BY:
        return
    if by.entered_by in ENTERED_BY[command](action):
        raise NotAllowed("You entered what is to be decided here, so somebody else decides on it.")
    own = by.standing.agency is not None and by.standing.agency in (action.lead, *action.supporting)
    if own and not _is_for_agency(command, action, held):
        raise NotAllowed("Your agency leads or supports this action, so somebody of another agency decides.")


def refuse_unless_delegated(
    scheme: DelegationScheme,
    action: Action,
    held: frozenset[str],
    *,
    until: date | None = None,
    meeting: str = "",
) -> None:
    """Refuse a decision that the scheme of delegation leaves to others than who is `held` to be these.

    On a request for more time (`until`: another day than was asked for), or on whether a finished action is
    assured. What a `meeting` has decided a coordinator may enter.
    """
    may = deciders(scheme, action, until)
    entered_for_meeting = bool(meeting.strip()) and Role.COORDINATOR in held
    if not entered_for_meeting and held.isdisjoint(may):
        *others, last = may
        listed = f"{', '.join(others)} or {last}"
        raise NotAllowed(f"By the scheme of delegation, this is decided by the {listed}, or at a meeting.")


def deciders(scheme: DelegationScheme, action: Action, until: date | None = None) -> tuple[Role, ...]:
    """Who decides by the scheme: on the request for more time that waits, or else on being assured."""
    if action.due is None or action.asked_for is None:
        return scheme.is_assured()
    asked_late = action.asked_on is not None and action.asked_on > action.due
    more_days = ((until or action.asked_for) - action.due).days
    return scheme.decides_on_time(more_days, is_first=action.extensions == 0, is_late=asked_late)


def _is_for_agency(command: Callable[..., Any], action: Action, held: frozenset[str]) -> bool:
    if command is Action.send_back:
        return Contact.VALIDATOR in held and not action.agency_signed_off
    return command is Action.sign_off_by_agency
