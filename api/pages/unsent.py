"""Forms that were sent after the session had ended: shown again as they were filled in, sent by a button."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import unsent_forms
from api.access import SignedIn
from api.commands import COMMANDS, Command
from api.pages.framing import page
from api.pages.typed import typed_in
from api.resending import WAITING, secret_of, waiting, waiting_for
from api.unsent_forms import UnsentForm
from domain.refusals import NotFound

router = APIRouter()

PLACE: Final = re.compile(r"/(?P<things>[a-z]+)/(?:new|[0-9a-f-]{36}/(?P<noun>[a-z-]+))")
"""The address of the form of a command."""
NO_LONGER_KEPT = "This is no longer kept: it was recorded, or is older than a day."


@router.get(WAITING)
def show_waiting(request: Request, who: SignedIn) -> Response:
    """What somebody had typed; a single form at once."""
    found = waiting(request)
    mine = [one for one in found if one.person == who.person]
    if len(mine) == 1:
        return RedirectResponse(place_of(mine[0]), 303)
    listed = [(title_of(one), one, place_of(one)) for one in mine]
    return page(request, "unsent-forms.html", listed=listed, of_others=len(found) - len(mine))


@router.get(WAITING + "/{identity:uuid}")
def show_one(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """A form that has no page of its own to come back to: what was typed, and the button that sends it."""
    found = [one for one in waiting_for(request, who.person) if one.id == identity]
    if not found:
        raise NotFound(NO_LONGER_KEPT)
    typed = typed_in(found[0].fields)
    return page(request, "unsent-form.html", form=found[0], typed=typed, title=title_of(found[0]))


@router.post(WAITING + "/{identity:uuid}/discard")
def discard(request: Request, who: SignedIn, identity: UUID) -> Response:
    """Throw away what somebody had typed."""
    if any(one.id == identity for one in waiting_for(request, who.person)):
        unsent_forms.forget(request.app.state.store, secret_of(request), identity)
    return RedirectResponse(WAITING, 303)


def place_of(form: UnsentForm) -> str:
    """Where a form is shown again: on its own page, or on one that is for any form."""
    return form.address if command_of(form) else f"{WAITING}/{form.id}"


def title_of(form: UnsentForm) -> str:
    """What a form was for."""
    command = command_of(form)
    return command.title if command else f"The form of the page {form.path}"


def command_of(form: UnsentForm) -> Command | None:
    """The command whose form this is."""
    if (found := PLACE.fullmatch(form.path)) is None:
        return None
    wanted = found["things"], found["noun"] or ""
    return next((one for one in COMMANDS if (one.things, one.noun) == wanted), None)
