"""Due dates as a calendar: a secret address for each person, which a calendar programme asks by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api import calendar_feeds
from api.access import SignedIn, Who, described
from api.exporting.calendar import calendar as calendar_of
from api.refusals import SignInNeeded
from api.repeating import Asked
from api.rest.answers import problems
from api.rest.asking import no_query
from api.rest.commands import Key
from api.rest.files import in_batches, state, taken
from api.rest.shapes import Shape, listed
from domain.access_log import CameBy
from domain.clocks import london_day
from domain.offices import Office, refuse_unless_open
from domain.refusals import NotAllowed, NotFound
from projections import actions
from projections.sight import SEEN_BY

router = APIRouter(tags=["calendar feeds"])
calendar = APIRouter(include_in_schema=False)

ENDING = ".ics"
UNKNOWN = "There is no calendar under this address, or it was revoked."


class CalendarFeed(Shape):
    """A calendar feed without its secret address. `last_used_at`: when it was last asked for."""

    id: UUID
    person: UUID
    made_at: datetime
    last_used_at: datetime | None


class CalendarFeedMade(Shape):
    """The secret address of a calendar feed. It is told this once."""

    id: UUID
    address: str
    person: UUID
    made_at: datetime


class CalendarFeedsRevoked(Shape):
    """How many addresses of calendar feeds are no good any more."""

    revoked: int


class FeedOf(BaseModel):
    """Whose feed: nobody may use those of anybody else."""

    model_config = ConfigDict(extra="forbid")

    person: UUID | None = Field(default=None, description="Of this person; one's own without it.")


OWN = FeedOf()


@router.get(
    "/calendar-feeds",
    response_model=listed(CalendarFeed),
    responses=problems(),
    summary="List calendar feeds",
)
def list_feeds(request: Request, who: SignedIn, asked: Annotated[FeedOf, Query()]) -> Any:
    """The calendar feeds of a person that are not revoked, the oldest first."""
    person = owner_of(who, asked)
    feeds = calendar_feeds.feeds_of(request.app.state.store, person)
    return {"items": [{**feed._asdict(), "person": person} for feed in feeds], "next": None}


@router.post(
    "/calendar-feeds",
    status_code=201,
    response_model=CalendarFeedMade,
    responses=problems(404, 409),
    dependencies=[Depends(no_query)],
    summary="Make a calendar feed",
)
def make_feed(request: Request, who: SignedIn, asked: FeedOf = OWN, idempotency_key: Key = None) -> Any:
    """A new secret address of a calendar with a person's open actions; all of them for an administrator.

    Sent again under its `Idempotency-Key` it makes no other, and does not tell the address again: 409.
    """
    app, person = request.app.state, owner_of(who, asked)
    now: datetime = app.clock()
    repeated = (
        Asked(who.person, idempotency_key, request.url.path, asked.model_dump_json())
        if idempotency_key
        else None
    )
    made = calendar_feeds.make(app.store, person, now=now, asked=repeated)
    found = {feed.id: feed.made_at for feed in calendar_feeds.feeds_of(app.store, person)}
    return CalendarFeedMade(
        id=made.id,
        address=address_of(request, made.secret),
        person=person,
        made_at=found.get(made.id, now),
    )


@router.delete(
    "/calendar-feeds",
    response_model=CalendarFeedsRevoked,
    responses=problems(),
    summary="Revoke calendar feeds",
)
def revoke_feeds(request: Request, who: SignedIn, asked: Annotated[FeedOf, Query()]) -> Any:
    """Revoke every calendar feed of a person: their addresses are no good any more."""
    app = request.app.state
    revoked = calendar_feeds.revoke(app.store, owner_of(who, asked), now=app.clock())
    return CalendarFeedsRevoked(revoked=revoked)


@router.delete(
    "/calendar-feeds/{identity}",
    response_model=CalendarFeedsRevoked,
    responses=problems(404),
    summary="Revoke a calendar feed",
)
def revoke_feed(request: Request, who: SignedIn, identity: UUID, asked: Annotated[FeedOf, Query()]) -> Any:
    """Revoke one calendar feed of a person: its address is no good any more."""
    app = request.app.state
    revoked = calendar_feeds.revoke(app.store, owner_of(who, asked), now=app.clock(), feed=identity)
    if not revoked:
        raise NotFound("There is no such calendar feed, or it was revoked.")
    return CalendarFeedsRevoked(revoked=revoked)


def owner_of(who: Who, asked: FeedOf) -> UUID:
    """Whose feeds are asked for. Refuses those of anybody else: who has an address reads what it shows."""
    person = asked.person or who.person
    refuse_unless_open(Office.CALENDARS, who.standing, person)
    return person


def address_of(request: Request, secret: str) -> str:
    """The address of a calendar, which its secret makes."""
    return f"{request.app.state.settings.base_url}/calendar/{secret}{ENDING}"


# The secret is the whole of the last part of the path, so that no figure or log line ever names it.
@calendar.get("/calendar/{secret}")
async def show_calendar(request: Request, secret: str) -> Response:
    """The calendar under a secret address: reference, number, agency and due date, and nothing else."""
    request.state.who = who = await run_in_threadpool(_owner, request, secret)
    # For the rest of the request: the rows are read while the calendar is sent.
    SEEN_BY.set(who.sight)
    return await run_in_threadpool(_calendar, request, who)


def _calendar(request: Request, who: Who) -> Response:
    """All that a coordinator sees, or else what a person owns."""
    shown = state(request, None)
    filters = actions.Filters(owner=None if who.sight.whole else who.person)

    def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
        when = shown.when
        seen = actions.listed(
            connection, filters, today=when.today, limit=limit, offset=offset, sort="due", at=when.at
        )
        return [one.row for one in seen]

    rows = taken(request, ENDING.removeprefix("."), in_batches(request, ask))
    pieces = calendar_of(rows, title="Actions due", made_at=shown.made_at)
    return StreamingResponse(pieces, media_type="text/calendar; charset=utf-8")


def _owner(request: Request, secret: str) -> Who:
    app = request.app.state
    feed = calendar_feeds.caller_of(app.store, secret.removesuffix(ENDING), now=app.clock())
    if feed is None or not secret.endswith(ENDING):
        raise NotFound(UNKNOWN)
    try:
        who = described(app.tracker, app.views, feed.person, london_day(app.clock()), token=True)
        return replace(who, way_in=feed.way_in, came_by=CameBy.CALENDAR)
    except (NotAllowed, SignInNeeded):
        # Whoever has left is told no more than a stranger.
        raise NotFound(UNKNOWN) from None
