"""What guards every request: who may come in, from which site, with how much, and what browsers may do."""

from secrets import token_urlsafe
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import refused_at_the_door
from api.access import Who, find_who, is_open, shown_partnership
from api.errors import UNAVAILABLE, answer_with_form, is_for_programs
from api.pages.framing import SHOWN_AGAIN_BY_BACK
from api.refusals import FromElsewhere, SignInNeeded
from api.resending import forgetting, kept_instead
from domain.refusals import Refused
from domain.sight import NOTHING
from projections.sight import seen_by

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LARGEST_PLAN = 50 * 1024 * 1024
ROUND_A_PLAN = 1024 * 1024
"""Bytes of a form beside the file that it carries."""
LARGEST_OTHER = 2 * 1024 * 1024
WITH_PLANS = ("/import", "/api/v1/imports")

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self';"
    " font-src 'self'; connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
# Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_BY_BROWSERS = "/static/"
PICTURE = "image/svg+xml"
"""A text too: it says in which characters (OWASP ASVS 5.0, V4.1.1)."""


class Headed:
    """Puts the headers that keep browsers safe on every response, with a nonce of its own for each."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with `request.state.nonce`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["nonce"] = nonce = token_urlsafe(16)

        async def send_headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope["state"]["answering"] = True
                self._add(MutableHeaders(scope=message), scope, nonce)
                if _is_refused_form(scope, message["status"]):
                    MutableHeaders(scope=message)["Cache-Control"] = SHOWN_AGAIN_BY_BACK
            await send(message)

        await self.app(scope, receive, send_headed)

    @staticmethod
    def _add(headers: MutableHeaders, scope: Scope, nonce: str) -> None:
        headers.update(HEADERS)
        headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
        if headers.get("content-type") == PICTURE:
            headers["Content-Type"] = f"{PICTURE}; charset=utf-8"
        if not scope["path"].startswith(KEPT_BY_BROWSERS):
            headers.setdefault("Cache-Control", "no-store")
        if scope["app"].state.settings.base_url.startswith("https://"):
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"


def _is_refused_form(scope: Scope, status: int) -> bool:
    """Whether this is a form shown again with what is wrong, so that nothing typed is lost by Back."""
    is_wrong = 400 <= status < 500
    return scope["method"] == "POST" and is_wrong and not is_for_programs(scope["path"])


class Gate:
    """Lets in whoever is signed in, and others only to the few open addresses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with `request.state.who`. Raises SignInNeeded, NotAllowed, FromElsewhere."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        with seen_by(NOTHING):
            try:
                refuse_other_sites(request)
                kept = None if is_open(scope["path"]) else await self._let_in(request)
            except Refused as refusal:
                await run_in_threadpool(refused_at_the_door.write_down, request, refusal)
                raise
            who: Who | None = getattr(request.state, "who", None)
            shown = shown_partnership(request, who) if who else None
            with seen_by(who.sight if who else NOTHING, shown=shown):
                await (kept or self.app)(scope, receive, forgetting(request, send))

    @staticmethod
    async def _let_in(request: Request) -> Response | None:
        """Find who asks. The answer to give instead, where a form came after its session had ended.

        Answers here, too, where nobody can be asked who that is: what a form sent has not been read yet.
        """
        try:
            return await _found(request)
        except UNAVAILABLE as error:
            return await answer_with_form(request, error)


async def _found(request: Request) -> Response | None:
    try:
        request.state.who = await run_in_threadpool(find_who, request)
    except SignInNeeded:
        if kept := await kept_instead(request):
            return kept
        raise
    return None


def refuse_other_sites(request: Request) -> None:
    """Refuse a change that a page of another site asks for with the cookie of somebody who is signed in."""
    if request.method in SAFE_METHODS or "authorization" in request.headers:
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = _origin(request.app.state.settings.base_url)
    foreign = site in ("cross-site", "same-site") or (
        origin is not None and not _is_own(request, origin, own)
    )
    if foreign:
        raise FromElsewhere(f"This came from a page of another site. Open the tracker at {own}.")


def _is_own(request: Request, origin: str, own: str) -> bool:
    """The tracker's own address; on one's own machine also by another name for it, if asked by that name."""
    if origin == own:
        return True
    host = urlsplit(origin).hostname
    return host in ("localhost", "127.0.0.1", "::1") and origin == f"http://{request.headers.get('host')}"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class Limited:
    """Stops reading a body that is too large, whatever length it claims."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Raises HTTPException 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = LARGEST_PLAN + ROUND_A_PLAN if scope["path"] in WITH_PLANS else LARGEST_OTHER
        claimed = Headers(scope=scope).get("content-length", "")
        left = limit

        async def receive_limited() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        if claimed.isdigit() and int(claimed) > limit:
            await run_in_threadpool(refused_at_the_door.write_too_large, Request(scope))
            raise HTTPException(413)
        await self.app(scope, receive_limited, send)
