"""Every error in one place: what happened, in a sentence, as a problem (RFC 9457) or as a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from jinja2 import Template
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import log_of, sign_in_address
from api.importing.refusing import UnreadablePlan
from api.measuring import pattern_of
from api.refusals import FromElsewhere, MadeBefore, SignInNeeded, TooOften, VersionMissing
from api.sent_forms import sent_form
from api.wording import sentence_for
from domain.refusals import NotAllowed, NotFound, NotThere, Refused, SomeoneWasFirst
from domain.store.application import noting_saves, saved_meanwhile
from domain.store.datastore import DatabaseUnavailable, words_for
from domain.store.keys import MasterKeyLost
from domain.store.mapper import UnreadableEvent
from domain.tracker.together import who_was_first
from domain.unexpected import Unexpected
from projections.reading import NothingPublished

PROBLEM = "application/problem+json"
OF_PROGRAMS = ("/api/", "/calendar/", "/metrics", "/healthz", "/readyz")

STATUSES: Mapping[type[Exception], int] = {
    SignInNeeded: 401,
    NotAllowed: 403,
    FromElsewhere: 403,
    NotFound: 404,
    NotThere: 422,
    MadeBefore: 409,
    SomeoneWasFirst: 412,
    VersionMissing: 428,
    TooOften: 429,
    NothingPublished: 503,
    Refused: 422,
    UnreadablePlan: 422,
    MasterKeyLost: 503,
    DatabaseUnavailable: 503,
    UnreadableEvent: 500,
    ClientDisconnect: 400,
    psycopg.OperationalError: 503,
    psycopg.InterfaceError: 503,
    psycopg.errors.InternalError_: 503,
    psycopg.errors.ReadOnlySqlTransaction: 503,
    psycopg.DataError: 422,
    PoolTimeout: 503,
}
"""The status of each error; that of the nearest class counts."""

UNAVAILABLE = tuple(kind for kind, status in STATUSES.items() if status == 503)
"""What passes: the same request may succeed in a minute."""

WORDED = (Refused, UnreadablePlan, MasterKeyLost, DatabaseUnavailable)
"""What says itself in a sentence for people."""

SAVED_BEFORE = (
    "The database went away after this, or a part of it, was recorded. Look before you send it once more."
)

SENTENCES = {
    400: "The body of this cannot be read: send JSON in UTF-8, or a multipart form. Nothing was saved.",
    404: "There is nothing under this address.",
    405: "This address cannot be asked in that way.",
    413: "This is too large: at most 50 MB for a plan, 2 MB for anything else. Nothing was saved.",
}

UNWORDED: Mapping[type[Exception], str] = {
    ClientDisconnect: "The connection was lost before all of it had come. Nothing was recorded.",
    psycopg.DataError: "There is a character here that cannot be kept. Take it out, and try again.",
}
"""What is said of errors that have no words for people; of all others, what the database has."""

PLAIN_PAGE = Template(
    """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }} - DHR Tracker</title></head>
<body><main><h1>{{ title }}</h1><p>{{ detail }}</p><p><a href="/">Go to the start</a></p></main></body>
</html>
""",
    autoescape=True,
)
"""The last resort, where the templates themselves may be at fault."""

log_line = structlog.get_logger(__name__)


class FieldError(NamedTuple):
    """What is wrong with one field."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Problem:
    """An error as it is told: `detail` is a sentence for people; `more` are further members of the JSON."""

    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The general name of such errors."""
        return HTTPStatus(self.status).phrase

    def as_json(self) -> dict[str, Any]:
        """The members of RFC 9457, and ours."""
        problem = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        errors = [one._asdict() for one in self.errors]
        return problem | ({"errors": errors} if errors else {}) | dict(self.more)


def install(app: FastAPI) -> None:
    """Answer every error of the routes of an application here."""
    for kind in (HTTPException, RequestValidationError, *STATUSES):
        app.add_exception_handler(kind, answer_with_form if kind in UNAVAILABLE else answer)


class Answering:
    """Answers what goes wrong outside the routes, and what nobody expected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer if that fails."""
        with noting_saves():
            try:
                await self.app(scope, receive, send)
            except Exception as error:
                if scope["type"] != "http" or scope["state"].get("answering"):
                    raise
                response = answer(Request(scope), error)
                await response(scope, receive, send)


def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that failed: JSON for programs, a page for people, by the address."""
    problem = problem_of(request, error)
    if is_for_programs(request.url.path):
        return JSONResponse(problem.as_json(), problem.status, dict(problem.headers), PROBLEM)
    if isinstance(error, SignInNeeded):
        return RedirectResponse(sign_in_address(request), 303)
    page: Callable[[Request, Problem], Response] = request.app.state.error_page
    return page(request, problem)


