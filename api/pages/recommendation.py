"""One recommendation: its wording, to whom it is made, the actions that carry it out, and its history."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.noting import reads
from api.pages.framing import page
from api.pages.histories import history
from api.pages.past import shown
from api.pages.reviews import WHOLE_PLAN
from api.pages.things import history_shown, is_behind, offered_to, recorded, refuse_absent, row_of
from projections import actions, lessons
from projections.actions import Filters

router = APIRouter()


@router.get("/recommendations/{identity:uuid}")
def show_recommendation(request: Request, identity: UUID) -> HTMLResponse:
    """The page of a recommendation."""
    state = shown(request)
    today, at = state.today, state.at
    entries = history_shown(request, "recommendations", identity, state)
    filters = Filters(recommendation=identity)
    with request.app.state.views.reading() as connection:
        row = row_of(connection, "recommendations", identity, today, at)
        refuse_absent(row, entries)
        steps = actions.listed(connection, filters, today=today, limit=WHOLE_PLAN, at=at)
        answered = lessons.listed(connection, row.review, at=at) if row and row.lessons else []
        past = history(request, connection, entries, at=at)
    reads(request, [*steps, *answered])
    return page(
        request,
        "recommendation.html",
        shown=state,
        row=row,
        behind=is_behind(row, entries, state),
        steps=steps,
        answered=[one for one in answered if one.id in row.lessons],
        past=past,
        offered=offered_to(request, "recommendations", row),
        done=recorded(request, "recommendations"),
    )
