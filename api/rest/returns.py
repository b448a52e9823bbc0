"""An agency's open actions as a workbook: taken, filled in there, sent back, and recorded as said by it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api import returning
from api.access import SignedIn, by
from api.exporting.return_sheet import return_sheet
from api.rest import files
from api.rest.answers import problems
from api.rest.asking import Reading, moment, no_query
from api.rest.shapes import Shape
from api.rest.things import found
from domain.vocabulary import How

router = APIRouter(tags=["agencies"], dependencies=[Depends(no_query)])


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
    """A row of a return sheet that cannot be taken, and why."""

    row: int
    number: str
    sentence: str


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
    return files.sent(sheet, title, files.Form.XLSX, shown)


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
) -> Any:
    """Show what a filled-in sheet would change and what of it is refused; with `commit`, record it.

    Each row is recorded by itself: what is refused keeps the others from nothing. Sent again, a sheet records
    nothing twice, as its rows are about versions that have passed.
    """
    agency = found(connection, "agencies", identity, moment(request, None))
    name = file.filename or "sheet"
    returned = returning.read(connection, identity, name, file.file.read(), today=who.today)
    if not commit:
        return _answer(returning.Kept(returned, {}))
    provenance = returning.said_by_agency(by(who, How.IMPORT), agency.name, name)
    kept = returning.record(request.app.state.tracker, returned, provenance)
    if kept.last:
        request.app.state.views.wait_for(kept.last, timeout=1.0)
    return _answer(kept, provenance.correlation)


def _answer(kept: returning.Kept, correlation: UUID | None = None) -> Returned:
    changes = [
        ReturnedChange.model_validate({**vars(one), "recorded": kept.positions.get(one.row)})
        for one in kept.returned.changes
    ]
    return Returned(
        changes=changes,
        refused=[RefusedRow.model_validate(one) for one in kept.returned.refused],
        left_empty=kept.returned.left_empty,
        committed=kept.last > 0,
        correlation=correlation if kept.last else None,
        position=kept.last,
    )
