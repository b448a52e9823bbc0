"""Who has come in and is refused: what they may not do, what is not shown to them, and files not taken.

Each leaves one entry in the access log for its request (OWASP ASVS 5.0, 16.3.2 and 16.3.3), with the id of
the thing and nothing that it says.
"""

from collections.abc import Callable, Collection, Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from fastapi import Request

from api.access import Who, log_of
from domain.access_log import Kind
from domain.refusals import NotAllowed, NotFound, Refused
from domain.store.scope import EVERYTHING, within
from projections.reading import NothingPublished

KINDS: Final = (Kind.NOT_ALLOWED, Kind.NOT_SHOWN, Kind.FILE_REFUSED)
WITH_A_FILE: Final = "multipart/form-data"
"""What a form is sent as that carries a file, and no other."""
NOT_TAKEN: Final = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
TOO_LARGE: Final = "It was too large."
STATUSES: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, *NOT_TAKEN)

# What belongs to one person is shown to them alone; a mail to those whose partnership it is about.
OF_OTHERS: Final = """
    select id from public.drafts where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.unsent_forms where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.changes_together where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.saved_views where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.calendar_feeds where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.api_tokens where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.reports where id = any (%(ids)s) and person <> %(who)s
    union all
    select id from public.access_log where id = any (%(ids)s) and person is distinct from %(who)s
    union all
    select id from public.outbox where id = any (%(ids)s)
"""


def refusal_of(request: Request, status: int) -> tuple[Kind, dict[str, Any]] | None:
    """What an answer of this status leaves in the access log: its kind, and what else it says."""
    who: Who | None = getattr(request.state, "who", None)
    if who is None:
        return None
    if status == HTTPStatus.FORBIDDEN or request.state.notes.may_not:
        return Kind.NOT_ALLOWED, {}
    if named := request.state.notes.named:
        return Kind.NOT_SHOWN, {"about": named}
    if status == HTTPStatus.NOT_FOUND and (hidden := _hidden(request, who)):
        return Kind.NOT_SHOWN, {"about": hidden}
    if status in NOT_TAKEN and is_with_a_file(request):
        return Kind.FILE_REFUSED, {"why": TOO_LARGE if status == NOT_TAKEN[0] else ""}
    return None


def judging(request: Request) -> Callable[[Refused], None]:
    """Notes what is refused of one among several things, in an answer of any status."""

    def judge(refusal: Refused) -> None:
        if isinstance(refusal, NotAllowed | NotFound):
            request.state.notes.may_not = True

    return judge


def named_unseen(request: Request, identities: Collection[UUID]) -> None:
    """Note that a body names things that whoever asks does not see, where there are such things."""
    request.state.notes.named = min(_recorded(request, identities), default=None)


def is_with_a_file(request: Request) -> bool:
    """Whether a request comes as forms do that carry a file."""
    return request.headers.get("content-type", "").startswith(WITH_A_FILE)


def _hidden(request: Request, who: Who) -> UUID | None:
    """What the address names that is there, but not for whoever asks; None where there is nothing."""
    store, ids = request.app.state.store, _ids(request)
    if not ids:
        return None
    if hidden := _recorded(request, ids) - _seen(request, ids):
        return min(hidden)
    of_others = store.datastore.ask(OF_OTHERS, {"ids": ids, "who": who.person})
    return min((UUID(str(identity)) for (identity,) in of_others), default=None)


def _recorded(request: Request, ids: Collection[UUID]) -> set[UUID]:
    """Those that are things, in whatever partnership: it is for the access log alone."""
    with within(EVERYTHING):
        return {one.event.originator_id for one in request.app.state.store.log.of_several(ids)}


def _seen(request: Request, ids: Sequence[UUID]) -> set[UUID]:
    try:
        return {one.event.originator_id for one in log_of(request).of_several(ids)}
    except NothingPublished:
        return set()


def _ids(request: Request) -> list[UUID]:
    return [identity for part in request.url.path.split("/") if (identity := _as_id(part))]


def _as_id(part: str) -> UUID | None:
    try:
        return UUID(part)
    except ValueError:
        return None
