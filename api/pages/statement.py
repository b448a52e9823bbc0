"""A plain statement about a review, for the family or the public: what was recommended, and what was done."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.noting import reads
from api.pages.framing import page
from api.pages.past import shown
from api.pages.things import history_shown, refuse_absent
from domain.partnership import Partnership
from domain.permissions import NOTHING
from domain.personal_details import likely_personal_details
from domain.refusals import NotFound
from projections import reviews, statement

router = APIRouter()


@router.get("/reviews/{identity:uuid}/statement")
def show_statement(request: Request, identity: UUID) -> HTMLResponse:
    """What may be told to anybody of a review that was published; before that, that there is none yet."""
    state = shown(request)
    entries = history_shown(request, "reviews", identity, state)
    with request.app.state.views.reading() as connection:
        rows = reviews.listed(connection, today=state.today, identity=identity, at=state.at)
        refuse_absent(rows[0] if rows else None, entries)
        if not rows:
            raise NotFound(NOTHING)
        told = statement.of_review(connection, rows[0], at=state.at)
    home = request.app.state.tracker.get(Partnership, rows[0].partnership)
    reads(request, (), review=identity if told.recommendations else None)
    looked = [(one, likely_personal_details(one.wording)) for one in told.recommendations]
    return page(
        request,
        "statement.html",
        shown=state,
        review=rows[0],
        told=told,
        contact=home.public_contact,
        personal=[(one.label, found) for one, found in looked if found],
    )
