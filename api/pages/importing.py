"""Importing a plan in two steps: what the file would record, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from api.access import SignedIn, Who, by
from api.commands.command import one_line
from api.exporting.tables import as_csv
from api.importing.opening import file_name
from api.importing.reading import read_plan
from api.importing.refusing import UnreadablePlan
from api.not_personal import saying
from api.noting import reads, takes
from api.offices import may
from api.pages import drafts, recording
from api.pages.downloading import Download
from api.pages.drafts import Draft, Kind
from api.pages.framing import page
from api.pages.listing import SIZES, Listing
from api.pages.plan_parts import PARTS, Part, Seen, first_of_each
from api.pages.posting import Posted, text
from api.pages.refreshing import waiting
from api.pages.warning import warned_in_plan
from api.repeating import Asked, once
from api.rest.files import MEDIA_TYPES, Form
from domain.offices import Office, partnerships_of
from domain.provenance import Provenance
from domain.refusals import Refused
from domain.review import LONGEST_REFERENCE, review_identity
from domain.tracker import importing
from domain.tracker.importing import PlanFile, Prepared
from domain.vocabulary import How
from projections import directory

router = APIRouter(dependencies=[may(Office.IMPORT)])


@router.get("/import")
def show_upload(request: Request, who: SignedIn) -> HTMLResponse:
    """The form for a file."""
    return upload(request, who, {"review": request.query_params.get("review", ""), "issued": "yes"})


@router.post("/import")
def take_file(request: Request, who: SignedIn, form: Posted) -> Response:
    """Read the file, keep it, and go on to what it would record; or say what is wrong with it."""
    typed = {name: text(form, name) for name in ("review", "partnership", "issued")}
    partnership = chosen_partnership(request, who, typed["partnership"])
    file, errors = form.get("file"), wrong_in(typed)
    if partnership is None:
        errors["partnership"] = "Choose the partnership whose review this is."
    if not isinstance(file, UploadFile) or not file.filename:
        errors["file"] = "Choose the file of the plan: a Word, Excel or CSV file."
    if errors or partnership is None or not isinstance(file, UploadFile):
        return upload(request, who, typed, errors)
    name, content = file_name(file.filename, "plan"), file.file.read()
    try:
        read_plan(name, content)
    except UnreadablePlan as unreadable:
        return upload(request, who, typed, {"file": str(unreadable)})
    said = {"reference": one_line(typed["review"]), "issued": "yes" if typed["issued"] == "yes" else "no"}
    draft = Draft.of(Kind.PLAN, name, content, partnership=partnership, **said)
    drafts.keep(request.app.state.store, who.person, draft, now=request.app.state.clock())
    return RedirectResponse(f"/import/{draft.id}", 303)


def wrong_in(typed: dict[str, str]) -> dict[str, str]:
    """What is wrong with the reference of the review."""
    reference = one_line(typed["review"])
    if not reference:
        return {"review": "Give the reference of the review, for example DHR7."}
    if len(reference) > LONGEST_REFERENCE:
        return {"review": f"A reference has at most {LONGEST_REFERENCE} characters."}
    return {}


@router.get("/import/{identity:uuid}")
def show_plan(request: Request, who: SignedIn, identity: UUID) -> Response:
    """What the file would record, what differs from what is recorded, and every question.

    While it is being recorded, a page that says so; once it is, the review.
    """
    state = request.app.state
    # First how far it is: of a recording that ends between the two, what it came to is found.
    far = recording.progress(state.store, identity, now=state.clock())
    if kept := asked_for(request, who).kept(state.store):
        return gone_to(kept.identity)
    draft = drafts.find(state.store, Kind.PLAN, who.person, identity, now=state.clock())
    if far.since is not None:
        return waiting_page(request, draft, far.since)
    return plan_page(request, draft, prepared(request, by(who, How.IMPORT), draft), far.refusal)


def page_of(part: Part) -> Callable[..., Response]:
    """The endpoint for all of one part of what a file says or would change: page by page, or as a file."""

    def show(request: Request, who: SignedIn, identity: UUID) -> Response:
        state = request.app.state
        draft = drafts.find(state.store, Kind.PLAN, who.person, identity, now=state.clock())
        rows = part.rows(prepared(request, by(who, How.IMPORT), draft))
        if request.query_params.get("file") == "csv":
            takes(request, Form.CSV, rows)
            return as_file(part, rows)
        listed = Listing.of(request, len(rows), sizes=SIZES)
        some = Seen(part, rows[listed.offset : listed.offset + listed.a_page], len(rows))
        files = [Download("CSV", f"{request.url.path}?file=csv")]
        return page(request, "plan-part.html", draft=draft, list=listed, seen=some, files=files)

    return show


for each in PARTS:
    router.add_api_route(f"/import/{{identity:uuid}}/{each.name}", page_of(each), methods=["GET"])


def as_file(part: Part, rows: Sequence[Any]) -> Response:
    """All rows of a part as CSV."""
    named = {"Content-Disposition": f'attachment; filename="{part.name}.csv"'}
    return Response(b"".join(as_csv(part.columns, rows)), media_type=MEDIA_TYPES[Form.CSV], headers=named)


@router.post("/import/{identity:uuid}")
def record_plan(request: Request, who: SignedIn, identity: UUID, form: Posted) -> Response:
    """Record the whole plan, once; or nothing, and say why."""
    state, opens = request.app.state, text(form, "open_review") == "yes"
    asked = asked_for(request, who)
    if kept := asked.kept(state.store):
        return gone_to(kept.identity)
    draft = drafts.find(state.store, Kind.PLAN, who.person, identity, now=state.clock())
    provenance = by(who, How.IMPORT)
    review = review_identity(draft.partnership, draft.about["reference"])

    def work() -> None:
        ready = prepared(request, provenance, draft)
        if not ready.nothing_new:
            once(state.store, asked, lambda: save(request, draft, ready, asked, provenance, opens=opens))

    try:
        ended = recording.record_beside(state.store, identity, work, now=state.clock())
    except Refused as refused:
        return plan_page(request, draft, prepared(request, provenance, draft), str(refused))
    if not ended:
        return RedirectResponse(request.url.path, 303)
    if kept := asked.kept(state.store):
        state.views.wait_for(kept.position, timeout=1.0)
    return gone_to(review)


def asked_for(request: Request, who: Who) -> Asked:
    """By what the recording of a plan is known, however often its button is pressed."""
    return Asked(who.person, f"import {request.path_params['identity']}", request.url.path, "")


def save(
    request: Request, draft: Draft, ready: Prepared, asked: Asked, provenance: Provenance, *, opens: bool
) -> None:
    """Record a prepared plan; the kept file goes in the same transaction."""
    state = request.app.state
    answer = asked.along(provenance.correlation, identity=ready.review.id, status=303, now=state.clock())
    found = [("the file of the plan", one.what) for one in warned_in_plan(ready.plan)]
    meant = saying(found, correlation=provenance.correlation, person=asked.asked_by, now=state.clock())
    tracker = state.tracker.alongside(draft.forgotten(), answer, *meant)
    importing.save(tracker, ready, open_review=opens)


def prepared(request: Request, provenance: Provenance, draft: Draft) -> Prepared:
    """All that the file would record."""
    plan = read_plan(draft.file_name, draft.content)
    file = PlanFile(draft.file_name, draft.sha256)
    where = request.app.state.tracker, draft.partnership, draft.about["reference"]
    issued = draft.about["issued"] == "yes"
    ready = importing.prepare(*where, file=file, plan=plan, issued=issued, by=provenance)
    reads(request, (), review=None if ready.opens_review else ready.review.id)
    return ready


def own_partnerships(request: Request, who: Who) -> Sequence[Any]:
    """The partnerships into which somebody may import, with their names."""
    own = partnerships_of(Office.IMPORT, who.standing)
    with request.app.state.views.reading() as connection:
        return [one for one in directory.names_of_partnerships(connection) if one.id in own]


def chosen_partnership(request: Request, who: Who, said: str) -> UUID | None:
    """The partnership that was chosen, or the only one; None where that is not clear."""
    known = [UUID(str(one.id)) for one in own_partnerships(request, who)]
    if len(known) == 1:
        return known[0]
    return next((one for one in known if str(one) == said), None)


def upload(
    request: Request, who: Who, typed: dict[str, str], errors: dict[str, str] | None = None
) -> HTMLResponse:
    """The form for a file, with what is wrong."""
    status, own = 422 if errors else 200, own_partnerships(request, who)
    return page(request, "import.html", status=status, typed=typed, errors=errors or {}, own=own)


def waiting_page(request: Request, draft: Draft, since: datetime) -> HTMLResponse:
    """That the plan is being recorded, until it is: loaded again and again, until somebody stops that."""
    seconds = max(0, int((request.app.state.clock() - since).total_seconds()))
    return waiting(request, "recording.html", draft=draft, seconds=seconds)


def plan_page(request: Request, draft: Draft, ready: Prepared, refusal: str = "") -> HTMLResponse:
    """What the file would record, with why it was refused if it was."""
    plan = ready.plan
    counts = (len(plan.recommendations), sum(len(one.actions) for one in plan.recommendations))
    context: dict[str, Any] = {"draft": draft, "ready": ready, "plan": plan, "counts": counts}
    context["seen"] = first_of_each(ready)
    review = review_identity(draft.partnership, draft.about["reference"])
    return page(
        request, "plan.html", status=422 if refusal else 200, refusal=refusal, review=review, **context
    )


def gone_to(review: UUID) -> Response:
    """The page of the review that the plan is recorded in."""
    return RedirectResponse(f"/reviews/{review}?imported=yes", 303)
