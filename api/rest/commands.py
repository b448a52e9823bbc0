"""Every command as a POST: one address for each, made from the table of all commands."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field, ValidationError, create_model

from api import personal_details
from api.access import SignedIn, Who, by
from api.commands import COMMANDS, Body, Command, Outcome
from api.commands.command import LONGEST_PROSE
from api.naming_things import refuse_unseen_in
from api.noting import reads
from api.refusals import VersionMissing
from api.repeating import Asked, once
from api.rest.answers import NO_VERSION, PREFIX, Responses, problems, with_version
from api.rest.asking import Moment, no_query
from api.rest.shapes import Recorded, changed
from api.rest.things import FIND, SHAPES
from domain.refusals import Refused
from domain.tracker import Tracker
from domain.vocabulary import How

router = APIRouter(dependencies=[Depends(no_query)])

IfMatch = Annotated[str | None, Header(description="The ETag of the thing as it was seen.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="Repeat the request with it, and it is done once.",
    ),
]
IN_EVERY_BODY = (
    "The body may also have `reason`, `said_by`, `how`, `how_in_detail` and `happened_on`, for what was said"
    " elsewhere, or by another, or on another day."
)
CHANGED = {kind: changed(shape) for kind, shape in SHAPES.items()}


def seen_version(if_match: str | None) -> int | None:
    """The version that an If-Match header names; None for `*`, any. Raises VersionMissing without one."""
    if if_match is None:
        raise VersionMissing(NO_VERSION)
    tag = if_match.strip().removeprefix("W/").strip('"')
    if tag == "*":
        return None
    if not tag.isdecimal():
        raise Refused("If-Match takes one ETag of this thing.", field="If-Match")
    return int(tag)


def carried_out(
    request: Request,
    who: Who,
    one: Command,
    body: Body,
    *,
    identity: UUID | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Outcome:
    """Carry out a command, once for each key."""
    state = request.app.state
    refuse_unseen_in(request, one, body, identity)
    provenance = by(who, How.JSON, body)

    def carry_out(tracker: Tracker) -> Outcome:
        return one.carry_out(tracker, identity, body, provenance, version)

    if key is None:
        return carry_out(state.tracker)
    asked = Asked(who.person, key, request.url.path, body.model_dump_json())
    along = asked.along(
        provenance.correlation, identity=identity, status=200 if identity else 201, now=state.clock()
    )
    kept = once(state.store, asked, lambda: carry_out(state.tracker.alongside(along)))
    return Outcome(kept.position, kept.identity) if kept else carry_out(state.tracker)


def answered(request: Request, things: str, outcome: Outcome, status: int, who: Who) -> Response:
    """The thing as the command has left it; 202 where the lists have not followed yet."""
    state = request.app.state
    headers = {"Location": f"{PREFIX}/{things}/{outcome.identity}"} if status == HTTPStatus.CREATED else {}
    thing = None
    if state.views.wait_for(outcome.position, timeout=1.0):
        with state.views.reading() as connection:
            thing = FIND[things](connection, outcome.identity, Moment(who.today, outcome.position))
    if thing is None:
        version = state.store.repository.get(outcome.identity).version
        recorded = Recorded(id=outcome.identity, version=version, position=outcome.position)
        return JSONResponse(recorded.model_dump(mode="json"), 202, headers | {"ETag": f'"{version}"'})
    reads(request, [thing], review=outcome.identity if things == "reviews" else None)
    told = thing.model_dump(mode="json") | {"position": outcome.position}
    return JSONResponse(told, status, headers | {"ETag": f'"{thing.version}"'})


def making(one: Command) -> Callable[..., Response]:
    """The endpoint that makes a thing."""

    def make(request: Request, who: SignedIn, *, body: Body, idempotency_key: Key = None) -> Response:
        outcome = carried_out(request, who, one, body, key=idempotency_key)
        answer = answered(request, one.things, outcome, HTTPStatus.CREATED, who)
        answer.headers.update(personal_details.in_body(body))
        return answer

    return make


def changing(one: Command) -> Callable[..., Response]:
    """The endpoint that changes a thing."""

    def change(
        request: Request,
        identity: UUID,
        who: SignedIn,
        *,
        body: Body,
        if_match: IfMatch = None,
        idempotency_key: Key = None,
    ) -> Response:
        version = seen_version(if_match)
        outcome = carried_out(
            request, who, one, body, identity=identity, version=version, key=idempotency_key
        )
        answer = answered(request, one.things, outcome, HTTPStatus.OK, who)
        answer.headers.update(personal_details.in_body(body))
        return answer

    return change


def body_of(one: Command) -> type[Body]:
    """The shape of a command's body, with the reason among what is needed where it is."""
    if not one.needs_reason:
        return one.body
    reason = Field(min_length=1, max_length=LONGEST_PROSE, title="Reason")
    return create_model(f"{one.body.__name__}WithReason", __base__=one.body, reason=(str, reason))


def may_be_empty(model: type[Body]) -> bool:
    """Whether a command needs nothing said, so that it may come without a body."""
    try:
        model()
    except ValidationError:
        return False
    return True


def described(one: Command) -> Responses:
    """The answers to a command: the thing, or that it is recorded; with its address where it is new."""
    also = {personal_details.HEADER: personal_details.IN_BODY}
    also |= {} if one.noun else {"Location": "The address of the new thing."}
    later = {202: {"model": Recorded, "description": "Recorded; the lists have not followed yet"}}
    seen = with_version(200 if one.noun else 201, **also)
    return seen | {202: later[202] | with_version(202, **also)[202]}


def add(one: Command) -> None:
    """Give a command its address."""
    endpoint: Any = changing(one) if one.noun else making(one)
    model = body_of(one)
    endpoint.__annotations__["body"] = model
    if may_be_empty(model):
        endpoint.__kwdefaults__["body"] = model()
    path = f"/{one.things}/{{identity}}/{one.noun}" if one.noun else f"/{one.things}"
    codes = (404, 412, 422, 428) if one.noun else (404, 422)
    router.add_api_route(
        path,
        endpoint,
        methods=["POST"],
        status_code=200 if one.noun else 201,
        response_model=CHANGED[one.things],
        responses={**described(one), **problems(*codes)},
        summary=one.title,
        description=f"{one.explanation} {IN_EVERY_BODY}".strip(),
        operation_id=f"{one.things}-{one.noun or 'new'}",
        tags=[one.things],
    )


for each in COMMANDS:
    add(each)
