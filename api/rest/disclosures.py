"""The disclosure log as JSON and as a file: exports that somebody sees, and to whom each was handed on."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api import disclosures as recorded
from api.access import SignedIn, Who
from api.exporting.tables import Column
from api.rest import lists
from api.rest.answers import problems
from api.rest.asking import Reading, address, no_as_at
from api.rest.files import BATCH, Form, Sheet, in_words, state, written
from api.rest.shapes import Shape, listed
from domain.access_log import Kind
from domain.disclosures import READERS, reach
from domain.refusals import refuse_if
from projections import directory, disclosures
from projections.disclosures import Export, Filters, Seen

router = APIRouter(tags=["disclosure log"], responses=problems())

NO_AS_AT = no_as_at("The disclosure log is as it is now: nothing in it changes, so its days say it all.")


class DisclosuresChosen(BaseModel):
    """Which exports."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    who: UUID | None = Field(None, description="Taken by this person.")
    partnership: UUID | None = Field(None, description="Taken by somebody of this partnership.")
    from_: date | None = Field(None, alias="from", description="On this day in London or later.")
    to: date | None = Field(None, description="On this day in London or before.")


class DisclosuresBefore(DisclosuresChosen):
    """Which exports, from where on."""

    before: UUID | None = Field(None, description="Older than this export.")


class DisclosuresAsked(DisclosuresBefore):
    """A page of these."""

    limit: int = Field(50, ge=1, le=500, description="How many at most.")


class FileHandedOn(Shape):
    """To which agency or post a file was handed on, what for and on which day; recorded by `person`."""

    id: UUID
    to: str
    purpose: str
    handed_on: date
    person: UUID
    recorded_at: datetime


class FileTaken(Shape):
    """A file that was taken, by nobody known at the command line; `about`: whose data alone are in it."""

    id: UUID
    at: datetime
    kind: Kind
    person: UUID | None
    address: str
    format: str
    about: UUID | None
    rows_taken: int | None
    disclosures: list[FileHandedOn]


@router.get(
    "/disclosures",
    summary="List files that were taken, and to whom they were handed on",
    response_model=listed(FileTaken),
    responses=problems(404),
    dependencies=[NO_AS_AT],
)
def list_disclosures(
    request: Request, who: SignedIn, connection: Reading, asked: Annotated[DisclosuresAsked, Query()]
) -> Any:
    """Every export that you may see, the newest first, each with what was recorded of handing it on."""
    found = exports(connection, who, asked, before=asked.before, limit=asked.limit + 1)
    shown = found[: asked.limit]
    handed = recorded.of_exports(request.app.state.store, [one.id for one in shown])
    following = address(request, before=shown[-1].id) if len(found) > asked.limit else None
    items = [one._asdict() | {"disclosures": handed.get(one.id, [])} for one in shown]
    return {"items": items, "next": following}


def exports(
    connection: Connection[Any], who: Who, asked: DisclosuresChosen, *, before: UUID | None, limit: int
) -> Sequence[Export]:
    """So many of the exports that are asked for and seen. Refuses days the wrong way round."""
    is_turned = asked.from_ is not None and asked.to is not None and asked.from_ > asked.to
    refuse_if(is_turned, "The first day comes after the last one.", field="from")
    filters = Filters(None, asked.who, asked.partnership, asked.from_, asked.to)
    seen = Seen(who.person, reach(who.standing, READERS))
    return disclosures.exports(connection, filters, seen, before=before, limit=limit)


def every_row(request: Request, who: Who, asked: DisclosuresChosen) -> Iterator[dict[str, Any]]:
    """Each export once for each time it was handed on, and once where it was not; batch by batch."""
    before: UUID | None = None
    store = request.app.state.store
    while True:
        with request.app.state.views.reading() as connection:
            found = exports(connection, who, asked, before=before, limit=BATCH)
            handed = recorded.of_exports(store, [one.id for one in found])
            people = {one.person for one in found if one.person}
            people |= {one.person for several in handed.values() for one in several}
            names = directory.names(connection, people | {one.about for one in found if one.about})
        for export in found:
            for one in handed.get(export.id, [None]):
                yield {"export": export, "handed": one, "names": names}
        if len(found) < BATCH:
            return
        before = found[-1].id


def _handed(row: dict[str, Any], name: str) -> Any:
    return getattr(row["handed"], name) if row["handed"] else ""


def _named(row: dict[str, Any], identity: UUID | None) -> str:
    return str(row["names"].get(identity, "")) if identity else ""


COLUMNS = (
    Column("When", lambda row: row["export"].at, 18),
    Column("Taken by", lambda row: _named(row, row["export"].person), 36),
    Column("What", lambda row: row["export"].kind, 24),
    Column("About", lambda row: _named(row, row["export"].about), 36),
    Column("File", lambda row: row["export"].format, 8),
    Column("Rows", lambda row: row["export"].rows_taken, 8),
    Column("Address", lambda row: row["export"].address, 50),
    Column("Handed on to", lambda row: _handed(row, "to"), 40),
    Column("What for", lambda row: _handed(row, "purpose"), 50),
    Column("Handed on", lambda row: _handed(row, "handed_on"), 12),
    Column("Recorded", lambda row: _handed(row, "recorded_at"), 18),
    Column("Recorded by", lambda row: _named(row, _handed(row, "person") or None), 36),
    Column("Id", lambda row: str(row["export"].id), 38),
)


def of_disclosures(form: Form) -> Callable[..., Response]:
    """The endpoint for the disclosure log as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[DisclosuresChosen, Query()]) -> Response:
        filled = Sheet("Disclosure log", COLUMNS, every_row(request, who, asked), in_words(request, asked))
        return written(request, who, filled, form, state(request, None))

    return take


for each in lists.FORMS:
    what = "Every export that you may see, and to whom it was handed on, as a file."
    lists.add("/disclosures", each, of_disclosures(each), what, router, beside=[NO_AS_AT])
