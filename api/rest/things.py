"""One thing as JSON, as it stands or stood: asked by its page, and after every change of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from psycopg import Connection

from api.noting import reads
from api.rest import shapes
from api.rest.asking import Moment, moment
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import actions, directory, reviews
from projections.actions import ActionSeen

Asked = tuple[Connection[Any], date | datetime | None]
"""Where to read, and as at when."""


def action_of(seen: ActionSeen) -> shapes.Action:
    """An action as JSON."""
    reckoned = {"overdue": seen.overdue, "days_overdue": seen.days_overdue, "rag": seen.rag}
    return shapes.Action.model_validate(seen.row._asdict() | reckoned)


def agencies_of(connection: Connection[Any], rows: Sequence[Any], at: int | None) -> list[shapes.Agency]:
    """Agencies as JSON, with their contacts."""
    return [shapes.Agency.model_validate(one) for one in _with_contacts(connection, rows, "agency", at)]


def people_of(connection: Connection[Any], rows: Sequence[Any], at: int | None) -> list[shapes.Person]:
    """People as JSON, with whom they answer for."""
    return [shapes.Person.model_validate(one) for one in _with_contacts(connection, rows, "person", at)]


def _with_contacts(
    connection: Connection[Any], rows: Sequence[Any], whose: str, at: int | None
) -> list[dict[str, Any]]:
    only = {whose: rows[0].id} if len(rows) == 1 else {}
    held = directory.contacts(connection, at=at, **only)
    return [
        row._asdict() | {"contacts": [one for one in held if getattr(one, whose) == row.id]} for row in rows
    ]


def _action(connection: Connection[Any], identity: UUID, when: Moment) -> shapes.Action | None:
    seen = actions.one(connection, identity, today=when.today, at=when.at)
    return action_of(seen) if seen else None


def _review(connection: Connection[Any], identity: UUID, when: Moment) -> shapes.Review | None:
    rows = reviews.listed(connection, today=when.today, identity=identity, limit=1, at=when.at)
    return shapes.Review.model_validate(rows[0]) if rows else None


def _recommendation(
    connection: Connection[Any], identity: UUID, when: Moment
) -> shapes.Recommendation | None:
    rows = reviews.recommendations(connection, identity=identity, limit=1, at=when.at)
    return shapes.Recommendation.model_validate(rows[0]) if rows else None


def _agency(connection: Connection[Any], identity: UUID, when: Moment) -> shapes.Agency | None:
    rows = directory.agencies(connection, today=when.today, identity=identity, limit=1, at=when.at)
    return agencies_of(connection, rows, when.at)[0] if rows else None


def _person(connection: Connection[Any], identity: UUID, when: Moment) -> shapes.Person | None:
    rows = directory.people(connection, identity=identity, limit=1, at=when.at)
    return people_of(connection, rows, when.at)[0] if rows else None


def _partnership(connection: Connection[Any], identity: UUID, when: Moment) -> shapes.Partnership | None:
    rows = directory.partnerships(connection, identity=identity, at=when.at)
    return shapes.Partnership.model_validate(rows[0]) if rows else None


FIND: Mapping[str, Callable[[Connection[Any], UUID, Moment], Any]] = {
    "actions": _action,
    "reviews": _review,
    "recommendations": _recommendation,
    "agencies": _agency,
    "people": _person,
    "partnerships": _partnership,
}
SHAPES: Mapping[str, type[shapes.Shape]] = {
    "actions": shapes.Action,
    "reviews": shapes.Review,
    "recommendations": shapes.Recommendation,
    "agencies": shapes.Agency,
    "people": shapes.Person,
    "partnerships": shapes.Partnership,
}


def found(connection: Connection[Any], things: str, identity: UUID, when: Moment) -> Any:
    """The thing at that moment. Raises NotFound."""
    thing = FIND[things](connection, identity, when)
    if thing is None:
        raise NotFound(NOTHING)
    return thing


def shown(request: Request, response: Response, things: str, identity: UUID, asked: Asked) -> Any:
    """The thing, with its version as ETag where it is the present one."""
    connection, as_at = asked
    when = moment(request, as_at)
    thing = found(connection, things, identity, when)
    reads(request, [thing], review=identity if things == "reviews" else None)
    if when.at is None:
        response.headers["ETag"] = f'"{thing.version}"'
    return thing
