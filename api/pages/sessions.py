"""Where somebody is signed in and by which accounts, and how they end either from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import linked_identities, sessions
from api.access import SignedIn, cookie_name
from api.noting import note
from api.pages.framing import page
from api.pages.posting import Posted, identity, text
from domain.access_log import Kind

router = APIRouter()


@router.get("/sessions")
def show_sessions(request: Request, who: SignedIn) -> HTMLResponse:
    """One's own sessions, that of this browser first, and the accounts by which one signs in."""
    state = request.app.state
    found = sessions.open_sessions(state.store, who.person, _session(request), now=state.clock())
    done, accounts = request.query_params.get("done"), linked_identities.of_person(state.store, who.person)
    return page(request, "sessions.html", sessions=found, accounts=accounts, done=done)


@router.post("/sessions")
def end_sessions(request: Request, who: SignedIn, form: Posted) -> RedirectResponse:
    """End one of one's other sessions, or all of them; one that has ended already stays so."""
    state, said = request.app.state, text(form, "session")
    only = identity(said)
    if said in ("", str(only)):
        now = state.clock()
        for one in sessions.end_others(state.store, who.person, _session(request), only=only, now=now):
            note(request, Kind.SESSION_ENDED, about=one)
    return RedirectResponse("/sessions?done=end", 303)


@router.post("/sessions/unlinking")
def unlink_account(request: Request, who: SignedIn, form: Posted) -> RedirectResponse:
    """Unlink one of one's own accounts; one that is unlinked already stays so. Open sessions go on."""
    account, store = identity(text(form, "account")), request.app.state.store
    if account and linked_identities.unlink(store, who.person, account):
        note(request, Kind.ACCOUNT_UNLINKED, about=account)
    return RedirectResponse("/sessions?done=unlinked", 303)


def _session(request: Request) -> str:
    return request.cookies.get(cookie_name(request.app.state.settings.base_url), "")
