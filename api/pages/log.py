"""The log: every event as a line, newest first, narrowed down as the address says; and one event in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from psycopg import Connection

from api.access import SignedIn, log_of
from api.noting import reads
from api.pages.downloading import list_files
from api.pages.entry import entry_in_full
from api.pages.filters import MOST_OFFERED
from api.pages.framing import page
from api.pages.history import Line, of_many, told
from api.pages.listing import A_PAGE, Listing, asked_in
from api.pages.log_filters import Offered, filters_of, narrowings, position_in
from api.pages.past import shown
from api.pages.posting import Posted, text
from api.pages.seen import Seen, seen
from api.pages.which_one import asked_which_one
from domain.refusals import NotFound, refuse_if
from projections import directory, looked, timeline
from projections.timeline import Filters

router = APIRouter()

NOT_FILTERS = ("before", "as_at", "since")


@router.get("/log")
def show_log(request: Request, who: SignedIn) -> Response:
    """A page of the log, before a position; `since=looked`: what others recorded since one last looked."""
    query, state = request.query_params, shown(request)
    if which := asked_which_one(request, asked_in(request), state):
        return which
    filters, before = filters_of(query), position_in(query, "before")
    listing = Listing.of(request, 0)
    with request.app.state.views.reading() as connection:
        mark = seen(connection, who.person) if not state.past else None
        is_news = bool(mark and mark.last and query.get("since") == "looked")
        asked, after = news(filters, mark) if is_news and mark else (filters, 0)
        found = timeline.lines(connection, asked, after=after, before=before, limit=A_PAGE + 1, at=state.at)
        lines = lines_of(request, connection, found[:A_PAGE], listing, state.at)
        mentioned = [one for one in (filters.review, filters.agency, filters.thing, filters.who) if one]
        names = directory.names(connection, mentioned, at=state.at)
        offered = Offered.of(connection, who.today)
    older = found[A_PAGE - 1].position if len(found) > A_PAGE else None
    return page(
        request,
        "log.html",
        shown=state,
        list=listing,
        lines=lines,
        older=listing.with_words(before=str(older)) if older else "",
        newest=listing.with_words(before="") if before else "",
        filters=filters,
        narrowings=narrowings(listing, filters, names),
        is_narrowed=bool(set(listing.asked) - set(NOT_FILTERS)),
        offered=offered,
        most_offered=MOST_OFFERED,
        mark=mark,
        is_news=is_news,
        marked=marked(lines, mark) if mark and not is_news else None,
        files=list_files("events", listing.asked),
    )


@router.post("/log/seen")
def mark_as_seen(request: Request, who: SignedIn, form: Posted) -> RedirectResponse:
    """Note that this person has seen the log up to the position that the form shows."""
    said = text(form, "position")
    last = request.app.state.store.log.last_position()
    is_one = said.isascii() and said.isdigit() and int(said) <= last
    refuse_if(not is_one, "This form was not complete. Look at the log again, and send it once more.")
    with request.app.state.store.connection() as connection:
        looked.note_looked(connection, who.person, int(said), now=request.app.state.clock())
    return RedirectResponse("/log", 303)


@router.get("/log/{position:int}")
def show_entry(request: Request, position: int) -> HTMLResponse:
    """One event with everything that is known of it."""
    state, log = shown(request), log_of(request)
    entries = log.at([position]) if position < timeline.BEYOND else []
    if not entries:
        raise NotFound(f"There is no entry {position} in the log.")
    if not state.recorded(entries):
        raise NotFound("This was not recorded yet by then.")
    reads(request, entries)
    with request.app.state.views.reading() as connection:
        found = entry_in_full(log, connection, entries[0], at=state.at)
    last = state.at if state.at is not None else log.last_position()
    newer = position + 1 if position < last else None
    return page(request, "entry.html", shown=state, one=found, newer=newer, older=position - 1 or None)


def news(filters: Filters, mark: Seen) -> tuple[Filters, int]:
    """What others recorded after the last look."""
    return mark.of_others(filters), mark.last.position if mark.last else 0


def lines_of(
    request: Request,
    connection: Connection[Any],
    found: Sequence[timeline.Line],
    listing: Listing,
    at: int | None,
) -> list[Line]:
    """Lines of the log in sentences; many events of one request as one line, which opens."""
    log = log_of(request)
    entries = log.at([one.told_by or one.position for one in found])
    reads(request, entries)
    by_position = {one.position: one for one in told(log, connection, entries, linked=True, at=at)}
    lines = []
    for one in found:
        line = by_position[one.told_by or one.position]
        lines.append(of_many(line, one.topics, _opens(listing, one.correlation)) if one.topics else line)
    return lines


def marked(lines: Sequence[Line], mark: Seen) -> int | None:
    """Before which line of the page the mark of what was seen stands; None: not on this page."""
    if mark.last is None or not lines:
        return None
    was_seen = [(line.position or 0) <= mark.last.position for line in lines]
    return was_seen.index(True) if True in was_seen and not was_seen[0] else None


def _opens(listing: Listing, correlation: UUID) -> str:
    kept = {name: value for name, value in listing.asked.items() if name not in NOT_FILTERS}
    return f"{listing.path}?{urlencode({**kept, 'correlation': str(correlation)})}"
