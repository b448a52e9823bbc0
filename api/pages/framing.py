"""The frame of a page for somebody who is signed in, and the page of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from fastapi.responses import HTMLResponse

from api.pages.typed import typed_in
from api.templating import render
from projections import directory
from projections.sight import SHOWN

if TYPE_CHECKING:
    from fastapi import Request

    from api.errors import Problem
    from api.pages.past import Shown
    from api.sent_forms import SentForm

# Without a copy of its own a browser answers Back to a refused form with an error, and the words are gone;
# and to one that was recorded with a new key, under which it would be recorded once more.
SHOWN_AGAIN_BY_BACK = "private, no-cache"

INVENTED = "invented)"
"""Ends the name of every partnership of demonstration data."""

HEADINGS = {
    400: "This cannot be read",
    401: "Sign in first",
    403: "You may not do this",
    404: "Page not found",
    405: "This page cannot be used like that",
    412: "Something else was recorded first",
    413: "This is too large",
    422: "This cannot be done",
    500: "Sorry, there is a problem with the tracker",
    503: "The tracker cannot be used just now",
}
ADVICE = {
    403: "If you think that you should be able to, ask an administrator of your partnership.",
    404: "If you typed the address, check it. If you followed a link, what it led to is no longer there.",
    405: "Open it from a link or a form of the tracker.",
    412: "Go back, load the page again, and look at what has changed.",
    413: "Choose a smaller file, or send less text at once.",
    500: "Nothing of what you sent was saved unless the page shows it. Try again later.",
    503: "Try again in a minute.",
}
ADVICE_WITH_FORM = "What you sent is on this page: send it again in a minute."
ONLY_ONCE = "However often you send it, it is recorded once."
ADVICE_WITH_FILES = "A file is not kept: go back, choose it again, and send it in a minute."
KEY = "key"
"""The field by which a form that is sent again is known."""
TOO_LARGE = 413
ADVICE_TO_ASKERS = "Go back, or ask for something else: nothing was to be recorded."
OTHER_ADVICE = "Nothing was saved. Go back to put it right; what you typed is still there."


OF_ANOTHER_CHOICE = ("partnership", "page", "before", "done", "sent")
"""Words of an address that mean nothing once another partnership is shown."""


class PartnershipNamed(NamedTuple):
    """A partnership as the frame shows it; `invented` where it belongs to demonstration data."""

    id: UUID
    name: str
    invented: bool


def page(
    request: Request, template: str, *, status: int = 200, shown: Shown | None = None, **context: Any
) -> HTMLResponse:
    """A page in its frame: the partnership's name, whether the data is invented, and as at when it stands."""
    with request.app.state.views.reading() as connection:
        named = [
            PartnershipNamed(one.id, one.name, one.name.endswith(INVENTED))
            for one in directory.names_of_partnerships(connection)
        ]
    frame = {"partnerships": named, "standing": shown, "written_at": request.app.state.clock()}
    frame["shown_partnership"], frame["here"] = SHOWN.get(), _here(request)
    answer = render(request, template, {**frame, **context}, status)
    return shown.leading_on(answer) if shown and shown.past else answer


def _here(request: Request) -> str:
    """The address of this page, for whichever partnership is chosen to be shown there."""
    kept = [one for one in request.query_params.multi_items() if one[0] not in OF_ANOTHER_CHOICE]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def form_page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page with a form, which Back shows again as it was: with what was typed, and with the same key.

    It is sent to an address of its own, as a browser forgets the copy of an address to which it has sent.
    """
    sent_to = f"?{request.url.include_query_params(sent=1).query}"
    answer = page(request, template, status=status, sent_to=sent_to, **context)
    answer.headers["Cache-Control"] = SHOWN_AGAIN_BY_BACK
    return answer


def error_page(request: Request, problem: Problem) -> HTMLResponse:
    """The page of an error, which asks no database for anything."""
    asks = request.method in ("GET", "HEAD")
    context = {
        "problem": problem,
        "heading": HEADINGS.get(problem.status, problem.title),
        "advice": ADVICE.get(problem.status, ADVICE_TO_ASKERS if asks else OTHER_ADVICE),
        "form": request.url.path if problem.status == TOO_LARGE else "",
        "sent": None,
    }
    if sent := getattr(request.state, "sent_form", None):
        context |= _with_form(sent)
    answer = render(request, "error.html", context, problem.status)
    answer.headers.update(problem.headers)
    return answer


def _with_form(sent: SentForm) -> dict[str, Any]:
    """What a form had sent, to be seen and to be sent again; with files it can only be seen."""
    known = any(name == KEY for name, _ in sent.fields)
    again = f"{ADVICE_WITH_FORM} {ONLY_ONCE}" if known else ADVICE_WITH_FORM
    advice = ADVICE_WITH_FILES if sent.files else again
    return {"sent": sent, "typed": typed_in(sent.fields), "advice": advice}
