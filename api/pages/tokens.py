"""The tokens of a person's programs: what is in use, how another one is made, and how one is revoked."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import tokens
from api.access import SignedIn, Who
from api.noting import note
from api.pages.framing import form_page, page
from api.pages.posting import Posted, text
from api.pages.posting import identity as identity_of
from api.refusals import MadeBefore
from api.repeating import Asked
from domain.access_log import Kind
from domain.offices import Office
from domain.refusals import NotAllowed, Refused
from domain.standing import OWNER
from projections import directory

router = APIRouter()

BY_PEOPLE_ALONE: Final = "A program cannot make or see tokens. Sign in, and make one on its page."
NOTHING_TYPED: Final = {"name": "", "days": "", "roles": ()}


@router.get("/tokens")
def show_tokens(request: Request, who: SignedIn) -> HTMLResponse:
    """One's own tokens and how to make another; for an administrator those of others as well."""
    return tokens_page(request, who)


@router.post("/tokens")
def make_token(request: Request, who: SignedIn, form: Posted) -> Response:
    """Make a token, once, and show its secret on the answer itself, which no address leads to."""
    refuse_programs(who)
    state, key = request.app.state, identity_of(text(form, "key")) or uuid4()
    roles = [one for one in form.getlist("roles") if isinstance(one, str)]
    typed: dict[str, Any] = {"name": text(form, "name"), "days": text(form, "days"), "roles": roles}
    try:
        wanted = tokens.wanted(**typed, held=who.roles | {OWNER})
        asked = Asked(who.person, f"token {key}", request.url.path, repr(wanted))
        made = tokens.make(state.store, who.person, wanted, asked, now=state.clock())
    except Refused as refusal:
        return tokens_page(request, who, typed=typed, refusal=refusal)
    note(request, Kind.TOKEN_MADE, about=made.id)
    return tokens_page(request, who, made=made)


@router.post("/tokens/{identity:uuid}/revocation")
def revoke_token(request: Request, who: SignedIn, identity: UUID) -> RedirectResponse:
    """Revoke a token of one's own, or as an administrator anybody's; again, it does no more."""
    refuse_programs(who)
    state = request.app.state
    if tokens.revoke(state.store, identity, of=whose(who), now=state.clock()):
        note(request, Kind.TOKEN_REVOKED, about=identity)
    return RedirectResponse("/tokens?done=revoked", 303)


def whose(who: Who) -> UUID | None:
    """Whose tokens somebody may see and revoke: their own, and as an administrator (None) everybody's."""
    return None if who.may(Office.TOKENS_OF_OTHERS) else who.person


def refuse_programs(who: Who) -> None:
    """A token that was stolen must not make others that outlive it. Raises NotAllowed."""
    if who.token:
        raise NotAllowed(BY_PEOPLE_ALONE)


def tokens_page(
    request: Request,
    who: Who,
    *,
    made: tokens.Made | None = None,
    typed: dict[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HTMLResponse:
    """The page, with the secret that is told this once, or with what is wrong with the form."""
    refuse_programs(who)
    state = request.app.state
    found = tokens.tokens_of(state.store, whose(who))
    others = [one for one in found if one.person != who.person]
    with state.views.reading() as connection:
        names = directory.names(connection, {one.person for one in others})
    # The secret is told once: of a page with it, no browser may keep a copy.
    framed = page if made else form_page
    return framed(
        request,
        "tokens.html",
        status=409 if isinstance(refusal, MadeBefore) else 422 if refusal else 200,
        own=[one for one in found if one.person == who.person],
        others=others,
        names=names,
        now=state.clock(),
        held=[*sorted(who.roles), OWNER],
        lasts=tokens.LASTS,
        longest=tokens.LONGEST_NAME,
        made=made,
        typed=typed or NOTHING_TYPED,
        refusal=refusal,
        key=uuid4(),
        revoked=request.query_params.get("done") == "revoked",
    )
