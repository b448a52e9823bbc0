"""What comes as a file: what it is called, what it says of itself, and rows that come in batches."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, count, islice
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from psycopg import Connection
from pydantic import BaseModel

from api.access import Who
from api.access_log import Entry
from api.exporting.tables import Band, Column, as_csv, as_xlsx
from api.noting import goes_on, takes
from api.rest.asking import Moment, moment, until
from domain.clocks import LONDON
from domain.refusals import Refused
from projections import directory

BATCH: Final = 4_000
"""Rows that are in memory at once. Each batch passes over those before it, so few of them are fast."""
MOST_IN_EXCEL: Final = 1_048_575
"""Rows of a sheet of Excel below the headings."""


class Form(StrEnum):
    """The kinds of files, by the end of the name."""

    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES: Final = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PDF: "application/pdf",
}


@dataclass(frozen=True)
class State:
    """The state that a file shows. `at` is always a position; `as_at` is None for the present."""

    when: Moment
    as_at: datetime | None
    made_at: datetime

    @property
    def name(self) -> str:
        """The state as it stands in the name of a file."""
        if self.as_at is None:
            return f"{self.when.today}"
        return f"as-at-{self.as_at.astimezone(LONDON):%Y-%m-%d-%H%M}"


@dataclass(frozen=True)
class Sheet:
    """A list to be written as a file."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    filters: Sequence[str]


def state(request: Request, as_at: date | datetime | None) -> State:
    """The state at which a file is read from its first row to its last, whatever is recorded meanwhile."""
    wanted, app = moment(request, as_at), request.app.state
    now: datetime = app.clock()
    if wanted.at is not None and as_at is not None:
        end = until(as_at)
        # The last minute that belongs to a day says more than midnight.
        said = end if isinstance(as_at, datetime) else end - timedelta(minutes=1)
        return State(wanted, said, now)
    position = wanted.position(request)
    app.views.wait_for(position, timeout=1.0)
    return State(Moment(wanted.today, position), None, now)


def in_batches(request: Request, ask: Callable[[Connection[Any], int, int], Sequence[Any]]) -> Iterator[Any]:
    """All rows of a list that is asked with connection, limit and offset, at one position of the log.

    Each batch has a connection of its own: however slowly the file is taken, nothing is held meanwhile, and
    what a rebuild has published stands in the next batch exactly as it stood in the one before.
    """
    for offset in count(0, BATCH):
        with request.app.state.views.reading() as connection:
            rows = ask(connection, BATCH, offset)
        yield from rows
        if len(rows) < BATCH:
            return


def written(request: Request, who: Who, sheet: Sheet, form: Form, shown: State) -> Response:
    """The list as a file: CSV as its rows come, Excel once it is whole."""
    rows = taken(request, form, sheet.rows)
    if form is Form.XLSX:
        band = band_of(who, sheet.title, shown, sheet.filters)
        content = as_xlsx(sheet.columns, _fitting(rows), title=sheet.title, band=band)
        return _whole(content, sheet.title, form, shown)
    pieces = as_csv(sheet.columns, rows)
    # What goes wrong at once is still told as a problem, not as a file that breaks off.
    first = next(pieces)
    return StreamingResponse(
        chain([first], pieces), media_type=MEDIA_TYPES[form], headers=_named(sheet.title, form, shown)
    )


def taken(request: Request, form: str, rows: Iterable[Any]) -> Iterator[Any]:
    """The rows of a file, which are noted in the access log, batch by batch, before they go."""
    coming = iter(rows)
    first = list(islice(coming, BATCH))
    return chain(first, _further(request, takes(request, form, first), coming))


def _further(request: Request, begun: Entry, coming: Iterator[Any]) -> Iterator[Any]:
    while rows := list(islice(coming, BATCH)):
        goes_on(request, begun, rows)
        yield from rows


def sent(
    request: Request, content: bytes, title: str, form: Form, shown: State, *, rows: Collection[Any] = ()
) -> Response:
    """A whole file, which is noted in the access log with the rows that are in it."""
    takes(request, form, rows)
    return _whole(content, title, form, shown)


def _whole(content: bytes, title: str, form: Form, shown: State) -> Response:
    return Response(content, media_type=MEDIA_TYPES[form], headers=_named(title, form, shown))


def band_of(who: Who, title: str, shown: State, filters: Sequence[str] = ()) -> Band:
    """What the file says of itself; who made it by post alone."""
    post = ", ".join(part for part in (who.post, who.agency) if part)
    return Band(title, filters, shown.as_at, shown.made_at, post or "A person without a post")


def in_words(request: Request, asked: BaseModel) -> list[str]:
    """The filters of a request as people read them, things by their names."""
    said = asked.model_dump(exclude_defaults=True, exclude={"as_at", "columns"})
    ids = [one for one in said.values() if isinstance(one, UUID)]
    with request.app.state.views.reading() as connection:
        names = directory.names(connection, ids)
    if order := said.pop("sort", ""):
        said["order"] = f"{order.lstrip('-').replace('_', ' ')}, {'falling' if order[0] == '-' else 'rising'}"
    return [f"{name.replace('_', ' ').capitalize()}: {_word(value, names)}" for name, value in said.items()]


def described(form: Form) -> dict[int | str, dict[str, Any]]:
    """A file as the OpenAPI document describes it."""
    media_type = MEDIA_TYPES[form].partition(";")[0]
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "The file", "content": {media_type: {"schema": schema}}}}


def _word(value: Any, names: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(str(one) for one in value)
        case UUID():
            return str(names.get(value, value))
        case _:
            return str(value)


def _fitting(rows: Iterable[Any]) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_IN_EXCEL:
            raise Refused(f"Excel holds {MOST_IN_EXCEL:,} rows, and this has more: take it as CSV.")
        yield row


def _named(title: str, form: Form, shown: State) -> dict[str, str]:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower() or "list"
    return {"Content-Disposition": f'attachment; filename="{plain}-{shown.name}.{form}"'}
