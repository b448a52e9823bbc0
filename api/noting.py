"""What a request leaves in the access log: noted while it is answered, written before any of the answer goes.

A route says which rows it shows (`reads`), that it gives out a file (`takes`), or that somebody came in or
went (`note`); `Noted` writes it down, in one place. If it cannot be written, nothing of the answer is sent.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import limiting, refused_within
from api.access import Who
from api.access_log import Entry, write
from domain.access_log import Kind
from domain.provenance import DIRECTORY
from projections.reading import NothingPublished
from projections.reviews import unpublished

SHOWN_AGAIN: Final = (412, 422)
"""A form that is shown again with what is wrong shows as much as it did before."""
IS_AN_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+", re.IGNORECASE)
SAYS_NO_WORDS: Final = re.compile(
    rf"{IS_AN_ID.pattern}|\d{{4}}-\d\d-\d\d(?:T[\d:.Z+-]+)?|true|false|csv|looked", re.IGNORECASE
)
"""Ids, numbers, days, moments, ticks, and words of this program's own."""
CLOSED_LISTS: Final = frozenset(
    ("sort", "columns", "delivery", "rag", "scope", "role", "topic", "kind", "how", "partnership")
)
"""Query words whose values come from lists: whatever stands in none is refused, so that nothing is read."""
OF_A_LIST: Final = re.compile(r"[\w.,\- ]{1,500}", re.ASCII)
NAME_OF_A_WORD: Final = re.compile(r"[a-z_]{1,40}")
LEFT_OUT: Final = "..."


@dataclass
class Notes:
    """What there is to be written of a request.

    `may_not`: one of several things was refused in it. `named`: what its body names and is not shown.
    """

    entries: list[Entry] = field(default_factory=list)
    reviews: set[UUID] = field(default_factory=set)
    file: Entry | None = None
    may_not: bool = False
    named: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.entries or self.reviews or self.file or self.may_not or self.named)


class NotWritten(Exception):
    """The access log could not be written, so that the answer must not go."""


