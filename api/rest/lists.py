"""Every list as a file: its address with `.csv` or `.xlsx` behind it, its query words, all of its rows."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from psycopg import Connection

from api.access import SignedIn
from api.exporting import columns
from api.exporting.columns import HistoryLine, history_lines
from api.exporting.tables import chosen
from api.rest import events, reviews
from api.rest.answers import problems
from api.rest.asking import After, moment, no_query
from api.rest.files import BATCH, Form, Sheet, described, in_batches, in_words, state, written
from api.rest.histories import KINDS, history_of
from api.rest.registers import REGISTERS, Register
from api.rest.things import found
from domain.store.log import LogEntry
from projections.directory import names
from projections.sentences import mentioned

router = APIRouter()

FORMS = (Form.CSV, Form.XLSX)
Batch = Callable[[Connection[Any], int], Sequence[LogEntry]]
"""The next entries of the log after a position."""


def of_register(one: Register, form: Form) -> Callable[..., Response]:
    """The endpoint for a list of things as such a file."""

    def take(request: Request, who: SignedIn, asked: Any) -> Response:
        shown, shown_columns = state(request, asked.as_at), chosen(one.columns(asked), asked.columns)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return one.rows(connection, asked, shown.when, limit, offset)

        rows = in_batches(request, ask)
        sheet = Sheet(one.things.capitalize(), shown_columns, rows, in_words(request, asked))
        return written(who, sheet, form, shown)

    take.__annotations__["asked"] = Annotated[one.chosen, Query()]
    return take


def of_events(form: Form) -> Callable[..., Response]:
    """The endpoint for the log as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[events.EventsChosen, Query()]) -> Response:
        def ask(connection: Connection[Any], after: int) -> Sequence[LogEntry]:
            return events.entries(request, connection, asked, after, BATCH)

        sheet = Sheet("Events", columns.HISTORY, _told(request, ask, asked.after), in_words(request, asked))
        return written(who, sheet, form, state(request, None))

    return take


def of_timeline(form: Form) -> Callable[..., Response]:
    """The endpoint for the timeline of a review as such a file."""

    def take(request: Request, who: SignedIn, identity: UUID, asked: Annotated[After, Query()]) -> Response:
        with request.app.state.views.reading() as connection:
            review = found(connection, "reviews", identity, moment(request, None))

        def ask(connection: Connection[Any], after: int) -> Sequence[LogEntry]:
            return reviews.timeline_entries(request, connection, identity, after, BATCH)

        title = f"Timeline of review {review.reference}"
        sheet = Sheet(title, columns.HISTORY, _told(request, ask, asked.after), in_words(request, asked))
        return written(who, sheet, form, state(request, None))

    return take


def of_history(things: str, form: Form) -> Callable[..., Response]:
    """The endpoint for the history of such a thing as such a file."""

    def take(request: Request, who: SignedIn, identity: UUID) -> Response:
        entries = history_of(request, things, identity)
        with request.app.state.views.reading() as connection:
            known = names(connection, {identity, *mentioned(entries)})
        # A person's name stays out of the name of a file.
        name = "a person" if things == "people" else known.get(identity, "")
        sheet = Sheet(f"History of {name}", columns.HISTORY, history_lines(entries, known), [])
        return written(who, sheet, form, state(request, None))

    return take


def _told(request: Request, ask: Batch, after: int) -> Iterator[HistoryLine]:
    """Entries of the log, batch by batch, in sentences."""
    while True:
        with request.app.state.views.reading() as connection:
            entries = ask(connection, after)
            known = names(connection, mentioned(entries))
        yield from history_lines(entries, known)
        if len(entries) < BATCH:
            return
        after = entries[-1].position


def _add(path: str, form: Form, endpoint: Callable[..., Response], what: str, *, query: bool = True) -> None:
    tag = path.split("/")[1]
    name = path.replace("/{identity}", "").strip("/").replace("/", "-")
    router.add_api_route(
        f"{path}.{form}",
        endpoint,
        methods=["GET"],
        response_class=Response,
        responses={**described(form), **problems(*([404] if "{" in path else []))},
        dependencies=[] if query else [Depends(no_query)],
        summary=f"Take {name.replace('-', ' ')} as {form.upper()}",
        description=what,
        operation_id=f"{name}-{form}",
        tags=[tag],
    )


for each in FORMS:
    for register in REGISTERS:
        _add(f"/{register.things}", each, of_register(register, each), "All of the list as a file.")
    _add("/events", each, of_events(each), "All of these events, told in sentences, as a file.")
    _add("/reviews/{identity}/timeline", each, of_timeline(each), "All of the timeline as a file.")
    for kind in KINDS:
        history = partial(of_history, kind)
        _add(
            f"/{kind}/{{identity}}/history", each, history(each), "All of the history as a file.", query=False
        )
