"""What a list or a thing is asked with: when, which page, and for which partnership."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from starlette.datastructures import URL

from domain.clocks import LONDON, end_of_london_day, london_day
from domain.refusals import Refused, refuse_if
from projections import directory
from projections.reading import reached
from projections.sight import own_partnerships


def day_or_moment(text: Any) -> date | datetime:
    """A day, or a moment, as ISO 8601 writes them, in years that have time zones. Raises ValueError."""
    if not isinstance(text, str):
        raise ValueError(NEITHER)  # noqa: TRY004 (only this one is told as what is wrong with a field)
    try:
        found = date.fromisoformat(text) if len(text) <= LENGTH_OF_A_DAY else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(NEITHER) from None
    if found.year not in YEARS:
        raise ValueError(NEITHER)
    return found


NEITHER = "This must be a day, like 2026-03-31, or a moment, like 2026-03-31T09:00:00Z."
YEARS = range(1900, 9999)
LENGTH_OF_A_DAY = len("2026-03-31")
DayOrMoment = Annotated[
    date | datetime,
    PlainValidator(day_or_moment),
    WithJsonSchema({"anyOf": [{"type": "string", "format": one} for one in ("date", "date-time")]}),
]


class AsAt(BaseModel):
    """As at which day or moment; now without it."""

    model_config = ConfigDict(extra="forbid")

    as_at: DayOrMoment | None = Field(
        None,
        description="What was recorded by the end of this day in London, or before this moment.",
    )


class Chosen(AsAt):
    """What the address of a list may say beside its filters and its order."""

    columns: str | None = Field(
        None,
        max_length=1000,
        description="Of a file: only these columns, with commas between. JSON has all of them.",
    )


PARTNERSHIP = Field(None, max_length=60, description="Of this partnership: its code or id.")


class Paged(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=500, description="How many at most.")
    offset: int = Field(0, ge=0, le=1_000_000_000, description="How many to leave out at the beginning.")
    position: int | None = Field(
        None,
        ge=0,
        le=2**62,
        description="The position of the log at which the list began. `next` names it, so that pages fit"
        " together whatever is recorded meanwhile.",
    )


class After(BaseModel):
    """From which position of the log on."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=2**62, description="The last position that is known already.")


class AfterAsAt(After, AsAt):
    """From which position of the log on, and as at when."""


class Following(After):
    """Which page of the log."""

    limit: int = Field(100, ge=1, le=1000, description="How many at most.")


@dataclass(frozen=True)
class Moment:
    """A state of the log: up to the position `at` (None: now), with overdue reckoned on `today`."""

    today: date
    at: int | None = None

    def position(self, request: Request) -> int:
        """The last position that belongs to it: that of the log as it is, where it is now."""
        return self.at if self.at is not None else request.app.state.store.log.last_position()


def reading(request: Request) -> Iterator[Connection[Any]]:
    """One connection to the published views for the whole request."""
    with request.app.state.views.reading() as connection:
        yield connection


Reading = Annotated[Connection[Any], Depends(reading)]


def no_query(request: Request) -> None:
    """Refuse query words where an address takes none (a dependency of commands)."""
    missing = [
        {"type": "extra_forbidden", "loc": ("query", name), "msg": ""} for name in request.query_params
    ]
    if missing:
        raise RequestValidationError(missing)


def no_as_at(sentence: str) -> Any:
    """A dependency of addresses that show no past: it refuses `as_at`, and says why in this sentence."""

    def refuse(request: Request) -> None:
        refuse_if(bool(request.query_params.get("as_at")), sentence, field="as_at")

    return Depends(refuse)


def moment(request: Request, as_at: date | datetime | None, field: str = "as_at") -> Moment:
    """The state to answer from. Refuses what lies in the future, naming the field that says so.

    A moment without a time zone is one in London.
    """
    now: datetime = request.app.state.clock()
    today = london_day(now)
    if as_at is None or as_at == today:
        return Moment(today)
    end = until(as_at)
    day = london_day(end) if isinstance(as_at, datetime) else as_at
    refuse_if(
        day > today or (isinstance(as_at, datetime) and end > now),
        "That lies in the future.",
        field=field,
    )
    return Moment(day, request.app.state.store.log.position_before(end))


def begun(
    request: Request, connection: Connection[Any], asked: Paged, as_at: date | datetime | None
) -> Moment:
    """The state that all pages of a list are read from. Refuses a position that the log has not reached."""
    when = moment(request, as_at)
    if when.at is not None:
        return when
    if asked.position is None:
        return Moment(when.today, reached(connection))
    refuse_if(asked.position > when.position(request), "The log has not come that far.", field="position")
    return Moment(when.today, asked.position)


def until(as_at: date | datetime) -> datetime:
    """The first instant that no longer belongs to a state: the end of a day in London, or the moment."""
    if not isinstance(as_at, datetime):
        return end_of_london_day(as_at)
    return as_at if as_at.tzinfo else as_at.replace(tzinfo=LONDON)


def partnerships(connection: Connection[Any], wanted: str | None) -> list[UUID] | None:
    """The partnership of this code or id, as a filter; all of whoever asks without one. None: no filter.

    Refuses one that is not there.
    """
    if wanted is None:
        return own_partnerships()
    found = [row.id for row in directory.names_of_partnerships(connection, wanted)]
    if not found:
        raise Refused(f"There is no partnership {wanted}.", field="partnership")
    return found


def page(
    request: Request, asked: Paged, rows: Sequence[Any], items: Sequence[Any], position: int | None = None
) -> dict[str, Any]:
    """A page of a list, whose `rows` were asked with one more than the limit, at a position of the log."""
    more = len(rows) > asked.limit
    place = {"offset": asked.offset + asked.limit} | ({"position": position} if position is not None else {})
    following = address(request, **place) if more else None
    return {"items": items[: asked.limit], "next": following}


def feed(
    request: Request, asked: Following, positions: Sequence[int], items: Sequence[Any]
) -> dict[str, Any]:
    """A page of what is ordered by position, whose `positions` were asked with one more than the limit."""
    more = len(positions) > asked.limit
    following = address(request, after=positions[asked.limit - 1]) if more else None
    return {"items": items[: asked.limit], "next": following}


def address(request: Request, **changed: int | UUID) -> str:
    """The address of this request with other query words, at the base address that is set."""
    base = str(request.app.state.settings.base_url)
    query = URL(str(request.url)).include_query_params(**changed).query
    return f"{base}{request.url.path}?{query}"
