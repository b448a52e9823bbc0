"""Coming in and going out: the one-time link, the session that it begins, and its end.

Mail scanners open every link: GET and HEAD only show, POST acts.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import cookie_name, safe_next
from api.sessions import LinkState, end_session, link_state, spend_link
from api.templating import render

router = APIRouter(include_in_schema=False)

STATUSES = {LinkState.GOOD: 200, LinkState.USED: 410, LinkState.EXPIRED: 410, LinkState.UNKNOWN: 404}


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def sign_in(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """How to get a link."""
    return render(request, "sign-in.html", {"next": safe_next(next)})


@router.api_route("/set-up/{token}", methods=["GET", "HEAD"])
def show_link(request: Request, token: str, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """A page with the button that signs in; it says so if the link is no good."""
    state = link_state(request.app.state.store, token, now=request.app.state.clock())
    shown = {"state": state.value, "next": safe_next(next)}
    return render(request, "set-up.html", shown, status_code=STATUSES[state])


@router.post("/set-up/{token}")
def use_link(request: Request, token: str, next: Annotated[str, Form()] = "/") -> Response:  # noqa: A002
    """Begin a session, and go to the page that was wanted."""
    state = request.app.state
    before = link_state(state.store, token, now=state.clock())
    if before != LinkState.GOOD:
        shown = {"state": before.value, "next": "/"}
        return render(request, "set-up.html", shown, status_code=STATUSES[before])
    session = spend_link(state.store, token, now=state.clock())
    answer = RedirectResponse(safe_next(next), 303)
    _keep(answer, request, session)
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    state = request.app.state
    name = cookie_name(state.settings.base_url)
    if session := request.cookies.get(name):
        end_session(state.store, session, now=state.clock())
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(name, path="/", secure=_is_secure(request), httponly=True, samesite="lax")
    return answer


def _keep(answer: Response, request: Request, session: str) -> None:
    name = cookie_name(request.app.state.settings.base_url)
    answer.set_cookie(name, session, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _is_secure(request: Request) -> bool:
    return bool(request.app.state.settings.base_url.startswith("https://"))
