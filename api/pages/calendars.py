"""The calendars of a person: secret addresses that show when actions are due."""

from __future__ import annotations

from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import calendar_feeds
from api.access import SignedIn, Who
from api.offices import may
from api.pages.framing import form_page, page
from api.pages.posting import Posted, text
from api.pages.posting import identity as identity_of
from api.pages.things import history_of, row_of
from api.refusals import MadeBefore
from api.repeating import Asked
from api.rest.calendars import address_of
from api.sessions import is_administrator
from domain.offices import Office
from domain.refusals import NotFound, Refused

router = APIRouter(dependencies=[may(Office.CALENDARS)])


@router.get("/people/{identity:uuid}/calendars")
def show_calendars(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """The calendars of a person whose addresses are good, and how one makes another."""
    return calendars_page(request, who, identity)


@router.post("/people/{identity:uuid}/calendars")
def make_calendar(request: Request, who: SignedIn, identity: UUID, form: Posted) -> Response:
    """Make a calendar, in the place of another one where the form says so, and show its address this once."""
    state, instead = request.app.state, identity_of(text(form, "instead"))
    history_of(request, "people", identity)
    key = identity_of(text(form, "key")) or uuid4()
    asked = Asked(who.person, f"calendar {key}", request.url.path, str(instead or ""))
    try:
        made = calendar_feeds.make(state.store, identity, now=state.clock(), asked=asked, instead=instead)
    except (NotFound, MadeBefore) as refusal:
        return calendars_page(request, who, identity, refusal=refusal)
    return calendars_page(request, who, identity, address=address_of(request, made.secret))


@router.post("/people/{identity:uuid}/calendars/{feed:uuid}/revocation")
def revoke_calendar(request: Request, identity: UUID, feed: UUID) -> Response:
    """Revoke a calendar; once it is, the same button does no more."""
    state = request.app.state
    history_of(request, "people", identity)
    calendar_feeds.revoke(state.store, identity, now=state.clock(), feed=feed)
    return RedirectResponse(f"/people/{identity}/calendars?done=revoked", 303)


def calendars_page(
    request: Request, who: Who, identity: UUID, *, address: str = "", refusal: Refused | None = None
) -> HTMLResponse:
    """The page, with the address that is told this once, or with why there is none."""
    history_of(request, "people", identity)
    store = request.app.state.store
    feeds = calendar_feeds.feeds_of(store, identity)
    with request.app.state.views.reading() as connection:
        row = row_of(connection, "people", identity, who.today)
    if row is None:
        return page(request, "being-updated.html", title="Calendars", address=request.url.path)
    # The address of a calendar is told once: of a page with it, no browser may keep a copy.
    framed = page if address else form_page
    return framed(
        request,
        "calendars.html",
        status=409 if isinstance(refusal, MadeBefore) else 422 if refusal else 200,
        person=row,
        everything=is_administrator(store, identity),
        feeds=feeds,
        keys=[uuid4() for _ in feeds],
        address=address,
        refusal=str(refusal or ""),
        key=uuid4(),
        revoked=request.query_params.get("done") == "revoked",
    )
