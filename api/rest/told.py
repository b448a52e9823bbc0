"""What is ordered by its position in the log, as files: events, timelines, histories and imports."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from psycopg import Connection

from api.access import SignedIn, log_of
from api.exporting import columns
from api.exporting.columns import HistoryLine, history_lines
from api.rest import events, imports, lists, reviews
from api.rest.asking import AsAt
from api.rest.files import BATCH, Form, Sheet, in_words, state, written
from api.rest.histories import KINDS, history_of
from api.rest.things import found
from domain.store.log import LogEntry
from projections.before_and_after import before_and_after
from projections.directory import names
from projections.sentences import mentioned

Batch = Callable[[Connection[Any], int], Sequence[Any]]
"""The next rows, which know their position, after a position of the log."""

router = APIRouter()


def of_events(form: Form) -> Callable[..., Response]:
    """The endpoint for the log as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[events.EventsChosen, Query()]) -> Response:
        shown = state(request, asked.as_at)

        def ask(connection: Connection[Any], after: int) -> Sequence[HistoryLine]:
            at = shown.when.at
            found = events.entries(request, connection, asked, at=at, after=after, limit=BATCH)
            return lines(request, connection, found, at)

        rows = followed(request, ask, asked.after)
        filled = Sheet("Events", columns.HISTORY, rows, in_words(request, asked))
        return written(request, who, filled, form, shown)

    return take


def of_timeline(form: Form) -> Callable[..., Response]:
    """The endpoint for the timeline of a review as such a file."""

    def take(
        request: Request, who: SignedIn, identity: UUID, asked: Annotated[reviews.TimelineChosen, Query()]
    ) -> Response:
        shown = state(request, asked.as_at)
        with request.app.state.views.reading() as connection:
            review = found(connection, "reviews", identity, shown.when)

        def ask(connection: Connection[Any], after: int) -> Sequence[HistoryLine]:
            entries = reviews.timeline_entries(
                request, connection, identity, after=after, limit=BATCH, at=shown.when.at
            )
            return lines(request, connection, entries, shown.when.at)

        title = f"Timeline of review {review.reference}"
        rows = followed(request, ask, asked.after)
        return written(
            request, who, Sheet(title, columns.HISTORY, rows, in_words(request, asked)), form, shown
        )

    return take


def of_history(things: str, form: Form) -> Callable[..., Response]:
    """The endpoint for the history of such a thing as such a file."""

    def take(request: Request, who: SignedIn, identity: UUID, asked: Annotated[AsAt, Query()]) -> Response:
        shown = state(request, asked.as_at)
        entries = history_of(request, things, identity, shown.when.at)
        with request.app.state.views.reading() as connection:
            known = names(connection, {identity}, at=shown.when.at)
            rows = lines(request, connection, entries, shown.when.at)
        # A person's name stays out of the name of a file.
        name = "a person" if things == "people" else known.get(identity, "")
        filled = Sheet(f"History of {name}", columns.HISTORY, rows, [])
        return written(request, who, filled, form, shown)

    return take


def of_imports(form: Form) -> Callable[..., Response]:
    """The endpoint for the imports as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[imports.ImportsChosen, Query()]) -> Response:
        shown = state(request, asked.as_at)

        def ask(connection: Connection[Any], after: int) -> Sequence[Any]:
            return imports.imported(request, connection, asked, at=shown.when.at, after=after, limit=BATCH)

        rows = followed(request, ask, asked.after)
        return written(
            request, who, Sheet("Imports", columns.IMPORTS, rows, in_words(request, asked)), form, shown
        )

    return take


def lines(
    request: Request, connection: Connection[Any], entries: Sequence[LogEntry], at: int | None = None
) -> list[HistoryLine]:
    """Entries of the log in sentences, before and after each, with the names of a position."""
    sides = before_and_after(log_of(request), connection, entries, at=at)
    return list(history_lines(entries, names(connection, mentioned(entries), at=at), sides))


def followed(request: Request, ask: Batch, after: int) -> Iterator[Any]:
    """All rows after a position, batch by batch, each with a connection of its own."""
    while True:
        with request.app.state.views.reading() as connection:
            rows = ask(connection, after)
        yield from rows
        if len(rows) < BATCH:
            return
        after = rows[-1].position


for each in lists.FORMS:
    add = partial(lists.add, form=each, to=router)
    add("/events", endpoint=of_events(each), what="All of these events, told in sentences, as a file.")
    add("/imports", endpoint=of_imports(each), what="All imports as a file.")
    add(
        "/reviews/{identity}/timeline",
        endpoint=of_timeline(each),
        what="All of the timeline of a review, told in sentences, as a file.",
    )
    for kind in KINDS:
        add(
            f"/{kind}/{{identity}}/history",
            endpoint=of_history(kind, each),
            what="All of the history, told in sentences, as a file.",
        )
