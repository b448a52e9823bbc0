"""One command for many actions: each judged by itself, all of it under one correlation."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field, create_model

from api import personal_details, together
from api.access import SignedIn
from api.commands import Body, Command
from api.offices import may
from api.rest.answers import JSON, headers, problems
from api.rest.asking import no_query
from api.rest.commands import IN_EVERY_BODY, Key, body_of
from api.rest.shapes import Shape
from domain.offices import Office
from domain.tracker import choosing
from domain.tracker.choosing import Chosen, Seen
from domain.tracker.together import What, judged
from domain.vocabulary import How

router = APIRouter(dependencies=[may(Office.CHANGES_TOGETHER), Depends(no_query)])

MOST = 500
EACH = (
    "Each action is judged by itself: one that is refused does not hinder the others. All events have one"
    f" correlation. At most {MOST} actions a request. Sent again with the same Idempotency-Key, what was"
    " recorded is not recorded again, and what broke off is completed."
)


class ActionSeen(Shape):
    """An action, and the version of it that was seen: whoever was first since then is not overruled."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    version: int = Field(ge=1, le=2**31 - 1)


class ActionJudged(Shape):
    """What became of one action. `result` is null while it waits; `why`: for what it was refused."""

    id: UUID
    result: What | None
    why: str


class ActionsTogether(Shape):
    """What became of each action, in the order in which they were named; `waiting`: send the same again."""

    correlation: UUID
    recorded: int
    nothing_new: int
    refused: int
    waiting: int
    actions: list[ActionJudged]


LATER: dict[str, Any] = {
    "model": ActionsTogether,
    "description": "Some wait, or the lists have not followed yet",
}
EXAMPLE = {
    "correlation": "99999999-0000-4000-8000-000000000000",
    "recorded": 1,
    "nothing_new": 0,
    "refused": 1,
    "waiting": 0,
    "actions": [
        {"id": "11111111-0000-4000-8000-000000000000", "result": "recorded", "why": ""},
        {
            "id": "22222222-0000-4000-8000-000000000000",
            "result": "refused",
            "why": "It has been cancelled: reopen it first.",
        },
    ],
}

PERSONAL = headers(**{personal_details.HEADER: personal_details.IN_BODY})


def giving(one: Command) -> Callable[..., Response]:
    """The endpoint that gives a command to many actions."""

    def give(request: Request, who: SignedIn, *, body: Any, idempotency_key: Key = None) -> Response:
        state, said = request.app.state, _said(one, body)
        together.check(who, How.JSON, said)
        seen = [Seen(action.id, action.version) for action in body.actions]
        words = json.dumps([one.noun, body.model_dump(mode="json")])
        identity = choosing.choose(
            state.store,
            who.person,
            one.noun,
            seen,
            now=state.clock(),
            partnership=together.partnership_of(state.tracker, seen),
            words=words,
            key=idempotency_key,
        )
        chosen = choosing.find(state.store, who.person, identity)
        choosing.send(state.store, chosen, words)
        complete = together.carried_out(request, who, chosen, said, How.JSON)
        answer = answered(request, chosen, complete=complete)
        answer.headers.update(personal_details.in_body(said))
        return answer

    return give


def answered(request: Request, chosen: Chosen, *, complete: bool) -> Response:
    """What became of each; 202 where some wait, or the lists have not followed yet."""
    state = request.app.state
    found = judged(state.store, chosen.id)
    counts = together.counted(found)
    followed = state.views.wait_for(state.store.log.last_position(), timeout=1.0)
    told = ActionsTogether(
        correlation=chosen.id,
        recorded=counts[What.RECORDED],
        nothing_new=counts[What.NOTHING_NEW],
        refused=counts[What.REFUSED],
        waiting=counts[None],
        actions=[ActionJudged(id=one.thing, result=one.what, why=one.sentence) for one in found],
    )
    status = HTTPStatus.OK if complete and followed else HTTPStatus.ACCEPTED
    return JSONResponse(told.model_dump(mode="json"), status)


def _said(one: Command, body: Any) -> Body:
    """The body of the command as it is for one action."""
    return one.body.model_validate(body.model_dump(exclude={"actions"}))


def add(one: Command) -> None:
    """Give a command its address for many actions."""
    named = Field(
        min_length=1, max_length=MOST, title="Actions", description="Each with the version that was seen."
    )
    base = body_of(one)
    model = create_model(f"Many{base.__name__}", __base__=base, actions=(list[ActionSeen], named))
    endpoint: Any = giving(one)
    endpoint.__annotations__["body"] = model
    router.add_api_route(
        f"/actions/together/{one.noun}",
        endpoint,
        methods=["POST"],
        response_model=ActionsTogether,
        responses={
            200: {"content": {JSON: {"example": EXAMPLE}}, "headers": PERSONAL},
            202: LATER | {"headers": PERSONAL},
            **problems(),
        },
        summary=f"{one.title}: many actions at once",
        description=f"{one.explanation} {EACH} {IN_EVERY_BODY}".strip(),
        operation_id=f"actions-together-{one.noun}",
        tags=["actions"],
    )


for each in together.TOGETHER:
    add(each)
