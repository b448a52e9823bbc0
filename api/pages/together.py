"""Many actions at once: chosen in their list, then the form of a command, then what became of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api import together
from api.access import SignedIn, Who
from api.commands import Command
from api.commands import command as command_of
from api.not_personal import saying
from api.offices import may
from api.pages.choices import Chooser
from api.pages.fields import fields_of, own_and_shared
from api.pages.form import Filled
from api.pages.framing import form_page, page
from api.pages.owning import owner_elsewhere
from api.pages.posting import Posted, text
from api.pages.reading import Errors, read
from api.pages.selecting import selected, standing
from api.pages.warning import SEEN, Warned, digest_of, not_asked_yet, personal_details, said_not_personal
from api.templating import counted
from domain.offices import Office
from domain.refusals import NotFound, Refused, refuse_if
from domain.tracker import choosing
from domain.tracker.choosing import Chosen, Seen
from domain.tracker.together import Judged, What, judged
from domain.vocabulary import How
from projections import chosen_actions as actions

router = APIRouter(dependencies=[may(Office.CHANGES_TOGETHER)])

PLACE: Final = "/actions/together"
TITLES: Final = {
    "owner": ("Assign an owner", "The same person will own each of them."),
    "progress-request": (
        "Ask for progress",
        "Each owner is told in their next mail; without an owner, the contact of the lead agency.",
    ),
    "timescale": ("Set the timescale", "For actions without a due date."),
    "split": ("Split by agency", "One action for each agency takes the place of each of these."),
}
"""The commands for many actions, by the words on their buttons and what is said of them."""

SENT_BEFORE: Final = (
    "This form was sent before, and recorded. What you have changed in it since is not:"
    " choose the actions again to record that as well."
)
KEPT_TO_ITSELF: Final = ("key", "version")
"""What the form sends beside what somebody typed."""


@dataclass(frozen=True)
class Words:
    """What is kept with a choice: the query of the list that it was made in, and what was typed."""

    list: str
    typed: Sequence[tuple[str, str]] = ()

    @property
    def form(self) -> FormData:
        """What was typed, as a form sends it."""
        return FormData([(name, value) for name, value in self.typed])

    def written(self) -> str:
        """As text."""
        return json.dumps([self.list, self.typed])

    @classmethod
    def read(cls, text: str) -> Words:
        """Out of such a text."""
        where, typed = json.loads(text)
        return cls(where, [(name, value) for name, value in typed])


@router.post(PLACE)
def choose(request: Request, who: SignedIn, form: Posted) -> Response:
    """Keep what was selected in the list, and go to the form of the command."""
    noun, where = text(form, "noun"), text(form, "list")
    if noun not in TITLES:
        raise NotFound("There is no such command for many actions.")
    return begun(request, who, noun, selected(request, who, form), Words(where))


@router.get(PLACE + "/{change:uuid}")
def show(request: Request, who: SignedIn, change: UUID) -> Response:
    """The form of the command; once it was sent, what became of each action."""
    chosen = choosing.find(request.app.state.store, who.person, change)
    return summed_up(request, chosen) if chosen.sent else asked(request, who, chosen)


@router.post(PLACE + "/{change:uuid}")
def send(request: Request, who: SignedIn, change: UUID, form: Posted) -> Response:
    """Give the command to every action that was chosen, once; or show the form again, with what is wrong."""
    store = request.app.state.store
    chosen = choosing.find(store, who.person, change)
    words = replace(Words.read(chosen.words), typed=typed_in(form))
    one = titled(chosen.noun)
    body, errors = read(one, form)
    if body is None or errors:
        return asked(request, who, chosen, typed=form, errors=errors)
    try:
        together.check(who, How.FORM, body)
    except Refused as refused:
        return asked(request, who, chosen, typed=form, errors={refused.field or "": str(refused)})
    found = to_be_asked(request, one, form, change)
    if warned := not_asked_yet(found, form):
        return asked(request, who, chosen, typed=form, warned=warned)
    try:
        meant = saying(
            said_not_personal(found), correlation=change, person=who.person, now=request.app.state.clock()
        )
        choosing.send(store, chosen, words.written(), meant)
    except Refused as refused:
        if refused.field != "Idempotency-Key":
            raise
        return summed_up(request, chosen, note=SENT_BEFORE, status=422)
    together.carried_out(request, who, chosen, body, How.FORM)
    return followed(request, change)


def to_be_asked(request: Request, command: Command, form: FormData, change: UUID) -> Sequence[Warned]:
    """What is asked about a form before it is saved for any of the actions."""
    actions = [one.thing for one in judged(request.app.state.store, change)]
    return [*personal_details(command, form), *owner_elsewhere(request, command, form, actions)]


@router.post(PLACE + "/{change:uuid}/rest")
def carry_on(request: Request, who: SignedIn, change: UUID) -> Response:
    """Complete what broke off, with what was typed then."""
    chosen = choosing.find(request.app.state.store, who.person, change)
    body, errors = read(titled(chosen.noun), Words.read(chosen.words).form)
    if not chosen.sent or body is None or errors:
        return RedirectResponse(f"{PLACE}/{change}", 303)
    together.carried_out(request, who, chosen, body, How.FORM)
    return followed(request, change)


@router.post(PLACE + "/{change:uuid}/refused")
def try_again(request: Request, who: SignedIn, change: UUID) -> Response:
    """Choose those that were refused once more, as they stand now, with what was typed."""
    state = request.app.state
    chosen = choosing.find(state.store, who.person, change)
    refused = [one.thing for one in judged(state.store, change) if one.what == What.REFUSED]
    seen = standing(request, refused)
    refuse_if(not seen, "None of these actions was refused, or none is there any longer.")
    return begun(request, who, chosen.noun, seen, Words.read(chosen.words))


def begun(request: Request, who: Who, noun: str, seen: Sequence[Seen], words: Words) -> Response:
    """A choice, kept, and the way to its form."""
    state = request.app.state
    change = choosing.choose(
        state.store,
        who.person,
        noun,
        seen,
        now=state.clock(),
        partnership=together.partnership_of(state.tracker, seen),
        words=words.written(),
    )
    return RedirectResponse(f"{PLACE}/{change}", 303)


def titled(noun: str) -> Command:
    """The command of a noun, by its words for many actions."""
    title, explanation = TITLES[noun]
    return replace(command_of("actions", noun), title=title, explanation=explanation)


def typed_in(form: FormData) -> list[tuple[str, str]]:
    """What somebody typed into a form."""
    return [(name, str(value)) for name, value in form.multi_items() if name not in KEPT_TO_ITSELF]


def asked(
    request: Request,
    who: Who,
    chosen: Chosen,
    *,
    typed: FormData | None = None,
    errors: Errors | None = None,
    warned: Sequence[Warned] = (),
) -> Response:
    """The form of the command, with the actions that were chosen; as it was sent, with what is wrong.

    `warned` is what it asks about before anything is saved.
    """
    one, words = titled(chosen.noun), Words.read(chosen.words)
    kept = typed or (words.form if words.typed else None)
    named_in_form, general = told_apart(one, errors or {})
    with request.app.state.views.reading() as connection:
        chooser = Chooser(connection, None, None, who.today)
        fields = fields_of(one, chooser, typed=kept, asked=request.query_params, errors=named_in_form)
    own, shared = own_and_shared(fields)
    chosen_ones = named(request, judged(request.app.state.store, chosen.id))
    return form_page(
        request,
        "together.html",
        status=422 if errors or warned else 200,
        command=one,
        thing=counted(len(chosen_ones), "action"),
        actions=chosen_ones,
        action=None,
        answers=[],
        back=back_to(words),
        own=own,
        shared=shared,
        filled=Filled(key=chosen.id, warned=warned),
        version="",
        both=[],
        warned=digest_of(warned) or (text(kept, SEEN) if kept else ""),
        question=None,
        general=general,
    )


def told_apart(one: Command, errors: Errors) -> tuple[Errors, str]:
    """What is wrong with fields of the form, and what is wrong besides."""
    own = {name: sentence for name, sentence in errors.items() if name in one.body.model_fields}
    return own, " ".join(sentence for name, sentence in errors.items() if name not in own)


def summed_up(request: Request, chosen: Chosen, *, note: str = "", status: int = 200) -> Response:
    """What became of each action."""
    found = judged(request.app.state.store, chosen.id)
    rows = named(request, found)
    return page(
        request,
        "together-done.html",
        status=status,
        command=titled(chosen.noun),
        change=chosen.id,
        waiting=together.counted(found)[None],
        rows={what: [(one, name) for one, name in rows if one.what == what] for what in What},
        back=back_to(Words.read(chosen.words)),
        note=note,
    )


def followed(request: Request, change: UUID) -> Response:
    """To the page that says what became of each, once the lists have followed."""
    state = request.app.state
    state.views.wait_for(state.store.log.last_position(), timeout=1.0)
    return RedirectResponse(f"{PLACE}/{change}", 303)


def named(request: Request, found: Sequence[Judged]) -> list[tuple[Judged, str]]:
    """Actions with what became of each, by review and number."""
    with request.app.state.views.reading() as connection:
        names = actions.names(connection, [one.thing for one in found])
    return [(one, names.get(one.thing, "An action that is not there")) for one in found]


def back_to(words: Words) -> str:
    """The list in which the choice was made."""
    return f"/actions?{words.list}" if words.list else "/actions"
