"""The access log for auditors: who came in, took files, and read reviews that are not published."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api.access import SignedIn, Who, log_of
from api.exporting.tables import Column
from api.offices import may
from api.rest import lists
from api.rest.answers import problems
from api.rest.asking import Reading, address, no_as_at
from api.rest.files import BATCH, Form, Sheet, in_words, state, written
from api.rest.shapes import Shape, listed
from domain.access_log import CameBy, Kind
from domain.offices import Office, partnerships_of
from domain.refusals import refuse_if
from domain.store.log import Log
from projections import access_log, directory
from projections.access_log import Access, Filters
from projections.sentences import mentioned, sentence

router = APIRouter(tags=["access log"], dependencies=[may(Office.ACCESS_LOG)], responses=problems())

NO_AS_AT = no_as_at("The access log is as it is now: nothing in it changes, so its days say it all.")


class AccessLogEntry(Shape):
    """What somebody did. `source` and `whose` begin a keyed hash: two that are the same are the same.

    `way_in`: the session, token or calendar. `about`: a session or token that was ended, or the entry of a
    file that goes on here. `reviews`: those that were not published and were read, or are in the file.
    `position`: of a change of roles, where in the log it stands.
    """

    id: UUID
    at: datetime
    kind: Kind
    person: UUID | None
    came_by: CameBy | None
    way_in: UUID | None
    source: str
    whose: str
    reviews: list[UUID]
    about: UUID | None
    address: str
    format: str
    rows_taken: int | None
    why: str
    position: int | None


class AccessLogChosen(BaseModel):
    """Which entries."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    who: UUID | None = Field(None, description="By this person.")
    kind: Kind | None = Field(None, description="Of this kind.")
    review: UUID | None = Field(None, description="That read this review while it was not published.")
    from_: date | None = Field(None, alias="from", description="On this day in London or later.")
    to: date | None = Field(None, description="On this day in London or before.")


class AccessLogBefore(AccessLogChosen):
    """Which entries, from where on."""

    before: UUID | None = Field(None, description="Older than this entry.")


class AccessLogAsked(AccessLogBefore):
    """A page of these."""

    limit: int = Field(50, ge=1, le=500, description="How many at most.")


@router.get(
    "/access-log",
    summary="List who did and read what",
    response_model=listed(AccessLogEntry),
    responses=problems(404),
    dependencies=[NO_AS_AT],
)
def list_accesses(
    request: Request, who: SignedIn, connection: Reading, asked: Annotated[AccessLogAsked, Query()]
) -> Any:
    """Sign-ins, tokens, roles, files, and readings of unpublished reviews, the newest first."""
    found = entries(connection, who, asked, before=asked.before, limit=asked.limit + 1)
    shown = found[: asked.limit]
    following = address(request, before=shown[-1].id) if len(found) > asked.limit else None
    return {"items": shown, "next": following}


def entries(
    connection: Connection[Any], who: Who, asked: AccessLogChosen, *, before: UUID | None, limit: int
) -> Sequence[Access]:
    """So many of the entries that are asked for, as far as they are for auditors like this one.

    Refuses days the wrong way round; raises NotFound.
    """
    is_turned = asked.from_ is not None and asked.to is not None and asked.from_ > asked.to
    refuse_if(is_turned, "The first day comes after the last one.", field="from")
    filters = Filters(asked.who, asked.kind, asked.review, asked.from_, asked.to)
    everything = who.standing.administrator
    audited = None if everything else partnerships_of(Office.ACCESS_LOG, who.standing)
    return access_log.entries(connection, filters, audited, before=before, limit=limit)


def told(log: Log, connection: Connection[Any], found: Sequence[Access]) -> Mapping[int, str]:
    """The changes of roles among entries in a sentence each, by their positions in the log."""
    changed = log.at([one.position for one in found if one.position])
    known = directory.names(connection, mentioned(changed))
    return {one.position: sentence(one, known).text for one in changed}


def names(connection: Connection[Any], found: Sequence[Access]) -> Mapping[UUID, str]:
    """By which names people know the people and the reviews of entries."""
    people = {person for one in found for person in (one.person, one.about) if person}
    return directory.names(connection, people.union(*(one.reviews for one in found)))


def every_row(request: Request, who: Who, asked: AccessLogChosen) -> Iterator[dict[str, Any]]:
    """All entries that are asked for, with names and sentences, batch by batch."""
    before: UUID | None = None
    log = log_of(request)
    while True:
        with request.app.state.views.reading() as connection:
            found = entries(connection, who, asked, before=before, limit=BATCH)
            sentences, known = told(log, connection, found), names(connection, found)
        for one in found:
            yield {
                "entry": one,
                "who": known.get(one.person, "") if one.person else "",
                "reviews": "\n".join(known.get(review, "") for review in one.reviews),
                "why": sentences.get(one.position or 0, one.why),
            }
        if len(found) < BATCH:
            return
        before = found[-1].id


COLUMNS = (
    Column("When", lambda row: row["entry"].at, 18),
    Column("What", lambda row: row["entry"].kind, 20),
    Column("Who", lambda row: row["who"], 36),
    Column("Why, or which", lambda row: row["why"], 40),
    Column("Came by", lambda row: row["entry"].came_by or "", 12),
    Column("Session or token", lambda row: str(row["entry"].way_in or ""), 38),
    Column("From (hashed)", lambda row: row["entry"].source, 12),
    Column("Address of mail (hashed)", lambda row: row["entry"].whose, 12),
    Column("Unpublished reviews", lambda row: row["reviews"], 20),
    Column("Address", lambda row: row["entry"].address, 50),
    Column("File", lambda row: row["entry"].format, 8),
    Column("Rows", lambda row: row["entry"].rows_taken, 8),
    Column("About", lambda row: str(row["entry"].about or ""), 38),
    Column("Position in the log", lambda row: row["entry"].position, 10),
    Column("Id", lambda row: str(row["entry"].id), 38),
)


def of_access_log(form: Form) -> Callable[..., Response]:
    """The endpoint for the access log as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[AccessLogChosen, Query()]) -> Response:
        filled = Sheet("Access log", COLUMNS, every_row(request, who, asked), in_words(request, asked))
        return written(request, who, filled, form, state(request, None))

    return take


for each in lists.FORMS:
    what = "All of these entries of the access log as a file."
    lists.add("/access-log", each, of_access_log(each), what, router, beside=[NO_AS_AT])
