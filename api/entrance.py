"""Coming in and going out: the one-time link, the session that it begins, and its end.

Mail scanners open every link: GET and HEAD only show, POST acts.
"""

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.access import cookie_name, safe_next
from api.resending import WAITING, waiting_for
from api.sessions import LinkState, end_session, link_state, person_of_session, spend_link
from api.templating import render
from api.unsent_forms import KEPT_FOR

router = APIRouter(include_in_schema=False)

WANTED = "-wanted"
"""Ends the name of the cookie that holds the page to go to after signing in."""
STATUSES = {LinkState.GOOD: 200, LinkState.USED: 410, LinkState.EXPIRED: 410, LinkState.UNKNOWN: 404}


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def sign_in(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """How to get a link; the browser remembers which page was wanted."""
    wanted = safe_next(next)
    answer = render(
        request, "sign-in.html", {"next": wanted, "kept": wanted == WAITING, "kept_for": KEPT_FOR}
    )
    if wanted != "/":
        _remember(answer, request, f"{_name(request)}{WANTED}", quote(wanted, safe=""))
    return answer


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
    answer = RedirectResponse(_wanted(request, session, next), 303)
    _remember(answer, request, _name(request), session)
    _forget(answer, request, f"{_name(request)}{WANTED}")
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    state = request.app.state
    if session := request.cookies.get(_name(request)):
        end_session(state.store, session, now=state.clock())
    answer = RedirectResponse("/sign-in", 303)
    _forget(answer, request, _name(request))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _wanted(request: Request, session: str, said: str) -> str:
    """Where to go after signing in: first to what this person had typed and not sent."""
    person = person_of_session(request.app.state.store, session, now=request.app.state.clock())
    if person is not None and waiting_for(request, person):
        return WAITING
    wanted = safe_next(said)
    return (
        wanted if wanted != "/" else safe_next(unquote(request.cookies.get(f"{_name(request)}{WANTED}", "")))
    )


def _remember(answer: Response, request: Request, name: str, value: str) -> None:
    answer.set_cookie(name, value, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _forget(answer: Response, request: Request, name: str) -> None:
    answer.delete_cookie(name, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _name(request: Request) -> str:
    return cookie_name(request.app.state.settings.base_url)


def _is_secure(request: Request) -> bool:
    return bool(request.app.state.settings.base_url.startswith("https://"))
