"""Reports over many actions: asked for, made by a worker, and taken as figures or as files."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from api import reporting
from api.access import SignedIn
from api.exporting.report import TITLE, figures_csv, report_xlsx
from api.offices import may
from api.repeating import Asked
from api.rest.answers import headers, problems
from api.rest.asking import PARTNERSHIP, AsAt, Moment, no_query, partnerships
from api.rest.commands import Key
from api.rest.files import Form, State, band_of, described, sent, state
from api.rest.shapes import Shape, listed
from domain.offices import Office
from domain.refusals import Refused
from projections import directory
from projections.reports import asked
from projections.reports.asked import Report

router = APIRouter(tags=["reports"], dependencies=[may(Office.REPORTS), Depends(no_query)])

NOT_YET: Final = "This report is not made yet. Ask for it again in a moment."
TABLES: Final = ("ageing", "slippage", "distribution")
"""The names of its tables, in their order."""
LATER: Final = headers(**{"Retry-After": "After how many seconds to look again."})
PLACE: Final = headers(
    Location="Where the report is.", **{"Retry-After": "After how many seconds to look again."}
)


class ReportWanted(AsAt):
    """Over which actions, and as at when."""

    partnership: str | None = PARTNERSHIP


class FiguresShown(Shape):
    """One table of a report. The rows begin with the name of what they count."""

    title: str
    headings: list[str]
    rows: list[list[str | int | float]]


class ReportShown(Shape):
    """A report on ageing and slippage, made or being made. `why`: a sentence where it failed.

    Overdue is reckoned on `today`; `as_at` is the moment that was asked for, null for the present.
    """

    id: UUID
    state: asked.State
    step: str
    partnerships: list[UUID] | None
    today: date
    as_at: datetime | None
    asked_at: datetime
    ended_at: datetime | None
    why: str
    figures: list[FiguresShown]


ALL: Final = ReportWanted(as_at=None)


@router.get("/reports", response_model=listed(ReportShown), responses=problems(), summary="List reports")
def list_reports(request: Request, who: SignedIn) -> Any:
    """The reports that one has asked for within a day, the newest first."""
    return {"items": reporting.found_of(request, who), "next": None}


@router.post(
    "/reports",
    status_code=201,
    response_model=ReportShown,
    responses={
        201: {"description": "Made", "headers": PLACE},
        202: {"model": ReportShown, "description": "Being made", "headers": PLACE},
        **problems(),
    },
    summary="Ask for a report",
)
def ask_for_report(
    request: Request,
    response: Response,
    who: SignedIn,
    *,
    wanted: ReportWanted = ALL,
    idempotency_key: Key = None,
) -> Any:
    """How long actions are overdue, and how far due dates have moved, by agency. A worker makes it.

    The answer waits up to two seconds for it; afterwards it is 202, and the report is found at its Location.
    It is kept for a day.
    """
    path, said = request.url.path, f"{wanted.partnership} {wanted.as_at}"
    repeated = Asked(who.person, idempotency_key, path, said) if idempotency_key else None
    with request.app.state.views.reading() as connection:
        chosen = partnerships(connection, wanted.partnership)
    report = reporting.ask(request, who, chosen, state(request, wanted.as_at), repeated)
    response.headers["Location"] = f"{path}/{report.id}"
    response.status_code = 201 if report.ended else 202
    return _told(response, report)


@router.get(
    "/reports/{identity}",
    response_model=ReportShown,
    responses={200: {"headers": LATER}, **problems(404)},
    summary="Show a report",
)
def show_report(request: Request, response: Response, who: SignedIn, identity: UUID) -> Any:
    """A report that one has asked for: how far it is, and its figures once they are made."""
    return _told(response, reporting.found(request, who, identity))


@router.get(
    "/reports/{identity}/ageing-and-slippage.xlsx",
    response_class=Response,
    responses={**described(Form.XLSX), **problems(404)},
    summary="Take a report as XLSX",
)
def take_workbook(request: Request, who: SignedIn, identity: UUID) -> Response:
    """The whole report, with a chart of each table. Refused until it is made."""
    report, shown = made(request, who, identity)
    with request.app.state.views.reading() as connection:
        names = directory.names(connection, report.partnerships or ())
    filters = [f"Partnership: {names.get(one, one)}" for one in report.partnerships or ()]
    band = band_of(who, TITLE, shown, filters)
    return sent(request, report_xlsx(report.figures, band=band), TITLE, Form.XLSX, shown)


def take_table(place: int) -> Callable[..., Response]:
    """The endpoint for one table of a report as CSV."""

    def take(request: Request, who: SignedIn, identity: UUID) -> Response:
        report, shown = made(request, who, identity)
        content = b"".join(figures_csv(report.figures[place]))
        return sent(request, content, TABLES[place], Form.CSV, shown)

    return take


def made(request: Request, who: SignedIn, identity: UUID) -> tuple[Report, State]:
    """A report that is made, and the state that it shows. Refuses one that is not."""
    report = reporting.found(request, who, identity)
    if report.state != asked.State.MADE:
        raise Refused(report.why or NOT_YET)
    return report, State(Moment(report.today, report.position), report.as_at, report.asked_at)


def _told(response: Response, report: Report) -> Report:
    if not report.ended:
        response.headers["Retry-After"] = "1"
    return report


for number, name in enumerate(TABLES):
    router.add_api_route(
        f"/reports/{{identity}}/{name}.csv",
        take_table(number),
        methods=["GET"],
        response_class=Response,
        responses={**described(Form.CSV), **problems(404)},
        summary=f"Take the figures on {name}",
        description=f"The table of a report on {name}. Refused until the report is made.",
        operation_id=f"report-{name}-csv",
    )
