"""Coming in and going out: the code by mail, the one-time link, the session that they begin, and its end.

Mail scanners open every link: GET and HEAD only show, POST acts.
"""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import invitations, limiting, sign_in_codes
from api.access import cookie_name, safe_next
from api.noting import note, note_refusal
from api.refusals import SignInNeeded, TooOften
from api.resending import WAITING, waiting_for
from api.sessions import (
    LinkState,
    caller_of_session,
    end_session,
    invited,
    link_state,
    person_of_link,
    spend_link,
)
from api.templating import render
from api.unsent_forms import KEPT_FOR
from domain.access_log import CameBy, Kind
from domain.refusals import Refused
from domain.sign_in import LASTS

router = APIRouter(include_in_schema=False)

WANTED = "-wanted"
"""Ends the name of the cookie that holds the page to go to after signing in."""
CODE = "-code"
"""Ends the name of the cookie by which a browser is known as the one that asked for a code."""
MINUTES = int(LASTS.total_seconds()) // 60
STATUSES = {LinkState.GOOD: 200, LinkState.UNKNOWN: 404}
GONE = 410


@router.api_route("/sign-in", methods=["GET", "HEAD"])
def sign_in(request: Request, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """Where a code is asked for; the browser remembers which page was wanted."""
    wanted = safe_next(next)
    answer = sign_in_page(request, kept=wanted == WAITING)
    if wanted != "/":
        remember(answer, request, WANTED, quote(wanted, safe=""))
    return answer


@router.post("/sign-in")
def ask_for_code(request: Request, email: Annotated[str, Form()] = "") -> Response:
    """Send a code to whoever has this address. Nobody is told whether somebody has."""
    state = request.app.state
    asked = {"source": source_of(request), "mail_from": state.settings.mail_from, "now": state.clock()}
    try:
        secret = sign_in_codes.ask(state.store, email.strip(), **asked)
    except Refused as refusal:
        if isinstance(refusal, TooOften):
            note_refusal(request, Kind.SIGN_IN_REFUSED, refusal, whose=limiting.hashed(state.store, email))
        return sign_in_page(request, refusal, email=email)
    answer = RedirectResponse("/sign-in/code", 303)
    remember(answer, request, CODE, secret)
    return answer


@router.api_route("/sign-in/code", methods=["GET", "HEAD"])
def show_code(request: Request) -> Response:
    """Where the code is typed; a browser that has asked for none is led to where it can."""
    if cookie_of(request, CODE) not in request.cookies:
        return RedirectResponse("/sign-in", 303)
    return _code_page(request)


@router.post("/sign-in/code")
def use_code(request: Request, code: Annotated[str, Form()] = "") -> Response:
    """Begin a session, and go to the page that was wanted."""
    state = request.app.state
    secret = request.cookies.get(cookie_of(request, CODE), "")
    try:
        session = sign_in_codes.spend(state.store, secret, code, source=source_of(request), now=state.clock())
    except Refused as refusal:
        note_refusal(request, Kind.CODE_REFUSED, refusal, **sign_in_codes.asked_for(state.store, secret))
        return _code_page(request, refusal)
    answer = signed_in(request, session, CameBy.CODE)
    forget(answer, request, CODE)
    return answer


@router.api_route("/set-up/{token}", methods=["GET", "HEAD"])
def show_link(request: Request, token: str, next: str = "/") -> HTMLResponse:  # noqa: A002 (the query word)
    """A page with the button that signs in; it says so if the link is no good."""
    return _link_page(request, token, next)


@router.post("/set-up/{token}")
def use_link(request: Request, token: str, next: Annotated[str, Form()] = "/") -> Response:  # noqa: A002
    """Begin a session, and go to the page that was wanted."""
    state = request.app.state
    now = state.clock()
    if (before := link_state(state.store, token, now=now)) != LinkState.GOOD:
        return _no_good(request, token, before)
    person = invited(state.store, token)
    try:
        session = (
            invitations.accept(state.tracker, state.views, person, token, now=now)
            if person
            else spend_link(state.store, token, now=now)
        )
    except Refused:
        if (after := link_state(state.store, token, now=now)) != LinkState.GOOD:
            return _no_good(request, token, after)  # somebody was faster
        raise
    return signed_in(request, session, CameBy.LINK, next)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    state = request.app.state
    session = request.cookies.get(cookie_of(request))
    if session and (ended := end_session(state.store, session, now=state.clock())):
        note(request, Kind.SIGNED_OUT, person=ended.person, way_in=ended.way_in)
    answer = RedirectResponse("/sign-in", 303)
    forget(answer, request)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def signed_in(request: Request, session: str, came_by: CameBy, said: str = "/") -> Response:
    """Give the browser its session in place of any before, and lead it to the page that was wanted."""
    begun = caller_of_session(request.app.state.store, session, now=request.app.state.clock())
    if begun is None:
        raise SignInNeeded("Sign in first.")
    note(request, Kind.SIGNED_IN, person=begun.person, came_by=came_by, way_in=begun.way_in)
    if before := request.cookies.get(cookie_of(request)):
        end_session(request.app.state.store, before, now=request.app.state.clock())
    answer = RedirectResponse(_wanted(request, begun.person, said), 303)
    remember(answer, request, "", session)
    forget(answer, request, WANTED)
    return answer


def _no_good(request: Request, token: str, state: LinkState) -> HTMLResponse:
    """What becomes of a link that was used, has expired, or is unknown: the page says so, and it is noted."""
    said, person = Refused(f"This link is {state}."), person_of_link(request.app.state.store, token)
    note_refusal(request, Kind.SIGN_IN_REFUSED, said, person=person)
    return _link_page(request, token)


def _link_page(request: Request, token: str, wanted: str = "/") -> HTMLResponse:
    store = request.app.state.store
    state = link_state(store, token, now=request.app.state.clock())
    shown = {"state": state.value, "next": safe_next(wanted), "provider": _provider(request)}
    shown["invitation"] = token if invited(store, token) else ""
    return render(request, "set-up.html", shown, status_code=STATUSES.get(state, GONE))


def sign_in_page(request: Request, refusal: Refused | None = None, **shown: Any) -> HTMLResponse:
    """The page where people sign in. `by_provider`: the refusal is not about the e-mail address."""
    usual = {"email": "", "kept": False, "by_provider": False, "invitation": "", "kept_for": KEPT_FOR}
    said: dict[str, Any] = usual | shown
    return _form_page(request, "sign-in.html", refusal, **said)


def _code_page(request: Request, refusal: Refused | None = None) -> HTMLResponse:
    return _form_page(request, "sign-in-code.html", refusal, minutes=MINUTES)


def _form_page(
    request: Request, template: str, refusal: Refused | None, status: int = 422, **shown: Any
) -> HTMLResponse:
    """The page of a form, with what is wrong, and when it may be tried again."""
    status = 429 if isinstance(refusal, TooOften) else status if refusal else 200
    said = {**shown, "error": str(refusal) if refusal else "", "provider": _provider(request)}
    answer = render(request, template, said, status_code=status)
    if isinstance(refusal, TooOften):
        answer.headers["Retry-After"] = str(refusal.wait)
    return answer


def _provider(request: Request) -> str:
    """The name of the identity provider; "" where none is set."""
    settings = request.app.state.settings
    return settings.oidc_name if settings.oidc_issuer else ""


def source_of(request: Request) -> str:
    """From where on the network the request comes, as the server says (a proxy before it may say so)."""
    return request.client.host if request.client else ""


def _wanted(request: Request, person: UUID, said: str) -> str:
    """Where to go after signing in: first to what this person had typed and not sent."""
    if waiting_for(request, person):
        return WAITING
    wanted = safe_next(said)
    return (
        wanted if wanted != "/" else safe_next(unquote(request.cookies.get(cookie_of(request, WANTED), "")))
    )


def remember(
    answer: Response, request: Request, ending: str, value: str, *, lasts: timedelta | None = None
) -> None:
    """Give the browser one of the cookies of the tracker to hold, until it is closed or for a time."""
    age = int(lasts.total_seconds()) if lasts else None
    secure = _is_secure(request)
    answer.set_cookie(
        cookie_of(request, ending), value, age, path="/", secure=secure, httponly=True, samesite="lax"
    )


def forget(answer: Response, request: Request, ending: str = "") -> None:
    """Take one of the cookies of the tracker from the browser."""
    secure = _is_secure(request)
    answer.delete_cookie(cookie_of(request, ending), path="/", secure=secure, httponly=True, samesite="lax")


def cookie_of(request: Request, ending: str = "") -> str:
    """The name of the cookie of sessions, or of another one by the ending of its name."""
    return f"{cookie_name(request.app.state.settings.base_url)}{ending}"


def _is_secure(request: Request) -> bool:
    return bool(request.app.state.settings.base_url.startswith("https://"))