async def answer_with_form(request: Request, error: Exception) -> Response:
    """The same where the tracker cannot be used just now: what a form had sent stands on the page."""
    if not is_for_programs(request.url.path):
        request.state.sent_form = await sent_form(request)
    return await run_in_threadpool(answer, request, error)


def is_for_programs(path: str) -> bool:
    """Whether an address answers in JSON, errors too."""
    return path.startswith(OF_PROGRAMS)


def plain_page(request: Request, problem: Problem) -> Response:  # noqa: ARG001 (the shape of error pages)
    """An error as a page without any template."""
    return HTMLResponse(PLAIN_PAGE.render(title=problem.title, detail=problem.detail), problem.status)


def problem_of(request: Request, error: Exception) -> Problem:
    """What an error is told as. What nobody expected gets a reference, and is logged under it."""
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        return Problem(
            error.status_code,
            SENTENCES.get(error.status_code, str(error.detail)),
            headers=error.headers or {},
        )
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)
    if status is None:
        return _unexpected(request, error)
    if isinstance(error, SomeoneWasFirst):
        return _someone_was_first(request, error)
    if isinstance(error, UnreadableEvent):
        return _unreadable(error)
    return _told(error, status)


def _told(error: Exception, status: int) -> Problem:
    sentence = _sentence(error, status)
    named = getattr(error, "field", None)
    errors = (FieldError(named, sentence),) if named else ()
    wait = getattr(error, "wait", 5)
    headers = {
        401: {"WWW-Authenticate": "Bearer"},
        429: {"Retry-After": f"{wait}"},
        503: {"Retry-After": f"{wait}"},
    }.get(status, {})
    return Problem(status, sentence, errors, headers=headers)


def _sentence(error: Exception, status: int) -> str:
    if status == HTTPStatus.SERVICE_UNAVAILABLE and saved_meanwhile():
        return SAVED_BEFORE
    if isinstance(error, WORDED):
        return str(error)
    return next((words for kind, words in UNWORDED.items() if isinstance(error, kind)), words_for(error))


def _unreadable(error: UnreadableEvent) -> Problem:
    """The position alone: why it cannot be read may repeat what it says."""
    log_line.error("An event of the log cannot be read.", position=error.position)
    sentence = (
        f"The event at position {error.position} of the log cannot be read, so this cannot be shown."
        " Tell whoever runs the tracker."
    )
    return Problem(500, sentence)


def _invalid(error: RequestValidationError) -> Problem:
    errors = tuple(FieldError(*sentence_for(one)) for one in error.errors())
    told = " ".join(f"{one.field}: {one.sentence}" if one.field else one.sentence for one in errors)
    return Problem(422, told, errors)


def _unexpected(request: Request, error: Exception) -> Problem:
    found = Unexpected.of(error)
    asked = {"method": request.method, "route": pattern_of(request.scope)}
    log_line.error("A request failed.", **asked, **found._asdict())
    return Problem(500, found.sentence, more={"reference": found.reference})


def _someone_was_first(request: Request, error: SomeoneWasFirst) -> Problem:
    """Who was first, by post, and when: from the history of the thing that the address names."""
    identity = request.path_params.get("identity")
    history = log_of(request).of(identity) if identity else []
    if not history:
        return Problem(412, str(error))
    last = history[-1]
    sentence = (
        f"{who_was_first(last)} after you opened it, and nothing of yours was saved."
        " Look again, and repeat what is still needed."
    )
    changed = {
        "by": {"post": last.event.post, "agency": last.event.post_agency},
        "at": last.recorded_at.isoformat(),
    }
    return Problem(412, sentence, more={**changed, "version": last.event.originator_version})
