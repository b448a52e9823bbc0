"""An agency's open actions as a workbook: taken, filled in there, sent back, and recorded as said by it."""

from datetime import date
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api import returning
from api.access import SignedIn, by
from api.commands import Body
from api.exporting.return_sheet import return_sheet
from api.importing.opening import file_name
from api.noting import reads
from api.offices import may
from api.refused_within import judging
from api.repeating import Asked
from api.rest import files
from api.rest.answers import problems
from api.rest.asking import Reading, moment, no_query
from api.rest.commands import Key
from api.rest.shapes import Shape
from api.rest.things import found
from domain.offices import Office
from domain.vocabulary import How

router = APIRouter(tags=["agencies"], dependencies=[may(Office.RETURN_SHEETS), Depends(no_query)])

CameBy = Literal[How.FORM, How.MAIL, How.MEETING, How.PHONE]


class ReturnedDifference(Shape):
    """What would change of an action: how it stands, and what the sheet says."""

    what: str
    before: str
    after: str


class ReturnedChange(Shape):
    """What one row of a return sheet asks to record; `recorded` at this position of the log, null if not."""

    row: int
    action: UUID
    number: str
    differences: list[ReturnedDifference]
    recorded: int | None


class RefusedRow(Shape):
    """A row of a return sheet that cannot be taken, and why; `cell` (like "J5") where one cell is why."""

    row: int
    number: str
    sentence: str
    cell: str


class Returned(Shape):
    """A return sheet as it was read, and what of it was recorded (under one correlation)."""

    changes: list[ReturnedChange]
    refused: list[RefusedRow]
    left_empty: int
    committed: bool
    correlation: UUID | None
    position: int


@router.get(
    "/agencies/{identity}/return-sheet.xlsx",
    summary="Take a return sheet",
    response_class=Response,
    responses={**files.described(files.Form.XLSX), **problems(404)},
)
def take_return_sheet(request: Request, who: SignedIn, identity: UUID) -> Response:
    """The open actions that an agency leads, to be filled in: progress, forecast, completion, more time."""
    shown = files.state(request, None)
    with request.app.state.views.reading() as connection:
        agency = found(connection, "agencies", identity, moment(request, None))
        rows = returning.open_actions(connection, identity, today=who.today)
    title = f"Open actions of {agency.name}"
    sheet = return_sheet(rows, agency=agency.name, band=files.band_of(who, title, shown))
    return files.sent(request, sheet, title, files.Form.XLSX, shown, rows=rows)


@router.post(
    "/agencies/{identity}/return-sheet",
    response_model=Returned,
    responses=problems(404, 413),
    summary="Send a return sheet",
)
def send_return_sheet(
    request: Request,
    who: SignedIn,
    connection: Reading,
    identity: UUID,
    *,
    file: Annotated[UploadFile, File(description="The sheet, filled in: .xlsx, at most 2 MB.")],
    commit: Annotated[bool, Form(description="Record it; without this it is only shown.")] = False,
    how: Annotated[CameBy | None, Form(description="How it came; as an import without it.")] = None,
    happened_on: Annotated[
        date | None, Form(description="The day on which it came; today without it.")
    ] = None,
    idempotency_key: Key = None,
) -> Any:
    """Show what a filled-in sheet would change and what of it is refused; with `commit`, record it.

    Each row is judged by itself, and all that can be taken is recorded at once. Sent again, a sheet records
    nothing twice, as its rows are about versions that have passed.
    """
    app = request.app.state
    agency = found(connection, "agencies", identity, moment(request, None))
    name, content = file_name(file.filename, "sheet"), file.file.read()
    came = by(who, How.IMPORT, Body(how=how, happened_on=happened_on))
    came.as_fields()  # what is wrong with the day is wrong with all rows
    provenance = returning.said_by_agency(came, agency.name, name)
    said = f"{sha256(content).hexdigest()} {how} {happened_on}"
    asked = Asked(who.person, idempotency_key, request.url.path, said) if idempotency_key and commit else None
    if asked and (kept := asked.kept(app.store)):
        return returning.opened(app.store, asked, kept)
    rows = returning.open_actions(connection, identity, today=who.today)
    reads(request, rows)
    returned = returning.read(app.store.log, rows, name, content, today=who.today)
    judge = judging(request)
    if not commit:
        return returning.looked_at(app.tracker, returned, provenance, judge)
    once_for = returning.Once(asked, identity, app.clock()) if asked else None
    told = returning.record(app.tracker, returned, provenance, judge, once_for=once_for)
    app.views.wait_for(told["position"], timeout=1.0)
    return told
