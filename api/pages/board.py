"""The board: what is late and what waits, the answer first; for a new installation, what to do first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import SignedIn
from api.pages.framing import page
from api.pages.past import shown
from api.pages.seen import seen
from domain.vocabulary import Colour
from projections import board, directory, overdue, reviews

router = APIRouter()

MOST_REVIEWS = 500
MEANINGS = {
    Colour.RED: "overdue",
    Colour.AMBER: "due soon, or at risk",
    Colour.GREEN: "on course",
    Colour.GREY: "no due date",
    Colour.PURPLE: "reported complete",
    Colour.BLUE: "signed off",
    Colour.NONE: "cancelled, or plan not issued",
}
"""What each colour means, in the order in which the board shows them."""


@router.get("/")
def show_board(request: Request, who: SignedIn) -> HTMLResponse:
    """What needs attention today, or needed it on a day in the past."""
    state = shown(request)
    today, at = state.today, state.at
    with request.app.state.views.reading() as connection:
        counts = board.colours(connection, partnerships=None, today=today, at=at)
        late = overdue.by_agency(connection, partnerships=None, today=today, at=at)
        listed = reviews.listed(connection, today=today, limit=MOST_REVIEWS, at=at)
        registered = directory.partnerships(connection, at=at)
        mark = None if state.past else seen(connection, who.person)
    return page(
        request,
        "board.html",
        shown=state,
        today=today,
        colours=[(colour, counts[colour], meaning) for colour, meaning in MEANINGS.items()],
        actions=sum(counts.values()),
        late=late,
        asking=[one for one in listed if one.open_questions],
        reviews=listed,
        registered=registered,
        mark=mark,
    )
