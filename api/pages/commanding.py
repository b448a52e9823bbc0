"""One form for each command: GET shows it, POST does what it asks, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.access import SignedIn, Who, by, log_of
from api.commands import COMMANDS, Body, Command
from api.naming_things import refuse_form, refuse_unseen_in
from api.not_personal import saying
from api.pages.form import Filled, key_of, shown, version_of
from api.pages.history import Line, told
from api.pages.owning import owner_elsewhere
from api.pages.posting import Posted, text
from api.pages.reading import Errors, read
from api.pages.things import history_shown
from api.pages.warning import Warned, not_asked_yet, personal_details, said_not_personal
from api.pages.which_review import asked_which_review
from api.repeating import Asked, Kept, once
from api.resending import kept_form
from domain.action import Action
from domain.capacities import capacities
from domain.refusals import NotAllowed, Refused, SomeoneWasFirst
from domain.vocabulary import How

router = APIRouter()

SOMEONE_WAS_FIRST = "Something was recorded here after you opened this form: it is shown below."
SENT_BEFORE = (
    "This form was sent before, and recorded. What you have changed in it since is not:"
    " send it again to record that as well."
)

ANOTHER_PERSON = (
    "Somebody else was signed in when this form was opened. You are signed in as {}: send it again to"
    " record it under your own name."
)


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: for which command and thing, by whom, with which key and version."""

    command: Command
    identity: UUID | None
    who: Who
    form: FormData
    key: UUID
    version: int | None


def add_forms(command: Command) -> None:
    """Add the two routes of one command: to its form, and for what the form sends."""
    about_one = bool(command.noun)
    place = f"{{identity:uuid}}/{command.noun}" if about_one else "new"

    def show(request: Request, who: SignedIn, identity: UUID | None = None) -> Response:
        refuse_form(request, command, identity)
        kept = kept_form(request, who.person)
        if not kept and (which := asked_which_review(request, command, who.today)):
            return which
        return shown(request, command, identity, who, Filled.again(kept) if kept else None)

    def do(request: Request, who: SignedIn, form: Posted, identity: UUID | None = None) -> Response:
        key = key_of(form)
        sent = Sent(command, identity, who, form, key, version_of(form) if about_one else None)
        return done(request, sent)

    name = f"{command.things}-{command.noun or 'new'}"
    router.add_api_route(f"/{command.things}/{place}", show, methods=["GET"], name=f"show-{name}")
    router.add_api_route(f"/{command.things}/{place}", do, methods=["POST"], name=f"do-{name}")


def done(request: Request, sent: Sent) -> Response:
    """Carry out what a form asks for, and go to the thing; or show the form again, with what was typed."""
    body, errors = read(sent.command, sent.form)
    if sent.identity and sent.version is None:
        errors[""] = "This form was not complete. Look at it again, and send it once more."
    if text(sent.form, "opened_by") not in ("", str(sent.who.person)):
        errors[""] = ANOTHER_PERSON.format(sent.who.name or sent.who.post)
    if body is None or errors:
        refuse_form(request, sent.command, sent.identity)
        return again(request, sent, errors)
    found = to_be_asked(request, sent)
    if warned := not_asked_yet(found, sent.form):
        return again(request, sent, {}, warned=warned)
    try:
        refuse_unseen_in(request, sent.command, body, sent.identity)
        outcome = carried_out(request, sent, body, found)
    except Refused as refused:
        return told_why(request, sent, refused)
    request.app.state.views.wait_for(outcome.position, timeout=1.0)
    return gone_to(request, sent, outcome)


def to_be_asked(request: Request, sent: Sent) -> Sequence[Warned]:
    """What is asked about a form before it is saved."""
    about = [sent.identity] if sent.identity else []
    elsewhere = owner_elsewhere(request, sent.command, sent.form, about)
    return [*personal_details(sent.command, sent.form), *elsewhere]


def carried_out(request: Request, sent: Sent, body: Body, found: Sequence[Warned]) -> Kept:
    """Carry out the command, once for the form's key, whatever was `found` to ask about and answered.

    Refuses what the domain refuses.
    """
    state, provenance = request.app.state, by(sent.who, How.FORM, body)
    asked = Asked(sent.who.person, f"form {sent.key}", request.url.path, body.model_dump_json())
    correlation, now = provenance.correlation, state.clock()
    answer = asked.along(correlation, identity=sent.identity, status=303, now=now)
    meant = saying(said_not_personal(found), correlation=correlation, person=sent.who.person, now=now)

    def carry_out() -> None:
        sent.command.carry_out(
            state.tracker.alongside(answer, *meant), sent.identity, body, provenance, sent.version
        )

    kept = once(state.store, asked, carry_out)
    if kept is None:
        raise Refused("There was nothing to record: this is how it stands already.")
    return kept


def told_why(request: Request, sent: Sent, refused: Refused) -> Response:
    """The form again with the sentence of a refusal; with what was recorded meanwhile, where that is why."""
    if isinstance(refused, SomeoneWasFirst):
        said = {"": SOMEONE_WAS_FIRST}
        return again(request, replace(sent, version=None), said, status=412, changed=_since(request, sent))
    if refused.field == "Idempotency-Key":
        return again(request, replace(sent, key=uuid4(), version=None), {"": SENT_BEFORE})
    status = 403 if isinstance(refused, NotAllowed) else 422
    shown_in_form = refused.field in sent.command.body.model_fields
    said = {(refused.field or "") if shown_in_form else "": str(refused)}
    return again(request, sent, said, status=status)


def again(request: Request, sent: Sent, errors: Errors, *, status: int = 422, **said: Any) -> Response:
    """The form as it was sent, with what is wrong; still for the version that was seen."""
    filled = Filled(sent.form, errors, status, sent.key, sent.version, **said)
    return shown(request, sent.command, sent.identity, sent.who, filled)


def gone_to(request: Request, sent: Sent, outcome: Kept) -> Response:
    """The page of the thing that was made or changed; the board, where an action is theirs no longer."""
    command, identity = sent.command, sent.identity or outcome.identity
    if command.carry_out.asks is Action.decline_ownership:
        action = request.app.state.tracker.get(Action, identity)
        if not capacities(sent.who.standing, action):
            return RedirectResponse("/", 303)
    return RedirectResponse(f"/{command.things}/{identity}?done={command.noun or 'new'}", 303)


def _since(request: Request, sent: Sent) -> list[Line]:
    """What was recorded of the thing after the version that was seen."""
    if sent.identity is None or sent.version is None:
        return []
    entries = history_shown(request, sent.command.things, sent.identity)
    with request.app.state.views.reading() as connection:
        since = [one for one in entries if one.event.originator_version > sent.version]
        return told(log_of(request), connection, since)


for one in COMMANDS:
    add_forms(one)
