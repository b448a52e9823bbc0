"""Coming in and going out: the code by mail, the one-time link, the session that they begin, and its end.

Mail scanners open every link: GET and HEAD only show, POST acts.
"""

from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import sign_in_codes
from api.access import cookie_name, safe_next
from api.refusals import TooOften
from api.resending import WAITING, waiting_for
from api.sessions import LinkState, end_session, link_state, person_of_session, spend_link
from api.templating import render
from api.unsent_forms import KEPT_FOR
from domain.refusals import Refused
from domain.sign_in import LASTS

router = APIRouter(include_in_schema=False)

WANTED = "-wanted"
"""Ends the name of the cookie that holds the page to go to after signing in."""
CODE = "-code"
"""Ends the name of the cookie by which a browser is known as the one that asked for a code."""
MINUTES = int(LASTS.total_seconds()) // 60
STATUSES = {LinkState.GOOD: 200, LinkState.USED: 410, LinkState.EXPIRED: 410, LinkState.UNKNOWN: 404}


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def sign_in(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """Where a code is asked for; the browser remembers which page was wanted."""
    wanted = safe_next(next)
    answer = _sign_in_page(request, kept=wanted == WAITING)
    if wanted != "/":
        _remember(answer, request, f"{_name(request)}{WANTED}", quote(wanted, safe=""))
    return answer


@router.post("/sign-in")
def ask_for_code(request: Request, email: Annotated[str, Form()] = "") -> Response:
    """Send a code to whoever has this address. Nobody is told whether somebody has."""
    state = request.app.state
    asked = {"source": _source(request), "mail_from": state.settings.mail_from, "now": state.clock()}
    try:
        secret = sign_in_codes.ask(state.store, email.strip(), **asked)
    except Refused as refusal:
        return _sign_in_page(request, refusal, email=email)
    answer = RedirectResponse("/sign-in/code", 303)
    _remember(answer, request, f"{_name(request)}{CODE}", secret)
    return answer


@router.api_route("/sign-in/code", methods=["GET", "HEAD"])
def show_code(request: Request) -> Response:
    """Where the code is typed; a browser that has asked for none is led to where it can."""
    if f"{_name(request)}{CODE}" not in request.cookies:
        return RedirectResponse("/sign-in", 303)
    return _code_page(request)


@router.post("/sign-in/code")
def use_code(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Begin a session, and go to the page that was wanted."""
    state = request.app.state
    secret = request.cookies.get(f"{_name(request)}{CODE}", "")
    try:
        session = sign_in_codes.spend(state.store, secret, code, source=_source(request), now=state.clock())
    except Refused as refusal:
        return _code_page(request, refusal)
    answer = _signed_in(request, session)
    _forget(answer, request, f"{_name(request)}{CODE}")
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
    return _signed_in(request, session, next)


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


def _signed_in(request: Request, session: str, said: str = "/") -> Response:
    """Give the browser its session in place of any before, and lead it to the page that was wanted."""
    state = request.app.state
    if before := request.cookies.get(_name(request)):
        end_session(state.store, before, now=state.clock())
    answer = RedirectResponse(_wanted(request, session, said), 303)
    _remember(answer, request, _name(request), session)
    _forget(answer, request, f"{_name(request)}{WANTED}")
    return answer


def _sign_in_page(
    request: Request, refusal: Refused | None = None, *, email: str = "", kept: bool = False
) -> HTMLResponse:
    return _form_page(request, "sign-in.html", refusal, email=email, kept=kept, kept_for=KEPT_FOR)


def _code_page(request: Request, refusal: Refused | None = None) -> HTMLResponse:
    return _form_page(request, "sign-in-code.html", refusal, minutes=MINUTES)


def _form_page(request: Request, template: str, refusal: Refused | None, **shown: object) -> HTMLResponse:
    """The page of a form, with what is wrong, and when it may be tried again."""
    status = 429 if isinstance(refusal, TooOften) else 422 if refusal else 200
    answer = render(
        request, template, {**shown, "error": str(refusal) if refusal else ""}, status_code=status
    )
    if isinstance(refusal, TooOften):
        answer.headers["Retry-After"] = str(refusal.wait)
    return answer


def _source(request: Request) -> str:
    """From where on the network the request comes, as the server says (a proxy before it may say so)."""
    return request.client.host if request.client else ""


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
