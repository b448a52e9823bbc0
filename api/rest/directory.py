"""The directory: agencies, people and partnerships."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from psycopg import Connection
from pydantic import Field

from api.rest.answers import problems
from api.rest.asking import AsAt, Chosen, Moment, Paged, Reading, moment, page
from api.rest.shapes import Agency, Partnership, Person, listed
from api.rest.things import agencies_of, people_of, shown
from domain.vocabulary import Role
from projections import directory

router = APIRouter(responses=problems(404))

At = Annotated[AsAt, Query()]
PeopleOrder = Literal[
    "name", "-name", "post", "-post", "agency", "-agency", "email", "-email", "has_left", "-has_left"
]


class AgenciesChosen(Chosen):
    """Which agencies."""

    open: bool | None = Field(None, description="Only those that lead open actions, or only the others.")
    overdue: bool | None = Field(
        None, description="Only those that lead overdue actions, or only the others."
    )
    words: str | None = Field(None, max_length=200, description="With these words in a name or an alias.")
    sort: Literal["name", "-name"] | None = Field(
        None, description="By name; with `-` from Z to A. There are no league tables."
    )


class AgenciesAsked(AgenciesChosen, Paged):
    """A page of these."""


class PeopleChosen(Chosen):
    """Which people, and in which order."""

    agency: UUID | None = Field(None, description="In this agency.")
    role: Role | None = Field(None, description="With this role in a partnership.")
    mail: bool | None = Field(None, description="Only those with an e-mail address, or only the others.")
    has_left: bool | None = Field(None, description="Only those who have left, or only the others.")
    words: str | None = Field(None, max_length=200, description="With these words in name, address or post.")
    sort: PeopleOrder | None = Field(None, description="By what they are ordered; `-` turns it round.")


class PeopleAsked(PeopleChosen, Paged):
    """A page of these."""


def agencies_chosen(asked: AgenciesChosen) -> directory.Agencies:
    """The filters of what is asked for."""
    return directory.Agencies(open=asked.open, overdue=asked.overdue, words=asked.words)


def agency_rows(
    connection: Connection[Any], asked: AgenciesChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the agencies that are asked for."""
    return directory.chosen_agencies(
        connection,
        agencies_chosen(asked),
        today=when.today,
        sort=asked.sort or "",
        limit=limit,
        offset=offset,
        at=when.at,
    )


def agency_count(connection: Connection[Any], asked: AgenciesChosen, when: Moment) -> int:
    """How many agencies are asked for."""
    return directory.count_agencies(connection, agencies_chosen(asked), today=when.today, at=when.at)


def people_chosen(asked: PeopleChosen) -> directory.People:
    """The filters of what is asked for."""
    return directory.People(
        agency=asked.agency, role=asked.role, mail=asked.mail, has_left=asked.has_left, words=asked.words
    )


def people_rows(
    connection: Connection[Any], asked: PeopleChosen, when: Moment, limit: int, offset: int
) -> Sequence[Any]:
    """So many of the people that are asked for."""
    return directory.chosen_people(
        connection, people_chosen(asked), sort=asked.sort or "", limit=limit, offset=offset, at=when.at
    )


def people_count(connection: Connection[Any], asked: PeopleChosen, when: Moment) -> int:
    """How many people are asked for."""
    return directory.count_people(connection, people_chosen(asked), at=when.at)


@router.get("/agencies", summary="List agencies", response_model=listed(Agency), tags=["agencies"])
def list_agencies(request: Request, connection: Reading, asked: Annotated[AgenciesAsked, Query()]) -> Any:
    """Agencies by name."""
    when = moment(request, asked.as_at)
    rows = agency_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, agencies_of(connection, rows, when.at))


@router.get("/agencies/{identity}", summary="Get an agency", response_model=Agency, tags=["agencies"])
def one_agency(request: Request, response: Response, identity: UUID, connection: Reading, asked: At) -> Any:
    """One agency."""
    return shown(request, response, "agencies", identity, (connection, asked.as_at))


@router.get("/people", summary="List people", response_model=listed(Person), tags=["people"])
def list_people(request: Request, connection: Reading, asked: Annotated[PeopleAsked, Query()]) -> Any:
    """People by name, those who have left last."""
    when = moment(request, asked.as_at)
    rows = people_rows(connection, asked, when, asked.limit + 1, asked.offset)
    return page(request, asked, rows, people_of(connection, rows, when.at))


@router.get("/people/{identity}", summary="Get a person", response_model=Person, tags=["people"])
def one_person(request: Request, response: Response, identity: UUID, connection: Reading, asked: At) -> Any:
    """One person."""
    return shown(request, response, "people", identity, (connection, asked.as_at))


@router.get(
    "/partnerships", summary="List partnerships", response_model=listed(Partnership), tags=["partnerships"]
)
def list_partnerships(request: Request, connection: Reading, asked: At) -> Any:
    """All partnerships by name."""
    return {"items": directory.partnerships(connection, at=moment(request, asked.as_at).at), "next": None}


@router.get(
    "/partnerships/{identity}", summary="Get a partnership", response_model=Partnership, tags=["partnerships"]
)
def one_partnership(
    request: Request, response: Response, identity: UUID, connection: Reading, asked: At
) -> Any:
    """One partnership, with its rules."""
    return shown(request, response, "partnerships", identity, (connection, asked.as_at))
