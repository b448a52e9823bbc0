"""An agency's open actions as an Excel sheet: taken, filled in there, looked at here, and recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api import returning
from api.access import SignedIn, Who, by
from api.commands import Body
from api.exporting.return_reading import Returned
from api.importing.opening import file_name
from api.noting import reads
from api.offices import may
from api.pages import drafts
from api.pages.choices import Choice
from api.pages.downloading import API
from api.pages.drafts import Draft, Kind
from api.pages.framing import page
from api.pages.posting import Posted, text
from api.pages.reading import PARTS, day_typed
from api.pages.things import history_of, row_of
from api.refused_within import judging
from api.repeating import Asked
from api.returning import Told
from domain.clocks import in_words
from domain.offices import Office
from domain.provenance import Provenance
from domain.refusals import Refused, refuse_if, refuse_unlikely_year
from domain.vocabulary import How

router = APIRouter(dependencies=[may(Office.RETURN_SHEETS)])

CAME: Final = (
    Choice(How.MAIL, "By e-mail"),
    Choice(How.MEETING, "At a meeting"),
    Choice(How.PHONE, "By phone"),
    Choice(How.FORM, "In another way"),
)
NO_DAY: Final = "Give the day on which it came."
IN_DETAIL: Final = {How.FORM: "handed in on {day}"}
"""How a way in which it came reads in the history, where its own word would not do."""


@dataclass(frozen=True)
class Agency:
    """The agency of a page, and its open actions as they stand."""

    row: Any
    actions: list[Any]


@router.get("/agencies/{identity:uuid}/return-sheet")
def show_sheet(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """The sheet to take, and the form by which it comes back."""
    today = {part: str(getattr(who.today, part)) for part in PARTS}
    return sheet_page(request, who, identity, {"how": str(How.MAIL), "day": today})


@router.post("/agencies/{identity:uuid}/return-sheet")
def take_sheet(request: Request, who: SignedIn, identity: UUID, form: Posted) -> Response:
    """Read the sheet, keep it, and go on to what it would record; or say what is wrong with it."""
    day = {part: text(form, f"day-{part}") for part in PARTS}
    typed: dict[str, Any] = {"how": text(form, "how"), "day": day}
    file, errors = form.get("file"), wrong_in(form, who.today)
    if not isinstance(file, UploadFile) or not file.filename:
        errors["file"] = "Choose the sheet that was filled in: an Excel file."
    if errors or not isinstance(file, UploadFile):
        return sheet_page(request, who, identity, typed, errors)
    name, content = file_name(file.filename, "sheet"), file.file.read()
    agency, store = agency_of(request, who, identity), request.app.state.store
    try:
        refuse_if(not agency.actions, "It leads no open action, so there is nothing that a sheet could say.")
        returning.read(store.log, agency.actions, name, content, today=who.today)
    except Refused as refused:
        return sheet_page(request, who, identity, typed, {"file": str(refused)})
    came_on = day_typed("day", form) or who.today
    about = {"agency": str(identity), "how": typed["how"], "came_on": came_on.isoformat()}
    draft = Draft.of(Kind.RETURN_SHEET, name, content, partnership=agency.actions[0].partnership, **about)
    drafts.keep(store, who.person, draft, now=request.app.state.clock())
    return RedirectResponse(f"{request.url.path}/{draft.id}", 303)


@router.get("/agencies/{identity:uuid}/return-sheet/{sheet:uuid}")
def show_differences(request: Request, who: SignedIn, identity: UUID, sheet: UUID) -> HTMLResponse:
    """What the sheet would change, row by row, and what of it is refused; what came of it once recorded."""
    state, asked = request.app.state, asked_for(request, who, sheet)
    agency = agency_of(request, who, identity)
    if kept := asked.kept(state.store):
        return outcome_page(request, agency, returning.opened(state.store, asked, kept))
    draft, returned = read_again(request, who, agency, sheet)
    told = returning.looked_at(state.tracker, returned, said(who, agency, draft), judging(request))
    return outcome_page(request, agency, told, draft)


@router.post("/agencies/{identity:uuid}/return-sheet/{sheet:uuid}")
def record_sheet(request: Request, who: SignedIn, identity: UUID, sheet: UUID) -> Response:
    """Record all rows that can be taken, once; or nothing, and say why."""
    state, asked = request.app.state, asked_for(request, who, sheet)
    if not asked.kept(state.store):
        agency = agency_of(request, who, identity)
        draft, returned = read_again(request, who, agency, sheet)
        once_for = returning.Once(asked, identity, state.clock(), [draft.forgotten()])
        said_so = said(who, agency, draft)
        told = returning.record(state.tracker, returned, said_so, judging(request), once_for=once_for)
        state.views.wait_for(told["position"], timeout=1.0)
    return RedirectResponse(request.url.path, 303)


def read_again(request: Request, who: Who, agency: Agency, sheet: UUID) -> tuple[Draft, Returned]:
    """The sheet that waits, beside the actions as they stand. Raises NotFound once it is no longer kept."""
    store, now = request.app.state.store, request.app.state.clock()
    draft = drafts.find(store, Kind.RETURN_SHEET, who.person, sheet, now=now)
    content = draft.file_name, draft.content
    return draft, returning.read(store.log, agency.actions, *content, today=who.today)


def wrong_in(form: FormData, today: date) -> dict[str, str]:
    """What is wrong with how and when the sheet came."""
    errors = {}
    if text(form, "how") not in [choice.value for choice in CAME]:
        errors["how"] = "Say how it came."
    try:
        came_on = day_typed("day", form)
        refuse_if(came_on is None, NO_DAY)
        refuse_if(came_on is not None and came_on > today, "It cannot have come on a day that lies ahead.")
        refuse_unlikely_year(came_on, field="day")
    except Refused as refused:
        sentence = str(refused)
        errors["day"] = f"The day {sentence}" if sentence.startswith("must") else sentence
    return errors


def agency_of(request: Request, who: Who, identity: UUID) -> Agency:
    """The agency with its open actions. Raises NotFound where there is none."""
    history_of(request, "agencies", identity)
    with request.app.state.views.reading() as connection:
        row = row_of(connection, "agencies", identity, who.today)
        return Agency(row, returning.open_actions(connection, identity, today=who.today))


def asked_for(request: Request, who: Who, sheet: UUID) -> Asked:
    """By what the recording of a sheet is known, however often its button is pressed."""
    return Asked(who.person, f"return sheet {sheet}", request.url.path, "")


def said(who: Who, agency: Agency, draft: Draft) -> Provenance:
    """The provenance of what a sheet says: by the agency, on the day and in the way in which it came."""
    how, came_on = How(draft.about["how"]), date.fromisoformat(draft.about["came_on"])
    detail = IN_DETAIL.get(how, f"{how} of {{day}}").format(day=in_words(came_on))
    body = Body(how=how, how_in_detail=detail, happened_on=came_on)
    return returning.said_by_agency(by(who, how, body), agency.row.name, draft.file_name)


def sheet_page(
    request: Request, who: Who, identity: UUID, typed: dict[str, Any], errors: dict[str, str] | None = None
) -> HTMLResponse:
    """Both steps, with what is wrong in the second."""
    agency = agency_of(request, who, identity)
    if agency.row is None:
        return page(request, "being-updated.html", title="Return sheet", address=request.url.path)
    return page(
        request,
        "return-sheet.html",
        status=422 if errors else 200,
        agency=agency,
        sheet=f"{API}/agencies/{identity}/return-sheet.xlsx",
        came=CAME,
        typed=typed,
        errors=errors or {},
    )


def outcome_page(request: Request, agency: Agency, told: Told, draft: Draft | None = None) -> HTMLResponse:
    """What a sheet would change (with its draft), or has changed."""
    reads(request, agency.actions)
    texts = {str(one.id): one.text for one in agency.actions}
    return page(request, "returned.html", agency=agency, told=told, draft=draft, texts=texts)
