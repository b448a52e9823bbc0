"""The log: as a feed from any position on, and as the history of one thing."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from api.rest.answers import problems
from api.rest.asking import Following, Reading, feed, no_query
from api.rest.histories import event, told
from api.rest.shapes import ActionHistory, Event, Told, listed
from api.rest.things import NOTHING
from domain.refusals import NotFound
from projections.outbox import reminders_of

router = APIRouter(responses=problems())

KINDS = {
    "actions": "action",
    "recommendations": "recommendation",
    "reviews": "review",
    "agencies": "agency",
    "people": "person",
    "partnerships": "partnership",
}


@router.get("/events", response_model=listed(Event), tags=["events"])
def list_events(request: Request, asked: Annotated[Following, Query()]) -> Any:
    """Every event after a position, in order. Ask again with the last position that you have."""
    entries = request.app.state.store.log.read(asked.after, limit=asked.limit + 1)
    return feed(request, asked, [one.position for one in entries], [event(one) for one in entries])


def history_of(things: str) -> Any:
    """The endpoint for the history of such a thing."""

    def history(request: Request, identity: UUID, connection: Reading) -> Any:
        entries = request.app.state.store.log.of(identity)
        if not entries or not entries[0].topic.startswith(f"{KINDS[things]}."):
            raise NotFound(NOTHING)
        items: dict[str, Any] = {"items": told(connection, entries), "next": None}
        return items | {"reminders": reminders_of(connection, identity)} if things == "actions" else items

    return history


for each in KINDS:
    router.add_api_route(
        f"/{each}/{{identity}}/history",
        history_of(each),
        methods=["GET"],
        response_model=ActionHistory if each == "actions" else listed(Told),
        responses=problems(404),
        dependencies=[Depends(no_query)],
        name=f"History of one of {each}",
        description="All that has happened to it: who changed what, when and why, in order.",
        operation_id=f"{each}-history",
        tags=[each],
    )
