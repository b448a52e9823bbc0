"""The commands on agencies, people and partnerships."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from api.commands.command import (
    Body,
    Carrier,
    Command,
    Outcome,
    chosen,
    facts,
    line,
    making,
    of_one,
    of_several,
    required,
)
from api.commands.erasing import erasing_commands, is_not_erased, nothing_proposed
from domain.agency import Agency
from domain.delegation import DelegationScheme
from domain.partnership import Partnership
from domain.person import Person
from domain.provenance import Provenance
from domain.rag import RagRule
from domain.reminders import ReminderRule
from domain.retention import MOST_YEARS
from domain.tracker import Tracker, erasing
from domain.tracker import agency as agencies
from domain.tracker import invitation as invitations
from domain.tracker import partnership as partnerships
from domain.tracker import person as people
from domain.vocabulary import Contact, Forecast, Role

MAY_BE_DELEGATES = (Role.COORDINATOR, Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER)
ROLES_OF_A_REVIEW = (
    "For an independent chair, a report author, a member of the panel or the author of an IMR: which review."
)


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


class PartnershipBody(Body):
    """A new partnership."""

    code: str = line("Code", "Short and unique, for example WAL.")
    name: str = line("Name")


class GoLiveBody(Body):
    """The day from which reminders count."""

    go_live: date = chosen("Go-live date", "date", "No reminder counts from before this day.")


class ReplyBody(Body):
    """Where answers to the tracker's mails go."""

    reply_to: str = line("E-mail address for replies")


class ContactBody(Body):
    """Who answers for an agency."""

    agency: UUID = chosen("Agency", "agency")
    contact: Contact = chosen("As", "choice", choices=list(Contact))
    person: UUID = chosen("Person", "person")


def delegated(title: str, default: tuple[Role, ...]) -> Any:
    """A field for those to whom a decision is delegated."""
    return Field(
        default=list(default),
        title=title,
        description="The chair and the deputy chair always may.",
        json_schema_extra={"widget": "choices", "choices": list(MAY_BE_DELEGATES)},
    )


class RoleBody(Body):
    """A role of a person."""

    person: UUID = chosen("Person", "person")
    role: Role = chosen("Role", "choice", choices=list(Role))
    review: UUID | None = chosen("Review", "review", ROLES_OF_A_REVIEW, optional=True)
    agency: UUID | None = chosen("Agency", "agency", "For the author of an IMR: whose.", optional=True)


class RoleGivenBody(RoleBody):
    """A role of a person, and from when to when it is held."""

    first_day: date | None = chosen("First day", "date", "Leave empty for today.", optional=True)
    last_day: date | None = chosen("Last day", "date", "Leave empty if none is known yet.", optional=True)


class DelegationBody(Body):
    """Who decides what, from a day on."""

    first_day: date = chosen("From which day it holds", "date")
    short_days: int = Field(
        default=28,
        ge=0,
        le=365,
        title="Up to how many days more are a short request",
        description="One that is asked for once, and in time.",
        json_schema_extra={"widget": "number"},
    )
    short_extensions: list[Role] = delegated(
        "Who decides on short requests", DelegationScheme.short_extensions
    )
    other_extensions: list[Role] = delegated("Who decides on others", DelegationScheme.other_extensions)
    assurance: list[Role] = delegated("Who signs off for the partnership", DelegationScheme.assurance)


class RagBody(Body):
    """The parts of the rule for colours that a partnership may set."""

    amber_within_days: int = Field(
        default=28,
        ge=0,
        le=365,
        title="Amber from how many days before the due date",
        json_schema_extra={"widget": "number"},
    )
    amber_forecasts: list[Forecast] = Field(
        default=[Forecast.AT_RISK, Forecast.WILL_MISS],
        title="Forecasts that make an action amber",
        json_schema_extra={"widget": "choices", "choices": list(Forecast)},
    )


