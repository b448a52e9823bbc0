"""A form that is sent after its session has ended: kept until the same person has signed in again."""

from __future__ import annotations

from secrets import token_urlsafe
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.types import Message, Send

from api import unsent_forms
from api.access import cookie_name
from api.errors import is_for_programs
from api.sent_forms import sent_form
from api.sessions import caller_of_past_session
from api.unsent_forms import KEPT_FOR, UnsentForm

WAITING = "/unsent"
"""The page of what waits."""
WORD = "unsent"
"""The query word by which a form says that it had been kept."""
NEVER_KEPT = ("/sign-out",)


async def kept_instead(request: Request) -> Response | None:
    """Keep what a form sends whose session has ended, and lead to signing in; None for anything else.

    A browser that never had a session has nothing kept for it: nobody could be told that it is theirs.
    """
    path = request.url.path
    if request.method != "POST" or is_for_programs(path) or path in NEVER_KEPT:
        return None
    state, cookies = request.app.state, request.cookies
    session = cookies.get(cookie_name(state.settings.base_url))
    if session is None or "authorization" in request.headers:
        return None
    caller = await run_in_threadpool(caller_of_past_session, state.store, session)
    if caller is None:
        return None
    secret = secret_of(request) or token_urlsafe(32)
    await run_in_threadpool(unsent_forms.keep, state.store, secret, await _form_of(request, caller.person))
    answer = RedirectResponse(f"/sign-in?next={WAITING}", 303)
    _hold(answer, request, secret)
    return answer


def waiting(request: Request) -> list[UnsentForm]:
    """What waits in this browser, whoever typed it."""
    secret, state = secret_of(request), request.app.state
    return list(unsent_forms.waiting(state.store, secret, now=state.clock())) if secret else []


def waiting_for(request: Request, person: UUID) -> list[UnsentForm]:
    """What this person has typed in this browser."""
    return [one for one in waiting(request) if one.person == person]


def kept_form(request: Request, person: UUID) -> UnsentForm | None:
    """The form that the address asks for, if this person has typed it in this browser."""
    asked = request.query_params.get(WORD)
    found = (one for one in waiting_for(request, person) if str(one.id) == asked) if asked else iter(())
    return next(found, None)


def forgetting(request: Request, send: Send) -> Send:
    """Forget a kept form as soon as it has been sent and accepted: its answer leads on (303)."""
    asked, secret = _identity(request), secret_of(request)
    signed_in = getattr(request.state, "who", None) is not None
    if request.method != "POST" or asked is None or not secret or not signed_in:
        return send

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 303:
            await run_in_threadpool(unsent_forms.forget, request.app.state.store, secret, asked)
        await send(message)

    return send_on


def secret_of(request: Request) -> str:
    """What this browser holds; "" where nothing was kept for it."""
    return request.cookies.get(_cookie(request), "")


async def _form_of(request: Request, person: UUID) -> UnsentForm:
    sent = await sent_form(request)
    query = [pair for pair in request.query_params.multi_items() if pair[0] != WORD]
    return UnsentForm(
        id=_identity(request) or uuid4(),
        person=person,
        at=request.app.state.clock(),
        path=request.url.path,
        query=urlencode(query),
        fields=sent.fields if sent else (),
        files=sent.files if sent else (),
    )


def _identity(request: Request) -> UUID | None:
    try:
        return UUID(request.query_params.get(WORD, ""))
    except ValueError:
        return None


def _cookie(request: Request) -> str:
    return f"{cookie_name(request.app.state.settings.base_url)}-unsent"


def _hold(answer: Response, request: Request, secret: str) -> None:
    answer.set_cookie(
        _cookie(request),
        secret,
        max_age=int(KEPT_FOR.total_seconds()),
        path="/",
        secure=request.app.state.settings.base_url.startswith("https://"),
        httponly=True,
        samesite="lax",
    )
