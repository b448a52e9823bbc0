"""The log: as a feed from any position on, and as the history of one thing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import Field

from api.access import log_of, signed_in
from api.noting import reads
from api.rest.answers import problems
from api.rest.asking import (
    PARTNERSHIP,
    AfterAsAt,
    AsAt,
    Following,
    Reading,
    feed,
    moment,
    partnerships,
    until,
)
from api.rest.histories import KINDS, event, history_of, told
from api.rest.shapes import ActionHistory, Event, ReviewHistory, Told, listed
from domain.store.log import Log, LogEntry
from domain.vocabulary import How
from projections import clocks, timeline
from projections.outbox import ReminderOf, reminders_of, reminders_of_clocks

router = APIRouter(responses=problems())

Noun = Literal["action", "recommendation", "review", "agency", "person", "partnership"]


class EventsChosen(AfterAsAt):
    """Which events."""

    partnership: str | None = PARTNERSHIP
    review: UUID | None = Field(None, description="Of this review, its recommendations and its actions.")
    agency: UUID | None = Field(
        None, description="Of this agency, and of what it led, supported or was asked."
    )
    thing: UUID | None = Field(None, description="Of this thing.")
    kind: list[Noun] | None = Field(None, description="Of things of these kinds.")
    topic: list[str] | None = Field(None, description="Of these topics, such as `action.reworded`.")
    who: UUID | None = Field(None, description="Entered by this person.")
    said_by: str | None = Field(
        None, description="Said by somebody with these words in name or post, and typed by another."
    )
    how: How | None = Field(None, description="That came in this way.")
    correlation: UUID | None = Field(None, description="That came of one request, such as an import.")
    happened_from: date | None = Field(None, description="That happened on this day or later.")
    happened_until: date | None = Field(None, description="That happened on this day or before.")
    recorded_from: date | None = Field(None, description="Recorded on this day in London or later.")
    recorded_until: date | None = Field(None, description="Recorded on this day in London or before.")
    late: bool | None = Field(
        None, description="Only those recorded more than 30 days after they happened, or only the others."
    )


class EventsAsked(EventsChosen, Following):
    """A page of these."""


AS_THEY_ARE = (
    "review",
    "agency",
    "thing",
    "who",
    "said_by",
    "how",
    "correlation",
    "happened_from",
    "happened_until",
    "recorded_from",
    "recorded_until",
    "late",
)


def positions(
    connection: Connection[Any], asked: EventsChosen, at: int | None, after: int, limit: int
) -> list[int]:
    """Where so many of the events that are asked for stand, after a position and until `at`."""
    filters = timeline.Filters(
        partnerships=partnerships(connection, asked.partnership),
        kinds=asked.kind,
        topics=asked.topic,
        **{name: getattr(asked, name) for name in AS_THEY_ARE},
    )
    return timeline.positions(connection, filters, after=after, limit=limit, at=at)


def is_whole(request: Request, asked: EventsChosen) -> bool:
    """Whether it is the log itself that is asked for, without any filter, by somebody who sees all of it."""
    filters = asked.model_dump(exclude_defaults=True, exclude={"after", "limit", "as_at"})
    return signed_in(request).sight.is_everything and not filters


def whole(log: Log, at: int | None, after: int, limit: int) -> list[LogEntry]:
    """So many entries of the log itself, after a position and until `at` (None: until now)."""
    return [one for one in log.read(after, limit=limit) if at is None or one.position <= at]


def entries(
    request: Request,
    connection: Connection[Any],
    asked: EventsChosen,
    *,
    at: int | None,
    after: int,
    limit: int,
) -> list[LogEntry]:
    """So many of the events that are asked for, after a position and until `at` (None: until now)."""
    log = log_of(request)
    if is_whole(request, asked):
        return whole(log, at, after, limit)
    return log.at(positions(connection, asked, at, after, limit))


@router.get("/events", summary="Follow the log", response_model=listed(Event), tags=["events"])
def list_events(request: Request, asked: Annotated[EventsAsked, Query()]) -> Any:
    """Every event after a position, in order. Ask again with the last position that you have.

    Without filters it is, for whoever sees all of it, the log itself, which needs no lists; otherwise it is
    read as far as these have followed.
    With `as_at`, it ends with what was recorded by then.
    """
    limit, at = asked.limit + 1, moment(request, asked.as_at).at
    if is_whole(request, asked):
        found = whole(log_of(request), at, asked.after, limit)
    else:
        with request.app.state.views.reading() as connection:
            found = entries(request, connection, asked, at=at, after=asked.after, limit=limit)
    reads(request, found[: asked.limit])
    return feed(request, asked, [one.position for one in found], [event(one) for one in found])


def _of_clocks(connection: Connection[Any], review: UUID) -> Sequence[ReminderOf]:
    return reminders_of_clocks(connection, clocks.of_review(connection, review))


REMINDERS: Final[Mapping[str, Callable[[Connection[Any], UUID], Sequence[ReminderOf]]]] = {
    "actions": reminders_of,
    "reviews": _of_clocks,
}
"""The reminders that stand in the history of such a thing."""
HISTORIES: Final[Mapping[str, Any]] = {"actions": ActionHistory, "reviews": ReviewHistory}


def history_endpoint(things: str) -> Callable[..., Any]:
    """The endpoint for the history of such a thing."""

    def history(
        request: Request, identity: UUID, connection: Reading, asked: Annotated[AsAt, Query()]
    ) -> Any:
        at = moment(request, asked.as_at).at
        entries = history_of(request, things, identity, at)
        items: dict[str, Any] = {"items": told(connection, entries, at), "next": None}
        if things not in HISTORIES:
            return items
        ends = None if at is None or asked.as_at is None else until(asked.as_at)
        reminders = REMINDERS[things](connection, identity)
        return items | {"reminders": [one for one in reminders if not ends or one.recorded_at < ends]}

    return history


for each in KINDS:
    router.add_api_route(
        f"/{each}/{{identity}}/history",
        history_endpoint(each),
        methods=["GET"],
        response_model=HISTORIES.get(each, listed(Told)),
        responses=problems(404),
        summary=f"List the history of one of {each}",
        description="All that has happened to it: who changed what, when and why, in order.",
        operation_id=f"{each}-history",
        tags=[each],
    )
