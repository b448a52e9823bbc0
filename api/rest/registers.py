"""The lists of things as JSON, and each thing by its id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from psycopg import Connection
from pydantic import create_model

from api.exporting import columns
from api.exporting.tables import Column
from api.noting import reads
from api.rest import actions, directory, reviews
from api.rest.answers import problems, with_version
from api.rest.asking import AsAt, Chosen, Moment, Paged, Reading, begun, page
from api.rest.shapes import listed
from api.rest.things import SHAPES, action_of, agencies_of, people_of, shown

router = APIRouter()

Rows = Callable[[Connection[Any], Any, Moment, int, int], Sequence[Any]]
Shaped = Callable[[Connection[Any], Sequence[Any], int | None], Sequence[Any]]


def as_they_are(_: Connection[Any], rows: Sequence[Any], __: int | None) -> Sequence[Any]:
    """Rows that have the words of their shape already."""
    return rows


def shaped_actions(_: Connection[Any], rows: Sequence[Any], __: int | None) -> Sequence[Any]:
    """Actions with what is reckoned of them."""
    return [action_of(one) for one in rows]


def action_columns(asked: actions.ActionsChosen) -> Sequence[Column]:
    """The overdue list has its own, unless the address names others."""
    return columns.OVERDUE if asked.overdue and not asked.columns else columns.ACTIONS


@dataclass(frozen=True)
class Register:
    """A list of things: what it takes, its rows, how these look as JSON, and their columns in a file."""

    things: str
    one: str
    what: str
    chosen: type[Chosen]
    rows: Rows
    columns: Callable[[Any], Sequence[Column]]
    shaped: Shaped = as_they_are


REGISTERS = (
    Register(
        "reviews",
        "a review",
        "Reviews by partnership and reference.",
        reviews.ReviewsChosen,
        reviews.review_rows,
        lambda _: columns.REVIEWS,
    ),
    Register(
        "recommendations",
        "a recommendation",
        "Recommendations, in the order in which people read their labels.",
        reviews.RecommendationsChosen,
        reviews.recommendation_rows,
        lambda _: columns.RECOMMENDATIONS,
    ),
    Register(
        "actions",
        "an action",
        "Actions with their colours. What is overdue: `?overdue=true`.",
        actions.ActionsChosen,
        actions.rows,
        action_columns,
        shaped_actions,
    ),
    Register(
        "agencies",
        "an agency",
        "Agencies by name.",
        directory.AgenciesChosen,
        directory.agency_rows,
        lambda _: columns.AGENCIES,
        agencies_of,
    ),
    Register(
        "people",
        "a person",
        "People by name, those who have left last.",
        directory.PeopleChosen,
        directory.people_rows,
        lambda _: columns.PEOPLE,
        people_of,
    ),
    Register(
        "partnerships",
        "a partnership",
        "All partnerships by name, with their rules.",
        Chosen,
        directory.partnership_rows,
        lambda _: columns.PARTNERSHIPS,
    ),
)


def listing(register: Register) -> Callable[..., Any]:
    """The endpoint for a page of the list."""

    def show(request: Request, connection: Reading, asked: Any) -> Any:
        when = begun(request, connection, asked, asked.as_at)
        rows = register.rows(connection, asked, when, asked.limit + 1, asked.offset)
        reads(request, rows[: asked.limit])
        items = register.shaped(connection, rows[: asked.limit], when.at)
        return page(request, asked, rows, items, when.at)

    model = create_model(f"{register.things.capitalize()}Asked", __base__=(register.chosen, Paged))
    show.__annotations__["asked"] = Annotated[model, Query()]
    return show


def one_of(things: str) -> Callable[..., Any]:
    """The endpoint for one thing."""

    def show(
        request: Request,
        response: Response,
        identity: UUID,
        connection: Reading,
        asked: Annotated[AsAt, Query()],
    ) -> Any:
        return shown(request, response, things, identity, (connection, asked.as_at))

    return show


def add(register: Register) -> None:
    """Give a list, and each of its things, an address."""
    things, shape = register.things, SHAPES[register.things]
    router.add_api_route(
        f"/{things}",
        listing(register),
        response_model=listed(shape),
        responses=problems(),
        summary=f"List {things}",
        description=register.what,
        operation_id=f"{things}-list",
        tags=[things],
    )
    router.add_api_route(
        f"/{things}/{{identity}}",
        one_of(things),
        response_model=shape,
        responses={**with_version(), **problems(404)},
        summary=f"Get {register.one}",
        description=f"{register.one.capitalize()}, as it is or was. As it is now, `ETag` is its version.",
        operation_id=f"{things}-one",
        tags=[things],
    )


for each in REGISTERS:
    add(each)
