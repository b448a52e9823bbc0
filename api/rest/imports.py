"""Importing a plan: first to look at what it would record, then all of it or nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from psycopg import Connection
from pydantic import Field

from api.access import SignedIn, Who, by, log_of
from api.importing.opening import file_name
from api.importing.presenting import plan_as_json
from api.importing.reading import read_plan
from api.noting import reads
from api.offices import may
from api.repeating import Asked, once
from api.rest.answers import problems
from api.rest.asking import PARTNERSHIP, AfterAsAt, Following, Reading, feed, moment, no_query, partnerships
from api.rest.commands import Key
from api.rest.shapes import Import, ImportedPlan, listed
from domain.offices import Office, partnerships_of
from domain.refusals import refuse_if
from domain.review import Review
from domain.store.application import Along
from domain.store.keys import ERASED
from domain.store.log import LogEntry
from domain.tracker import importing
from domain.tracker.importing import PlanFile, Prepared
from domain.vocabulary import How
from projections import directory, timeline

router = APIRouter(tags=["imports"])

IMPORTED = "review.plan_imported"


class ImportsChosen(AfterAsAt):
    """Which imports."""

    review: UUID | None = Field(None, description="Into this review.")
    partnership: str | None = PARTNERSHIP
    since: date | None = Field(None, description="Recorded on this day in London or later.")


class ImportsAsked(ImportsChosen, Following):
    """A page of these."""


@router.get("/imports", summary="List imports", response_model=listed(ImportedPlan), responses=problems())
def list_imports(request: Request, connection: Reading, asked: Annotated[ImportsAsked, Query()]) -> Any:
    """Every file that was imported, in order."""
    at = moment(request, asked.as_at).at
    found = imported(request, connection, asked, at=at, after=asked.after, limit=asked.limit + 1)
    reads(request, found[: asked.limit])
    return feed(request, asked, [one.position for one in found], found)


def imported(
    request: Request,
    connection: Connection[Any],
    asked: ImportsChosen,
    *,
    at: int | None,
    after: int,
    limit: int,
) -> list[ImportedPlan]:
    """So many of the imports that are asked for: after a position, until another (None: until now)."""
    filters = timeline.Filters(
        partnerships=partnerships(connection, asked.partnership),
        review=asked.review,
        topics=[IMPORTED],
        recorded_from=asked.since,
    )
    positions = timeline.positions(connection, filters, after=after, limit=limit, at=at)
    entries = log_of(request).at(positions)
    known = directory.names(connection, {one.event.originator_id for one in entries}, at=at)
    return [_imported(one, known) for one in entries]


@router.post(
    "/imports",
    response_model=Import,
    responses={201: {"model": Import, "description": "Recorded"}, **problems(413)},
    dependencies=[may(Office.IMPORT), Depends(no_query)],
    summary="Import a plan",
)
def import_plan(
    request: Request,
    who: SignedIn,
    *,
    file: Annotated[UploadFile, File(description="The action plan: .docx, .xlsx or .csv, at most 50 MB.")],
    review: Annotated[str, Form(min_length=1, max_length=60, description="The reference of the review.")],
    partnership: Annotated[str | None, Form(description="Its code; needed where there are several.")] = None,
    open_review: Annotated[bool, Form(description="Open the review if there is none yet.")] = False,
    commit: Annotated[bool, Form(description="Record it; without this it is only shown.")] = False,
    issued: Annotated[bool, Form(description="Whether the plan has been issued to the agencies.")] = True,
    idempotency_key: Key = None,
) -> Response:
    """Show what a plan would record and every question it leaves open; with `commit`, record it all."""
    content = file.file.read()
    read = PlanFile(file_name(file.filename, "plan"), sha256(content).hexdigest())
    where = _partnership(request, who, partnership)
    one = Importing(request, who, read, content, partnership=where, review=review, issued=issued)
    if not commit:
        return _answered(one.shown(one.prepared()), 0)
    if idempotency_key is None:
        prepared = one.prepared()
        return _answered(one.shown(prepared), one.save(prepared, open_review=open_review))
    return one.save_once(idempotency_key, open_review=open_review)


class Importing:
    """One request to import a plan."""

    def __init__(
        self,
        request: Request,
        who: Who,
        file: PlanFile,
        content: bytes,
        *,
        partnership: UUID,
        review: str,
        issued: bool,
    ) -> None:
        self.state, self.who, self.by = request.app.state, who, by(who, How.IMPORT)
        self.request, self.path, self.file, self.content = request, request.url.path, file, content
        self.partnership, self.review, self.issued = partnership, review, issued

    def prepared(self) -> Prepared:
        """All that it would record. Raises UnreadablePlan."""
        plan = read_plan(self.file.name, self.content)
        where = self.state.tracker, self.partnership, self.review
        ready = importing.prepare(*where, file=self.file, plan=plan, issued=self.issued, by=self.by)
        reads(self.request, (), review=None if ready.opens_review else ready.review.id)
        return ready

    def shown(self, prepared: Prepared) -> dict[str, Any]:
        """The plan, and what it would change."""
        return {
            **plan_as_json(prepared.plan),
            "differences": [asdict(one) for one in prepared.differences],
            "already_imported": prepared.already_imported,
            "nothing_new": prepared.nothing_new,
            "opens_review": prepared.opens_review,
            "review": str(prepared.review.id),
        }

    def save(self, prepared: Prepared, *, open_review: bool, along: Sequence[Along] = ()) -> int:
        """Record it, and wait for the lists; the last position comes back, 0 when there was nothing new."""
        tracker = self.state.tracker.alongside(*along)
        position = importing.save(tracker, prepared, open_review=open_review)
        if position:
            self.state.views.wait_for(position, timeout=1.0)
        return position

    def save_once(self, key: str, *, open_review: bool) -> Response:
        """Record it once for this key. The answer is kept under the review's key, as it holds its text."""
        body = f"{self.file} {self.partnership} {self.review} {self.issued} {open_review}"
        asked, shown = Asked(self.who.person, key, self.path, body), {}

        def carry_out() -> None:
            prepared = self.prepared()
            shown.update(self.shown(prepared))
            if prepared.nothing_new:
                return
            sealed = self.state.store.keys.of_scope(prepared.review.id).encrypt(
                json.dumps(shown), key.encode()
            )
            facts = {"identity": prepared.review.id, "status": 201, "now": self.state.clock()}
            along = asked.along(self.by.correlation, sealed=sealed, **facts)
            self.save(prepared, open_review=open_review, along=[along])

        kept = once(self.state.store, asked, carry_out)
        if kept is None:
            return _answered(shown, 0)
        opened = self.state.store.keys.decrypt(kept.sealed, key.encode())
        refuse_if(opened == ERASED, "The text of this import was erased.")
        return _answered(json.loads(opened), kept.position)


def _answered(shown: dict[str, Any], position: int) -> Response:
    headers = {"Location": f"/api/v1/reviews/{shown['review']}"} if position else {}
    told = shown | {"committed": position > 0, "position": position}
    return JSONResponse(told, 201 if position else 200, headers)


def _partnership(request: Request, who: Who, wanted: str | None) -> UUID:
    with request.app.state.views.reading() as connection:
        chosen = partnerships(connection, wanted)
        among = chosen or [*partnerships_of(Office.IMPORT, who.standing)]
    refuse_if(len(among) > 1, "There are several partnerships: say which, by its code.", field="partnership")
    return among[0]


def _imported(entry: LogEntry, known: Mapping[UUID, str]) -> ImportedPlan:
    event = cast("Review.PlanImported", entry.event)
    return ImportedPlan(
        position=entry.position,
        review=event.originator_id,
        reference=known.get(event.originator_id, ""),
        file=event.file_name,
        sha256=event.sha256,
        recommendations=event.recommendations,
        actions=event.actions,
        questions=event.questions,
        remarks=event.remarks,
        imported_on=event.happened_on,
        recorded_at=entry.recorded_at,
        entered_by=event.entered_by,
    )
