"""Who was refused before any route was asked: by which token or session, in the access log.

Somebody whose session has ended, or who never had one, is led to sign in, which is nothing to write down.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request

from api.access import cookie_name
from api.noting import write_refusal
from api.refusals import FromElsewhere, SignInNeeded
from api.refused_within import TOO_LARGE, is_with_a_file
from api.sessions import Caller, caller_of_past_session, caller_of_past_token
from domain.access_log import CameBy, Kind
from domain.refusals import NotAllowed, Refused

KINDS: Final[Mapping[type[Refused], Kind]] = {
    SignInNeeded: Kind.TOKEN_REFUSED,
    NotAllowed: Kind.NOT_ALLOWED,
    FromElsewhere: Kind.FORM_REFUSED,
}


def write_down(request: Request, refusal: Refused) -> None:
    """Write down what was refused, and to whom if that is known. Raises what goes wrong in writing."""
    kind, with_token = KINDS.get(type(refusal)), "authorization" in request.headers
    if kind and (with_token or kind is not Kind.TOKEN_REFUSED):
        write_refusal(request, kind, refusal, **_whoever(request, with_token=with_token))


def write_too_large(request: Request) -> None:
    """Write down a file that is refused unread, as it says itself how large it is. Raises as above."""
    if is_with_a_file(request):
        with_token = "authorization" in request.headers
        write_refusal(
            request, Kind.FILE_REFUSED, Refused(TOO_LARGE), **_whoever(request, with_token=with_token)
        )


def _whoever(request: Request, *, with_token: bool) -> dict[str, Any]:
    """By which token or session they came, also one that lets nobody in any more."""
    caller = _caller(request, with_token=with_token)
    came_by = CameBy.TOKEN if with_token else CameBy.SESSION if caller else None
    known = {"person": caller.person, "way_in": caller.way_in} if caller else {}
    return {**known, "came_by": came_by}


def _caller(request: Request, *, with_token: bool) -> Caller | None:
    store = request.app.state.store
    if with_token:
        scheme, _, token = request.headers["authorization"].partition(" ")
        return caller_of_past_token(store, token.strip()) if scheme.lower() == "bearer" else None
    session = request.cookies.get(cookie_name(request.app.state.settings.base_url))
    return caller_of_past_session(store, session) if session else None
