"""One agency or one person of the directory, with what they answer for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.invitations import mail_of
from api.noting import note, reads
from api.offices import may
from api.pages.framing import page
from api.pages.histories import history
from api.pages.listing import A_PAGE
from api.pages.past import shown
from api.pages.reassigning import to_be_given
from api.pages.things import history_shown, is_behind, offered_to, recorded, row_of
from api.sessions import end_all
from api.subject_access import held_about
from domain.access_log import Kind
from domain.offices import Office
from domain.permissions import NOTHING
from domain.person import Person
from domain.refusals import NotFound
from projections import actions, directory
from projections.actions import Filters

router = APIRouter()

SIGNED_OUT = "They are signed out everywhere"


@router.get("/agencies/{identity:uuid}")
def show_agency(request: Request, identity: UUID) -> HTMLResponse:
    """One agency: its other names, who answers for it, its people and its actions."""
    return show_one(request, "agencies", identity, Filters(agency=identity))


@router.get("/people/{identity:uuid}")
def show_person(request: Request, identity: UUID) -> HTMLResponse:
    """One person: how to reach them, for whom they answer, and the actions that they own."""
    return show_one(request, "people", identity, Filters(owner=identity))


@router.post("/people/{identity:uuid}/held", dependencies=[may(Office.HELD_ABOUT)])
def take_held(request: Request, identity: UUID) -> Response:
    """All that is held about a person, as a file: their right of access (UK GDPR, Article 15)."""
    state = request.app.state
    held = held_about(state.tracker, state.views, identity, now=state.clock())
    note(request, Kind.HELD_TAKEN, about=identity)
    named = {"Content-Disposition": f'attachment; filename="held-about-{identity}.json"'}
    return Response(held, media_type="application/json", headers=named)


@router.post("/people/{identity:uuid}/sign-out", dependencies=[may(Office.SIGNING_OUT)])
def sign_out_everywhere(request: Request, identity: UUID) -> Response:
    """End every session of a person, for example of one whose telephone was lost (ASVS V7.4.5)."""
    state = request.app.state
    state.tracker.get(Person, identity)
    end_all(state.store, identity, now=state.clock())
    note(request, Kind.SIGNED_OUT_EVERYWHERE, about=identity)
    return RedirectResponse(f"/people/{identity}?signed_out=yes", 303)


def show_one(request: Request, things: str, identity: UUID, filters: Filters) -> HTMLResponse:
    """The page of an agency or a person."""
    state = shown(request)
    today, at = state.today, state.at
    entries = history_shown(request, things, identity, state)
    by_id: dict[str, Any] = {"agency" if things == "agencies" else "person": identity}
    with request.app.state.views.reading() as connection:
        row = row_of(connection, things, identity, today, at)
        contacts = directory.contacts(connection, at=at, **by_id)
        mentioned = [one for contact in contacts for one in (contact.partnership, contact.agency)]
        total = actions.counted(connection, filters, today=today, at=at)
        due = actions.listed(connection, filters, today=today, sort="due", limit=A_PAGE, at=at)
        found: dict[str, Any] = {
            "to_give": to_be_given(connection, row, today=today, at=at)
            if row and things == "people"
            else None,
            "contacts": contacts,
            "names": directory.names(connection, mentioned, at=at),
            "actions": due,
            "total": total,
            "people": directory.people(connection, agency=identity, at=at) if things == "agencies" else [],
            "past": history(request, connection, entries, at=at),
        }
    if not (row or entries):
        raise NotFound(NOTHING)
    signed_out = SIGNED_OUT if "signed_out" in request.query_params else ""
    done = recorded(request, things) or signed_out
    more: dict[str, Any] = {"offered": offered_to(request, things, row), "done": done}
    more["behind"] = bool(entries) and is_behind(row, entries, state)
    if row and things == "people":
        more["letter"] = mail_of(request.app.state.store, identity)
    reads(request, due)
    template = "agency.html" if things == "agencies" else "person.html"
    return page(request, template, shown=state, row=row, **found, **more)
