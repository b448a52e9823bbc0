"""The commands on agencies and people."""

from typing import Any
from uuid import UUID

from api.commands.command import (
    Body,
    Command,
    chosen,
    line,
    making,
    of_one,
    of_several,
)
from api.commands.erasing import erasing_commands, is_not_erased, nothing_proposed
from domain.agency import Agency
from domain.person import Person
from domain.provenance import Provenance
from domain.tracker import Tracker, erasing
from domain.tracker import agency as agencies
from domain.tracker import invitation as invitations
from domain.tracker import person as people


class NameBody(Body):
    """A name."""

    name: str = line("Name")


class AliasBody(Body):
    """Another name by which plans know an agency."""

    alias: str = line("Alias", "Another name that plans use for this agency.")


class PersonBody(Body):
    """A new person."""

    name: str = line("Name", "A shared mailbox has a name too.")
    email: str = line("E-mail address", optional=True)
    telephone: str = line("Telephone number", optional=True)
    post: str = line("Post", "Their job title.", optional=True)
    agency: UUID | None = chosen("Agency", "agency", optional=True)


class DetailsBody(Body):
    """Name and addresses of a person."""

    name: str = line("Name")
    email: str = line("E-mail address", optional=True)
    telephone: str = line("Telephone number", optional=True)


class PostBody(Body):
    """Job title and agency."""

    post: str = line("Post", "Their job title.", optional=True)
    agency: UUID | None = chosen("Agency", "agency", optional=True)


def add_person(
    tracker: Tracker, *, name: str, email: str, telephone: str, by: Provenance, **rest: Any
) -> UUID:
    """Add a person with details."""
    return people.add(tracker, people.Details(name, email, telephone), by=by, **rest)


def change_details(
    tracker: Tracker, person: UUID, *, by: Provenance, version: int | None, **details: str
) -> int:
    """Change a person's details."""
    return people.change_details(tracker, person, people.Details(**details), by=by, version=version)


AGENCIES = (
    Command("agencies", "", "Add an agency", NameBody, making(agencies.add, Agency.add)),
    Command("agencies", "name", "Rename it", NameBody, of_several(agencies.rename, Agency.rename)),
    Command("agencies", "alias", "Add an alias", AliasBody, of_several(agencies.add_alias, Agency.add_alias)),
    Command(
        "agencies",
        "alias-removal",
        "Remove an alias",
        AliasBody,
        of_several(agencies.remove_alias, Agency.remove_alias),
        offered=lambda row: bool(row.aliases),
    ),
)

DETAILS_GO = (
    "Name, e-mail address and telephone number will be lost for good, with all ways to sign in and what was"
    " kept for them alone. What they did stays, under the post and agency that they held. Name nobody in the"
    " reason: it stays."
)

PEOPLE = (
    Command("people", "", "Add a person", PersonBody, making(add_person, Person.add)),
    Command(
        "people",
        "details",
        "Change name or addresses",
        DetailsBody,
        of_several(change_details, Person.change_details),
        offered=is_not_erased,
    ),
    Command(
        "people",
        "post",
        "Change post or agency",
        PostBody,
        of_several(people.change_post, Person.change_post),
        offered=is_not_erased,
    ),
    Command(
        "people",
        "invitation",
        "Invite to sign in",
        Body,
        of_several(invitations.invite, Person.invite),
        button="Send the invitation",
        explanation="A mail with a link goes to their e-mail address. The link works once, for seven days."
        " One that they had before works no longer.",
        offered=lambda row: not row.has_left,
    ),
    Command(
        "people",
        "invitation-withdrawal",
        "Withdraw the invitation",
        Body,
        of_several(invitations.withdraw, Person.withdraw_invitation),
        explanation="The link in their mail works no longer. Their roles stay as they are.",
        offered=lambda row: row.invited_until is not None,
    ),
    Command(
        "people",
        "leaving",
        "They have left",
        Body,
        of_one(Person, Person.leave),
        explanation="They are signed out at once and get no more mail. Their open actions are listed, to be"
        " given to somebody else.",
        offered=lambda row: not row.has_left,
    ),
    Command(
        "people",
        "return",
        "They are back",
        Body,
        of_one(Person, Person.come_back),
        offered=lambda row: row.has_left and is_not_erased(row),
    ),
    *erasing_commands(
        "people",
        Person,
        erasing.approve_erasing_person,
        DETAILS_GO,
        proposed=lambda row: row.has_left and nothing_proposed(row),
    ),
)
