"""The action plan of a review as a document, in the seven columns of the Home Office's template."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import personal_details
from api.access import SignedIn, log_of
from api.exporting.plan import as_print, as_word, as_workbook
from api.exporting.plan_content import plan_of
from api.noting import reads
from api.rest.answers import headers, problems
from api.rest.asking import AsAt
from api.rest.files import Form, band_of, described, sent, state
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import reviews

router = APIRouter()

PERSONAL = headers(**{personal_details.HEADER: personal_details.IN_FILE})


def plan_as(form: Form, write: Callable[..., bytes]) -> Callable[..., Response]:
    """The endpoint for the action plan of a review as such a file."""

    def take(request: Request, who: SignedIn, identity: UUID, asked: Annotated[AsAt, Query()]) -> Response:
        shown, app = state(request, asked.as_at), request.app.state
        today, at = shown.when.today, shown.when.at
        with app.views.reading() as connection:
            found = reviews.listed(connection, today=today, identity=identity, limit=1, at=at)
            if not found:
                raise NotFound(NOTHING)
            plan = plan_of(connection, log_of(request), found[0], today=today, at=at)
        reads(request, (), review=identity)
        title = f"Action plan of review {plan.reference}"
        content = write(plan, band=band_of(who, title, shown))
        file = sent(request, content, title, form, shown, rows=plan.parts)
        file.headers.update(personal_details.in_file(plan))
        return file

    return take


for each, writer in ((Form.DOCX, as_word), (Form.XLSX, as_workbook), (Form.PDF, as_print)):
    router.add_api_route(
        f"/reviews/{{identity}}/action-plan.{each}",
        plan_as(each, writer),
        methods=["GET"],
        response_class=Response,
        responses={200: described(each)[200] | {"headers": PERSONAL}, **problems(404)},
        summary=f"Take an action plan as {each.upper()}",
        description="The action plan in the seven columns of the Home Office's template.",
        operation_id=f"action-plan-{each}",
        tags=["reviews"],
    )
