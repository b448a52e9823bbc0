"""The commands on partnerships: their names, contacts, roles and rules."""

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
from api.commands.directory import NameBody
from domain.delegation import DelegationScheme
from domain.partnership import Partnership
from domain.provenance import Provenance
from domain.rag import RagRule
from domain.reminders import ReminderRule
from domain.retention import MOST_YEARS
from domain.tracker import Tracker
from domain.tracker import partnership as partnerships
from domain.vocabulary import Contact, Forecast, Role

MAY_BE_DELEGATES = (Role.COORDINATOR, Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER)
ROLES_OF_A_REVIEW = (
    "For an independent chair, a report author, a member of the panel or the author of an IMR: which review."
)


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
