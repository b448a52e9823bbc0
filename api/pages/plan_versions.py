"""What differs between two versions of a review's plan, or between one and the plan now."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.noting import reads
from api.pages.framing import page
from api.pages.listing import Listing
from api.pages.past import shown
from api.pages.things import history_shown, refuse_absent
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import plan_versions, reviews
from projections.changes import words_changed

router = APIRouter()


@router.get("/reviews/{identity:uuid}/plan-versions")
def compare_versions(request: Request, identity: UUID) -> HTMLResponse:
    """The versions that were kept of a plan, and what differs between the two that the address names."""
    state = shown(request)
    asked = {name: request.query_params.get(name, "") for name in ("before", "after")}
    entries = history_shown(request, "reviews", identity, state)
    with request.app.state.views.reading() as connection:
        rows = reviews.listed(connection, today=state.today, identity=identity, at=state.at)
        refuse_absent(rows[0] if rows else None, entries)
        if not rows:
            raise NotFound(NOTHING)
        versions = plan_versions.kept(entries)
        found = plan_versions.compared(connection, identity, versions, **asked, at=state.at)
    paging = Listing.of(request, len(found.found))
    of_page = found.found[paging.offset : paging.offset + paging.a_page]
    reads(request, (), review=identity if of_page else None)
    return page(
        request,
        "plan-versions.html",
        shown=state,
        review=rows[0],
        compared=found,
        differences=[(one, words_changed(*one.wording) if one.wording else []) for one in of_page],
        paging=paging,
    )
