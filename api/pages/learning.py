"""From the lessons of a review to its recommendations and actions: first what is missing on the way."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.noting import reads
from api.pages.framing import page
from api.pages.past import shown
from api.pages.things import history_shown, refuse_absent
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import learning, reviews

router = APIRouter()

AT_FIRST: Final = 100
"""So many recommendations or actions that need something are shown; the rest are counted."""


@router.get("/reviews/{identity:uuid}/learning")
def show_learning(request: Request, identity: UUID) -> HTMLResponse:
    """What a review learned, and which recommendations and actions came of it."""
    state = shown(request)
    entries = history_shown(request, "reviews", identity, state)
    with request.app.state.views.reading() as connection:
        rows = reviews.listed(connection, today=state.today, identity=identity, at=state.at)
        refuse_absent(rows[0] if rows else None, entries)
        if not rows:
            raise NotFound(NOTHING)
        found = learning.of_review(connection, identity, at=state.at)
    reads(request, found.rows)
    return page(request, "learning.html", shown=state, review=rows[0], learning=found, at_first=AT_FIRST)
