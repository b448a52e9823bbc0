"""Every list as a file: its address with `.csv` or `.xlsx` behind it, its query words, all of its rows."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from psycopg import Connection

from api.access import SignedIn
from api.exporting import board as board_columns
from api.exporting import columns
from api.exporting.tables import chosen
from api.offices import may
from api.rest import board, changes, clocks, outbox, reviews, search
from api.rest.answers import problems
from api.rest.files import Form, Sheet, described, in_batches, in_words, state, written
from api.rest.registers import REGISTERS, Register
from api.rest.things import found
from domain.offices import Office

router = APIRouter()

FORMS = (Form.CSV, Form.XLSX)


def of_register(one: Register, form: Form) -> Callable[..., Response]:
    """The endpoint for a list of things as such a file."""

    def take(request: Request, who: SignedIn, asked: Any) -> Response:
        shown, shown_columns = state(request, asked.as_at), chosen(one.columns(asked), asked.columns)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return one.rows(connection, asked, shown.when, limit, offset)

        filled = Sheet(
            one.things.capitalize(), shown_columns, in_batches(request, ask), in_words(request, asked)
        )
        return written(request, who, filled, form, shown)

    take.__annotations__["asked"] = Annotated[one.chosen, Query()]
    return take


def of_search(form: Form) -> Callable[..., Response]:
    """The endpoint for what a search finds as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[search.SearchChosen, Query()]) -> Response:
        shown = state(request, asked.as_at)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return search.search_rows(connection, asked, shown.when.at, limit, offset)

        filled = Sheet("Search", columns.FOUND, in_batches(request, ask), in_words(request, asked))
        return written(request, who, filled, form, shown)

    return take


def of_changes(form: Form) -> Callable[..., Response]:
    """The endpoint for what changed between two moments as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[changes.ChangesChosen, Query()]) -> Response:
        shown = state(request, None)
        span = changes.span(request, asked, shown.when)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return changes.change_rows(connection, asked, span, limit, offset)

        filled = Sheet("Changes", columns.CHANGES, in_batches(request, ask), in_words(request, asked))
        return written(request, who, filled, form, shown)

    return take


def of_questions(form: Form) -> Callable[..., Response]:
    """The endpoint for the questions of a review as such a file."""

    def take(
        request: Request, who: SignedIn, identity: UUID, asked: Annotated[reviews.QuestionsAsked, Query()]
    ) -> Response:
        shown = state(request, asked.as_at)
        with request.app.state.views.reading() as connection:
            review = found(connection, "reviews", identity, shown.when)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return reviews.question_rows(connection, identity, asked, shown.when)[offset:][:limit]

        title = f"Questions of review {review.reference}"
        filled = Sheet(title, columns.QUESTIONS, in_batches(request, ask), in_words(request, asked))
        return written(request, who, filled, form, shown)

    return take


def of_clocks(form: Form) -> Callable[..., Response]:
    """The endpoint for the clocks of reviews as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[clocks.ClocksChosen, Query()]) -> Response:
        shown, shown_columns = state(request, asked.as_at), chosen(columns.CLOCKS, asked.columns)

        def ask(connection: Connection[Any], limit: int, offset: int) -> Sequence[Any]:
            return clocks.clock_rows(connection, asked, shown.when, limit, offset)

        filled = Sheet("Clocks", shown_columns, in_batches(request, ask), in_words(request, asked))
        return written(request, who, filled, form, shown)

    return take


def of_board(form: Form) -> Callable[..., Response]:
    """The endpoint for the figures of the board as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[board.BoardChosen, Query()]) -> Response:
        shown = state(request, asked.as_at)
        with request.app.state.views.reading() as connection:
            found, _ = board.counted(connection, asked, shown.when)
        rows = board_columns.rows(found)
        return written(
            request, who, Sheet("Board", board_columns.BOARD, rows, in_words(request, asked)), form, shown
        )

    return take


def of_outbox(form: Form) -> Callable[..., Response]:
    """The endpoint for the outbox as such a file."""

    def take(request: Request, who: SignedIn, asked: Annotated[outbox.OutboxChosen, Query()]) -> Response:
        with request.app.state.views.reading() as connection:
            people, numbers = outbox.named(connection)
        rows = outbox.every_mail(request, who, asked.after)
        filled = Sheet("Outbox", columns.outbox(people, numbers), rows, in_words(request, asked))
        return written(request, who, filled, form, state(request, None))

    return take


def add(
    path: str,
    form: Form,
    endpoint: Callable[..., Response],
    what: str,
    to: APIRouter = router,
    *,
    beside: Sequence[Any] = (),
) -> None:
    """Give a file its address; `beside` are further dependencies."""
    name = path.replace("/{identity}", "").strip("/").replace("/", "-")
    to.add_api_route(
        f"{path}.{form}",
        endpoint,
        methods=["GET"],
        dependencies=beside,
        response_class=Response,
        responses={**described(form), **problems(*([404] if "{" in path else []))},
        summary=f"Take {name.replace('-', ' ')} as {form.upper()}",
        description=what,
        operation_id=f"{name}-{form}",
        tags=[path.split("/")[1]],
    )


for each in FORMS:
    for register in REGISTERS:
        add(f"/{register.things}", each, of_register(register, each), "All of the list as a file.")
    add("/board", each, of_board(each), "The figures of the board by lead agency, and of all, as a file.")
    add("/search", each, of_search(each), "All that a search finds as a file.")
    between = "All that changed between two moments as a file."
    add("/changes", each, of_changes(each), between, beside=[changes.NO_AS_AT])
    add("/reviews/{identity}/questions", each, of_questions(each), "All questions of a review as a file.")
    add("/clocks", each, of_clocks(each), "All clocks of reviews as a file.")
    mail = "All mail, and what became of it, as a file."
    add("/outbox", each, of_outbox(each), mail, beside=[may(Office.OUTBOX), outbox.NO_AS_AT])
