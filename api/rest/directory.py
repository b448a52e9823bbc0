"""Which agencies, people and partnerships a list may be asked for."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from psycopg import Connection
from pydantic import Field

from api.rest.asking import Chosen, Moment
from domain.vocabulary import Role
from projections import directory

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


class PeopleChosen(Chosen):
    """Which people, and in which order."""

    agency: UUID | None = Field(None, description="In this agency.")
    role: Role | None = Field(None, description="With this role in a partnership.")
    mail: bool | None = Field(None, description="Only those with an e-mail address, or only the others.")
    has_left: bool | None = Field(None, description="Only those who have left, or only the others.")
    words: str | None = Field(None, max_length=200, description="With these words in name, address or post.")
    sort: PeopleOrder | None = Field(None, description="By what they are ordered; `-` turns it round.")


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


def partnership_rows(
    connection: Connection[Any],
    asked: Chosen,  # noqa: ARG001 (the shape of all of them)
    when: Moment,
    limit: int,
    offset: int,
) -> Sequence[Any]:
    """So many of the partnerships."""
    return directory.partnerships(connection, at=when.at)[offset : offset + limit]
