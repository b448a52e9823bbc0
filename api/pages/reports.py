"""The report on ageing and slippage: asked for, shown while a worker makes it, and as tables and files."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import reporting
from api.access import SignedIn
from api.offices import may
from api.pages.downloading import API, Download
from api.pages.framing import page
from api.pages.past import shown
from api.pages.posting import Posted, text
from api.pages.refreshing import waiting
from api.rest.asking import day_or_moment, partnerships
from api.rest.files import state
from domain.offices import Office
from domain.refusals import Refused
from projections import directory
from projections.reports.asked import Report

router = APIRouter(dependencies=[may(Office.REPORTS)])

FILES: Final = (
    Download("Excel, with charts", "ageing-and-slippage.xlsx"),
    Download("CSV: ageing", "ageing.csv"),
    Download("CSV: slippage by agency", "slippage.csv"),
    Download("CSV: slippage", "distribution.csv"),
)


@router.get("/reports")
def show_reports(request: Request, who: SignedIn) -> HTMLResponse:
    """What the report says, the button that asks for it, and those that were asked for within a day."""
    found = reporting.found_of(request, who)
    return page(request, "reports.html", shown=shown(request), reports=found, of=names_of(request, found))


@router.post("/reports")
def ask_for_report(request: Request, who: SignedIn, form: Posted) -> Response:
    """Ask for the report as the page shows the time, wait a moment for it, and go to it."""
    said = text(form, "as_at")
    try:
        as_at = day_or_moment(said) if said else None
    except ValueError:
        raise Refused(f"The form asks for “{said[:60]}”, which is no day.", field="as_at") from None
    with request.app.state.views.reading() as connection:
        chosen = partnerships(connection, text(form, "partnership") or None)
    report = reporting.ask(request, who, chosen, state(request, as_at))
    return RedirectResponse(f"/reports/{report.id}", 303)


@router.get("/reports/{identity:uuid}")
def show_report(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """The report; while it is being made, a page that loads itself again until it is told not to."""
    report = reporting.found(request, who, identity)
    now: datetime = request.app.state.clock()
    context: dict[str, Any] = {
        "report": report,
        "of": names_of(request, [report]),
        "files": [Download(words, f"{API}/reports/{identity}/{name}") for words, name in FILES],
    }
    if report.ended:
        return page(request, "report.html", **context)
    seconds = max(0, int((now - report.asked_at).total_seconds()))
    worked_on = request.app.state.views.fed()
    return waiting(request, "report.html", seconds=seconds, worked_on=worked_on, **context)


def names_of(request: Request, reports: list[Report]) -> dict[UUID, str]:
    """The names of the partnerships that reports are over."""
    mentioned = {one for report in reports for one in report.partnerships or ()}
    with request.app.state.views.reading() as connection:
        return dict(directory.names(connection, mentioned))
