"""Coming in with an account of the identity provider: going there by POST, and coming back by GET.

The provider leads back across sites: what the browser holds meanwhile, signed by this installation and sent
with links from elsewhere (SameSite=Lax), shows that it is the one that went. It is held for one answer.
"""

from hashlib import sha256
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from itsdangerous import BadSignature, URLSafeSerializer
from psycopg.errors import UniqueViolation

from api import invitations, limiting, linked_identities
from api.access import described
from api.entrance import cookie_of, forget, remember, sign_in_page, signed_in, source_of
from api.identity_provider import (
    ANSWER,
    ELSEWHERE,
    LASTS,
    Identity,
    OnTheWay,
    ProviderUnavailable,
    provider_of,
)
from api.noting import note, note_refusal
from api.sessions import LinkState, invited, link_state
from api.templating import render
from domain.access_log import CameBy, Kind
from domain.clocks import london_day
from domain.person import Person
from domain.refusals import NotFound, Refused, refuse_if
from domain.sign_in import TURNS_OF_A_SOURCE

router = APIRouter(include_in_schema=False)

HELD: Final = "-provider"
"""Ends the name of the cookie that a browser holds while it is at the provider."""
KEY: Final = b"dhr-tracker: on the way to the identity provider"
NOBODY_KNOWN: Final = (
    "Nobody here signs in with this account yet. Ask the coordinator of your partnership for an invitation;"
    " its page lets you link the account. Nothing was recorded."
)
OF_ANOTHER: Final = (
    "Somebody else signs in here with this account. Open the link of your invitation again, and choose your"
    " own account; or accept the invitation without one."
)
NO_INVITATION: Final = "This invitation has been used, or works no longer. Ask for another one."


@router.post("/sign-in/provider")
def go_to_provider(request: Request, invitation: Annotated[str, Form()] = "") -> Response:
    """Lead to the provider, by a page of our own.

    To whatever site a form is redirected, its policy (`form-action`) has to allow; a page leads anywhere.
    """
    now = request.app.state.clock()
    try:
        provider = provider_of(request.app.state.settings)
        _count(request)
        refuse_if(bool(invitation) and not _is_good(request, invitation), NO_INVITATION)
        address, held = provider.begin(now=now, invitation=invitation)
    except NotFound:
        raise
    except Refused as refusal:
        return _told(request, refusal, invitation)
    answer = render(request, "to-provider.html", {"address": address, "provider": provider.name})
    remember(answer, request, HELD, _signer(request).dumps(held), lasts=LASTS)
    return answer


@router.get(ANSWER)
def come_back(request: Request) -> Response:
    """Begin a session of whoever the provider says this is; link the account first, for an invitation."""
    held = _held(request)
    answer: Response
    try:
        answer = signed_in(request, _session(request, held), CameBy.PROVIDER)
    except NotFound:
        raise
    except Refused as refusal:
        note_refusal(request, Kind.SIGN_IN_REFUSED, refusal)
        answer = _told(request, refusal, held.invitation if held else "")
    forget(answer, request, HELD)
    return answer


def _session(request: Request, held: OnTheWay | None) -> str:
    """The secret of a session of whoever has come back. Refuses who is not known, or has left."""
    state, now = request.app.state, request.app.state.clock()
    provider = provider_of(state.settings)
    if held is None:
        raise Refused(ELSEWHERE)
    _count(request)
    identity = provider.identity(held, request.query_params, now=now)
    person = linked_identities.person_of(state.store, identity)
    if held.invitation:
        return _accepted(request, held.invitation, identity, person)
    if person is None:
        raise Refused(NOBODY_KNOWN)
    described(state.tracker, state.views, person, london_day(now), token=False)
    session = linked_identities.begin_session(state.store, identity, person, now=now)
    if session is None:
        raise Refused(NOBODY_KNOWN)
    return session


def _accepted(request: Request, token: str, identity: Identity, known: UUID | None) -> str:
    """Accept the invitation, and link the account in the same transaction."""
    state, now = request.app.state, request.app.state.clock()
    person = invited(state.store, token)
    if person is None or not _is_good(request, token):
        raise Refused(NO_INVITATION)
    along = [] if known == person else [linked_identities.linking(identity, person, now=now)]
    if known not in (None, person):
        # Somebody who came back may stand in the directory anew; their account is the same.
        refuse_if(not state.tracker.get(Person, known).left, OF_ANOTHER)
        along = [linked_identities.letting_go(identity, known), *along]
    try:
        session = invitations.accept(state.tracker, state.views, person, token, now=now, along=along)
    except UniqueViolation as taken:
        if taken.diag.constraint_name != linked_identities.ONE_PERSON:
            raise
        raise Refused(OF_ANOTHER) from None
    _note_link(request, known, person)
    return session


def _note_link(request: Request, before: UUID | None, person: UUID) -> None:
    """Note whose an account is now, and whose it was until now; nothing where it was theirs before."""
    if before == person:
        return
    if before:
        note(request, Kind.ACCOUNT_UNLINKED, person=before)
    note(request, Kind.ACCOUNT_LINKED, person=person, came_by=CameBy.PROVIDER)


def _is_good(request: Request, token: str) -> bool:
    """Whether this is an invitation that works."""
    store, now = request.app.state.store, request.app.state.clock()
    return invited(store, token) is not None and link_state(store, token, now=now) == LinkState.GOOD


def _told(request: Request, refusal: Refused, invitation: str) -> HTMLResponse:
    invitation = invitation if invitation and _is_good(request, invitation) else ""
    status = 503 if isinstance(refusal, ProviderUnavailable) else 403
    return sign_in_page(request, refusal, by_provider=True, invitation=invitation, status=status)


def _count(request: Request) -> None:
    store, now = request.app.state.store, request.app.state.clock()
    limiting.count(store, TURNS_OF_A_SOURCE, limiting.hashed(store, source_of(request)), now=now)


def _held(request: Request) -> OnTheWay | None:
    """What this browser has held since it went to the provider; None where it did not go."""
    try:
        return OnTheWay(*_signer(request).loads(request.cookies.get(cookie_of(request, HELD), "")))
    except (BadSignature, TypeError):
        return None


def _signer(request: Request) -> URLSafeSerializer:
    key = request.app.state.store.master_key.derived(KEY)
    return URLSafeSerializer(key, signer_kwargs={"digest_method": sha256})
