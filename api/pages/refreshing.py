"""Pages that wait for something: they load themselves again, until it is there or somebody stops that."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.pages.framing import page

EVERY: Final = 2
"""Seconds after which such a page loads itself again."""
STILL: Final = "still"
"""The query word by which somebody has stopped that."""


def waiting(request: Request, template: str, **context: Any) -> HTMLResponse:
    """A page that waits; its template says how to stop that, and how to look again."""
    still = STILL in request.query_params
    answer = page(request, template, still=still, every=EVERY, **context)
    if not still:
        answer.headers["Refresh"] = str(EVERY)
    return answer
