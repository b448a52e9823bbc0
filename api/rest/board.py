"""The board as JSON: each figure with the address of the list that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from psycopg import Connection
from pydantic import create_model

from api.rest.answers import JSON, PREFIX, problems
from api.rest.asking import PARTNERSHIP, AsAt, Moment, Reading, moment, partnerships
from api.rest.examples import AGENCY
from api.rest.shapes import Shape
from projections import board
from projections.board import LISTS, Counts, OfAgency

router = APIRouter(tags=["board"], responses=problems())

QUERIES: Final[Mapping[str, str]] = {
    name: urlencode(
        {
            word: str(value).lower() if isinstance(value, bool) else value
            for word, value in asdict(filters).items()
            if value is not None
        }
    )
    for name, filters in LISTS.items()
}
"""The query words of each list, once for all: a board of many agencies has hundreds of figures."""


class Figure(Shape):
    """A figure of the board: how many there are, and the address of the list of just these."""

    number: int
    list: str


FiguresOfBoard = create_model(
    "FiguresOfBoard",
    __base__=Shape,
    __doc__="The figures of the board, each by the name of what it counts. Ages and moves are in days.",
    **dict.fromkeys(LISTS, (Figure, ...)),  # type: ignore[call-overload]
)


class AgencyOnBoard(Shape):
    """What an agency leads; without an id, what no agency leads. `longest` in days overdue."""

    agency: UUID | None
    agency_name: str | None
    longest: int
    figures: FiguresOfBoard  # type: ignore[valid-type]


class BoardOfDay(Shape):
    """The board of a day, over all and by lead agency. `longest` in days overdue."""

    day: date
    longest: int
    figures: FiguresOfBoard  # type: ignore[valid-type]
    reviews_with_questions: Figure
    agencies: list[AgencyOnBoard]


class BoardChosen(AsAt):
    """Which board."""

    partnership: str | None = PARTNERSHIP


@dataclass(frozen=True)
class Addresses:
    """Where figures lead: to lists at the base address, all with the query words of the board."""

    base: str
    words: str = ""

    def of(self, things: str, *narrower: str) -> str:
        """The address of a list; `narrower` are further query words."""
        query = "&".join(one for one in (*narrower, self.words) if one)
        return f"{self.base}{PREFIX}/{things}" + (f"?{query}" if query else "")

    def figures(self, counts: Counts, *narrower: str) -> dict[str, Figure]:
        """All figures of these counts."""
        return {
            name: Figure(number=getattr(counts, name), list=self.of("actions", query, *narrower))
            for name, query in QUERIES.items()
        }

    def of_agency(self, one: OfAgency) -> dict[str, Any]:
        """What an agency leads, as JSON."""
        return {
            "agency": one.agency,
            "agency_name": one.name or None,
            "longest": one.longest,
            "figures": self.figures(one.counts, led_by(one)),
        }

    def of_day(self, day: date, found: board.Board, asking: int) -> BoardOfDay:
        """A board as JSON; `asking` are the reviews with open questions."""
        return BoardOfDay.model_validate(
            {
                "day": day,
                "longest": found.longest,
                "figures": self.figures(found.counts),
                "reviews_with_questions": Figure(number=asking, list=self.of("reviews", "questions=true")),
                "agencies": [self.of_agency(one) for one in found.agencies],
            }
        )


def led_by(one: OfAgency) -> str:
    """The query word of the actions that an agency, or none, leads."""
    return f"lead={one.agency}" if one.agency else "without_lead=true"


def example() -> Any:
    """A board as it may look, with the addresses that lead from it."""
    counts = Counts(
        actions=12, open=8, overdue=1, newly_overdue=1, overdue_to_30=1, not_moved=12, green=11, red=1
    )
    found = board.Board([OfAgency(UUID(AGENCY), "Westonbury Council", 14, counts)], counts)
    shown = Addresses("https://tracker.example.org").of_day(date(2026, 3, 2), found, 1)
    return shown.model_dump(mode="json")


def counted(
    connection: Connection[Any], asked: BoardChosen, when: Moment
) -> tuple[board.Board, Sequence[Any]]:
    """The figures that are asked for, and the reviews with open questions."""
    whose = partnerships(connection, asked.partnership)
    return (
        board.figures(connection, partnerships=whose, today=when.today, at=when.at),
        board.questions(connection, partnerships=whose, at=when.at),
    )


@router.get(
    "/board",
    summary="Get the board",
    response_model=BoardOfDay,
    responses={200: {"content": {JSON: {"example": example()}}}},
)
def show_board(request: Request, connection: Reading, asked: Annotated[BoardChosen, Query()]) -> Any:
    """The figures of the board, over all and by lead agency, each with the address of the list it counts."""
    when = moment(request, asked.as_at)
    found, asking = counted(connection, asked, when)
    base = str(request.app.state.settings.base_url)
    return Addresses(base, str(request.query_params)).of_day(when.today, found, len(asking))
