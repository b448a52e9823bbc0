"""The directory: agencies, people and partnerships."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import AsAt, Chosen, Moment, Paged, Reading, moment, page
from api.rest.shapes import Agency, Partnership, Person, listed
from api.rest.things import agencies_of, people_of, shown
from projections import directory

router = APIRouter(responses=problems(404))

At = Annotated[AsAt, Query()]


class AgenciesChosen(Chosen):
    """Which agencies."""

    words: str | None = Field(None, max_length=200, description="With these words in a name or an alias.")


class AgenciesAsked(AgenciesChosen, Paged):
    """A page of these."""


class PeopleChosen(Chosen):
    """Which people."""

    agency: UUID | None = Field(None, description="In this agency.")


class PeopleAsked(PeopleChosen, Paged):
    """A page of these."""


def agency_rows(
    connection: Connection[Any], asked: AgenciesChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the agencies that are asked for."""
    return directory.agencies(
        connection, today=when.today, words=asked.words, limit=limit, offset=offset, at=when.at
    )


def people_rows(
    connection: Connection[Any], asked: PeopleChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the people that are asked for."""
    return directory.people(connection, agency=asked.agency, limit=limit, offset=offset, at=when.at)


@router.get("/agencies", response_model=listed(Agency), tags=["agencies"])
def list_agencies(request: Request, connection: Reading, asked: Annotated[AgenciesAsked, Query()]) -> Any:
    """Agencies by name."""
    when = moment(request, asked.as_at)
    rows = agency_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, agencies_of(connection, rows, when.at))


@router.get("/agencies/{identity}", response_model=Agency, tags=["agencies"])
def one_agency(request: Request, response: Response, identity: UUID, connection: Reading, asked: At) -> Any:
    """One agency."""
    return shown(request, response, "agencies", identity, (connection, asked.as_at))


@router.get("/people", response_model=listed(Person), tags=["people"])
def list_people(request: Request, connection: Reading, asked: Annotated[PeopleAsked, Query()]) -> Any:
    """People by name, those who have left last."""
    when = moment(request, asked.as_at)
    rows = people_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, people_of(connection, rows, when.at))


@router.get("/people/{identity}", response_model=Person, tags=["people"])
def one_person(request: Request, response: Response, identity: UUID, connection: Reading, asked: At) -> Any:
    """One person."""
    return shown(request, response, "people", identity, (connection, asked.as_at))


@router.get("/partnerships", response_model=listed(Partnership), tags=["partnerships"])
def list_partnerships(request: Request, connection: Reading, asked: At) -> Any:
    """All partnerships by name."""
    return {"items": directory.partnerships(connection, at=moment(request, asked.as_at).at), "next": None}


@router.get("/partnerships/{identity}", response_model=Partnership, tags=["partnerships"])
def one_partnership(
    request: Request, response: Response, identity: UUID, connection: Reading, asked: At
) -> Any:
    """One partnership, with its rules."""
    return shown(request, response, "partnerships", identity, (connection, asked.as_at))