class Noted:
    """Writes down what was noted of each request, before its answer begins."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Raises what went wrong in writing, before anything was sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        request.state.notes = Notes()

        async def send_noted(message: Message) -> None:
            if message["type"] == "http.response.start" and _has_something(request, message["status"]):
                await _write_first(request, message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except NotWritten as failure:
            request.state.sent_form = getattr(request.state, "posted", None)
            raise failure.__cause__ or failure from None


def _has_something(request: Request, status: int) -> bool:
    return bool(request.state.notes) or status in refused_within.STATUSES


async def _write_first(request: Request, status: int) -> None:
    try:
        await run_in_threadpool(_written, request, status)
    except Exception as error:
        # Under its own class it would be answered within, as if part of an answer had gone already.
        raise NotWritten from error


def note(request: Request, kind: Kind, **facts: Any) -> None:
    """Note that somebody came in, was refused, or went; by whom, unless `facts` say it."""
    request.state.notes.entries.append(entry_of(request, kind, **facts))


def note_refusal(request: Request, kind: Kind, refusal: Exception, **facts: Any) -> None:
    """Note that somebody was not let in, and why; of one source only so often within an hour."""
    entry = entry_of(request, kind, why=str(refusal), **facts)
    if _is_noted(request, entry):
        request.state.notes.entries.append(entry)


def write_refusal(request: Request, kind: Kind, refusal: Exception, **facts: Any) -> None:
    """Write down at once who was refused before any route was asked, as often as `note_refusal` does."""
    entry = entry_of(request, kind, why=str(refusal), **{"address": _at_the_door(request), **facts})
    if _is_noted(request, entry):
        write(request.app.state.store, entry, now=request.app.state.clock())


def reads(request: Request, rows: Iterable[Any], *, review: UUID | None = None) -> None:
    """Note that the answer shows these: things of a review, entries of the log, or what a search has found.

    `review`: one that it shows itself. Of a row of a list of reviews its pseudonym counts: reference, stage
    and counts everybody on the board may see of an unpublished one, too.
    """
    request.state.notes.reviews.update(reviews_in(rows), {review} if review else ())


def takes(request: Request, form: str, rows: Collection[Any], **facts: Any) -> Entry:
    """Note that the answer is a file, with these rows; the entry, for a file that goes on."""
    reads(request, rows)
    made = entry_of(request, Kind.FILE_TAKEN, format=form.upper(), rows_taken=len(rows), **facts)
    request.state.notes.file = made
    return made


def goes_on(request: Request, begun: Entry, rows: Collection[Any]) -> None:
    """Write down further rows of a file that has begun, before they go. Raises what went wrong in writing."""
    part = entry_of(request, Kind.FILE_TAKEN, format=begun.format, rows_taken=len(rows), about=begun.id)
    state = request.app.state
    entry = replace(part, reviews=_unpublished(request, reviews_in(rows)))
    write(state.store, entry, now=state.clock())


def reviews_in(rows: Iterable[Any]) -> set[UUID]:
    """The reviews of which rows of lists tell something; an event belongs to the review of its text."""
    return {review for row in rows for review in _reviews_of(row)}


def entry_of(request: Request, kind: Kind, **facts: Any) -> Entry:
    """An entry with who asks, by which session or token, from where, and for which address."""
    who: Who | None = getattr(request.state, "who", None)
    host = request.client.host if request.client else ""
    usual: dict[str, Any] = {
        "source": limiting.hashed(request.app.state.store, host),
        "address": bare_address(request),
    }
    if who:
        usual |= {"person": who.person, "came_by": who.came_by, "way_in": who.way_in}
    return Entry(kind, **usual | facts)


def bare_address(request: Request) -> str:
    """The address without secrets and without words that somebody typed, which might name people."""
    names = {str(value): f"{{{name}}}" for name, value in request.path_params.items()}
    parts = [part if IS_AN_ID.fullmatch(part) else names.get(part, part) for part in _parts(request)]
    said = [
        (name, value) for name, value in request.query_params.multi_items() if NAME_OF_A_WORD.fullmatch(name)
    ]
    query = urlencode([(name, _bare(name, value)) for name, value in said], safe=",:")
    return "/".join(parts) + (f"?{query}" if query else "")


def _at_the_door(request: Request) -> str:
    """The address of what no route has seen: ids and the kind of thing alone, and "" for no address of ours.

    What else is in it anybody may have typed.
    """
    if not any(route.matches(request.scope)[0] is not Match.NONE for route in request.app.router.routes):
        return ""
    parts = _parts(request)
    known = 4 if parts[1:3] == ["api", "v1"] else 2
    further = [part if IS_AN_ID.fullmatch(part) else LEFT_OUT for part in parts[known:]]
    return "/".join([*parts[:known], *further])


def _parts(request: Request) -> list[str]:
    return request.url.path.split("/")


def _bare(name: str, value: str) -> str:
    is_bare = SAYS_NO_WORDS.fullmatch(value) or (name in CLOSED_LISTS and OF_A_LIST.fullmatch(value))
    return value if is_bare else LEFT_OUT


def _reviews_of(row: Any) -> Collection[UUID]:
    entry = getattr(row, "entry", row)
    if event := getattr(entry, "event", None):
        return () if event.text_key in (event.partnership, DIRECTORY) else (event.text_key,)
    row = getattr(row, "row", row)
    if getattr(row, "pseudonym", ""):
        return (row.id,)
    several: Collection[UUID] | None = getattr(row, "reviews", None)
    one: UUID | None = getattr(row, "review", None)
    return several if several is not None else (one,) if one else ()


def _written(request: Request, status: int) -> None:
    notes, state = request.state.notes, request.app.state
    entries = list(notes.entries)
    if 200 <= status < 300 or status in SHOWN_AGAIN:
        reviews = _unpublished(request, notes.reviews)
        if notes.file:
            entries.append(replace(notes.file, reviews=reviews))
        elif reviews:
            entries.append(entry_of(request, Kind.REVIEW_READ, reviews=reviews))
    entries += _refusal(request, status)
    now = state.clock()
    for one in entries:
        write(state.store, one, now=now)


def _refusal(request: Request, status: int) -> list[Entry]:
    """What somebody who has come in was refused in this answer, as long as there are not too many."""
    found = refused_within.refusal_of(request, status)
    refused = [entry_of(request, found[0], **found[1])] if found else []
    return [one for one in refused if _is_noted(request, one)]


def _is_noted(request: Request, refused: Entry) -> bool:
    """Whether there have not been too many yet: of a person who has come in, or else of a source."""
    state, of_person = request.app.state, refused.kind in refused_within.KINDS and refused.person is not None
    whose = limiting.hashed(state.store, str(refused.person)) if of_person else refused.source or b""
    return limiting.is_noted(state.store, refused.kind, whose, now=state.clock())


def _unpublished(request: Request, reviews: Collection[UUID]) -> set[UUID]:
    if not reviews:
        return set()
    try:
        with request.app.state.views.reading() as connection:
            return unpublished(connection, reviews)
    except NothingPublished:
        return set(reviews)
