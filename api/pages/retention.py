"""What has been kept long enough, for a decision: nothing is erased by itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import SignedIn
from api.offices import may
from api.pages.framing import page
from domain.offices import Office, partnerships_of
from projections import retention

router = APIRouter(dependencies=[may(Office.RETENTION)])


@router.get("/retention")
def show_retention(request: Request, who: SignedIn) -> HTMLResponse:
    """The concluded reviews of one's partnerships whose period of retention is over."""
    with request.app.state.views.reading() as connection:
        found = retention.run_out(connection, who.today, partnerships_of(Office.RETENTION, who.standing))
    return page(request, "retention.html", found=found)
