"""Documents about many actions: the plan of a review, and the report on ageing and slippage.

The figures of the report are computed by pandas while the request waits, in a thread of the pool for what
blocks: that is for now, as it is asked for a few times a month. Its place is in the worker.
"""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access import SignedIn
from api.exporting.plan import as_word, as_workbook
from api.exporting.plan_content import plan_of
from api.exporting.report import TITLE, ageing_csv, report_xlsx, slippage_csv
from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, AsAt, partnerships
from api.rest.files import Form, State, band_of, described, in_words, sent, state
from api.rest.things import NOTHING
from domain.refusals import NotFound
from projections import reviews
from projections.reports.figures import Counted, counted

router = APIRouter()


class ReportAsked(AsAt):
    """Over which actions."""

    partnership: str | None = PARTNERSHIP


Asked = Annotated[ReportAsked, Query()]


def plan_as(form: Form, write: Callable[..., bytes]) -> Callable[..., Response]:
    """The endpoint for the action plan of a review as such a file."""

    def take(request: Request, who: SignedIn, identity: UUID, asked: Annotated[AsAt, Query()]) -> Response:
        shown, app = state(request, asked.as_at), request.app.state
        today, at = shown.when.today, shown.when.at
        with app.views.reading() as connection:
            found = reviews.listed(connection, today=today, identity=identity, limit=1, at=at)
            if not found:
                raise NotFound(NOTHING)
            plan = plan_of(connection, app.store.log, found[0], today=today, at=at)
        title = f"Action plan of review {plan.reference}"
        return sent(write(plan, band=band_of(who, title, shown)), title, form, shown)

    return take


@router.get(
    "/reports/ageing-and-slippage.xlsx",
    summary="Take the ageing and slippage report",
    response_class=Response,
    responses={**described(Form.XLSX), **problems()},
    tags=["reports"],
)
def report(request: Request, who: SignedIn, asked: Asked) -> Response:
    """How long actions are overdue, and how far due dates have moved: figures and charts, by agency."""
    shown = state(request, asked.as_at)
    band = band_of(who, TITLE, shown, in_words(request, asked))
    return sent(report_xlsx(_counted(request, asked, shown), band=band), TITLE, Form.XLSX, shown)


def figures_as_csv(title: str, write: Callable[..., Any]) -> Callable[..., Response]:
    """The endpoint for a table of the report as CSV."""

    def take(request: Request, who: SignedIn, asked: Asked) -> Response:  # noqa: ARG001 (asks for sign-in)
        shown = state(request, asked.as_at)
        return sent(b"".join(write(_counted(request, asked, shown))), title, Form.CSV, shown)

    return take


def _counted(request: Request, asked: ReportAsked, shown: State) -> list[Counted]:
    with request.app.state.views.reading() as connection:
        return counted(
            connection,
            partnerships=partnerships(connection, asked.partnership),
            today=shown.when.today,
            at=shown.when.at,
        )


for each, writer in ((Form.DOCX, as_word), (Form.XLSX, as_workbook)):
    router.add_api_route(
        f"/reviews/{{identity}}/action-plan.{each}",
        plan_as(each, writer),
        methods=["GET"],
        response_class=Response,
        responses={**described(each), **problems(404)},
        summary=f"Take an action plan as {each.upper()}",
        description="The action plan in the seven columns of the Home Office's template.",
        operation_id=f"action-plan-{each}",
        tags=["reviews"],
    )
for name, table in (("ageing", ageing_csv), ("slippage", slippage_csv)):
    router.add_api_route(
        f"/reports/{name}.csv",
        figures_as_csv(name, table),
        methods=["GET"],
        response_class=Response,
        responses={**described(Form.CSV), **problems()},
        summary=f"Take the figures on {name}",
        description=f"The figures on {name} by agency.",
        operation_id=f"{name}-csv",
        tags=["reports"],
    )