class ReminderBody(Body):
    """The parts of the rule for reminders that a partnership may set."""

    days_before: list[int] = Field(
        default=[28, 7],
        max_length=10,
        title="Days before the due date",
        description="Numbers with commas between them, for example 28, 7.",
        json_schema_extra={"widget": "numbers"},
    )
    on_the_day: bool = Field(default=True, title="On the due date", json_schema_extra={"widget": "checkbox"})
    weekly_for_weeks: int = Field(
        default=8,
        ge=0,
        le=52,
        title="Weeks of weekly reminders after it",
        json_schema_extra={"widget": "number"},
    )
    then_monthly: bool = Field(
        default=True, title="Then every month", json_schema_extra={"widget": "checkbox"}
    )


class RetentionBody(Body):
    """How long concluded reviews are kept."""

    years: int = Field(
        ge=1, le=MOST_YEARS, title="Years after the conclusion", json_schema_extra={"widget": "number"}
    )
    since: date | None = chosen("In force since", "date", "Leave empty for today.", optional=True)


class SignOffBody(Body):
    """Who has the last word on single-agency actions."""

    single_agency_closes_alone: bool = Field(
        default=False,
        title="An action of one agency closes on that agency's sign-off alone",
        json_schema_extra={"widget": "checkbox"},
    )


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


def rule(method: Any, kind: Any, name: str = "rule") -> Carrier:
    """Carries out one of the commands that set a rule."""

    def carry_out(
        tracker: Tracker, identity: UUID | None, body: Any, by: Provenance, version: int | None
    ) -> Outcome:
        partnership = required(identity)
        said = {name: kind(**facts(body))}
        position = tracker.change(method, Partnership, partnership, version=version, by=by, **said)
        return Outcome(position, partnership)

    return Carrier(method, carry_out)


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

PARTNERSHIPS = (
    Command(
        "partnerships",
        "",
        "Register a partnership",
        PartnershipBody,
        making(partnerships.register, Partnership.register),
    ),
    Command("partnerships", "name", "Rename it", NameBody, of_one(Partnership, Partnership.rename)),
    Command(
        "partnerships",
        "contact",
        "Name a contact of an agency",
        ContactBody,
        of_several(partnerships.name_contact, Partnership.name_contact),
    ),
    Command(
        "partnerships",
        "contact-end",
        "End a contact",
        ContactBody,
        of_one(Partnership, Partnership.end_contact),
    ),
    Command(
        "partnerships",
        "role",
        "Give a role",
        RoleGivenBody,
        of_several(partnerships.give_role, Partnership.give_role),
    ),
    Command("partnerships", "role-end", "End a role", RoleBody, of_one(Partnership, Partnership.end_role)),
    Command(
        "partnerships",
        "go-live",
        "Set the go-live date",
        GoLiveBody,
        of_one(Partnership, Partnership.set_go_live),
    ),
    Command(
        "partnerships",
        "reply-address",
        "Set the address for replies",
        ReplyBody,
        of_one(Partnership, Partnership.set_reply_address),
    ),
    Command(
        "partnerships",
        "rag-rule",
        "Set the rule for colours",
        RagBody,
        rule(Partnership.set_rag_rule, RagRule),
    ),
    Command(
        "partnerships",
        "reminder-rule",
        "Set the rule for reminders",
        ReminderBody,
        rule(Partnership.set_reminder_rule, ReminderRule),
    ),
    Command(
        "partnerships",
        "retention",
        "Set the period of retention",
        RetentionBody,
        of_one(Partnership, Partnership.set_retention),
        explanation="When it is over, a review is listed for a decision. Nothing is erased by itself.",
    ),
    Command(
        "partnerships",
        "sign-off-rule",
        "Set the rule for sign-off",
        SignOffBody,
        of_one(Partnership, Partnership.set_sign_off_rule),
    ),
    Command(
        "partnerships",
        "delegation-scheme",
        "Set the scheme of delegation",
        DelegationBody,
        rule(Partnership.set_delegation_scheme, DelegationScheme, "scheme"),
    ),
)
