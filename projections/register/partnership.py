"""Partnerships with their rules, who answers for an agency to them, and who has a role in them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from domain.delegation import DelegationScheme
from domain.partnership import Partnership
from domain.rag import RagRule
from domain.reminders import ReminderRule
from domain.retention import RetentionPeriod
from domain.store.log import LogEntry
from domain.vocabulary import Contact, Role
from projections.view import VersionedView


class Schemes(Struct, frozen=True, gc=False):
    """The schemes of delegation, in the order in which they were set."""

    set: tuple[DelegationScheme, ...] = ()


class PartnershipRow(Struct, frozen=True, gc=False):
    """A partnership as lists and pages show it."""

    id: UUID
    code: str
    name: str
    reply_to: str
    go_live: date | None
    single_agency_closes_alone: bool
    rag_rule: RagRule
    reminder_rule: ReminderRule
    delegation_schemes: Schemes
    version: int
    retention: tuple[RetentionPeriod, ...] = ()


class ContactRow(Struct, frozen=True, gc=False):
    """One person in one contact post of one agency, for one partnership."""

    id: UUID
    partnership: UUID
    agency: UUID
    contact: Contact
    person: UUID


class RoleRow(Struct, frozen=True, gc=False):
    """One role of one person: in one partnership, one review, or there for one agency."""

    id: UUID
    partnership: UUID
    person: UUID
    role: Role
    review: UUID | None
    agency: UUID | None
    first_day: date
    last_day: date | None


def registered(_: None, event: Any, __: LogEntry) -> PartnershipRow:
    """A partnership begins with the default rules."""
    rules = RagRule(), ReminderRule()
    return PartnershipRow(event.originator_id, event.code, event.name, "", None, False, *rules, Schemes(), 1)


def changed(*fields: str, **renamed: str) -> Any:
    """A change that copies these fields of the event (`column="field"` where they differ) and its version."""
    columns = {name: name for name in fields} | renamed

    def copy(row: Any, event: Any, _: LogEntry) -> Any:
        facts = {column: getattr(event, name) for column, name in columns.items()}
        return replace(row, version=event.originator_version, **facts)

    return copy


def scheme_set(row: PartnershipRow, event: Any, _: LogEntry) -> PartnershipRow:
    """One scheme more, for the days from its first."""
    schemes = Schemes((*row.delegation_schemes.set, event.scheme))
    return replace(row, delegation_schemes=schemes, version=event.originator_version)


def retained(row: PartnershipRow, event: Any, _: LogEntry) -> PartnershipRow:
    """One more period of retention, from its day on."""
    periods = (*row.retention, RetentionPeriod(event.years, event.since))
    return replace(row, retention=periods, version=event.originator_version)


PARTNERSHIPS = VersionedView(
    name="partnerships",
    sql="partnership.sql",
    row=PartnershipRow,
    changes={
        Partnership.Registered: registered,
        Partnership.Renamed: changed("name"),
        Partnership.GoLiveSet: changed("go_live"),
        Partnership.ReplyAddressSet: changed("reply_to"),
        Partnership.RagRuleSet: changed(rag_rule="rule"),
        Partnership.ReminderRuleSet: changed(reminder_rule="rule"),
        Partnership.SignOffRuleSet: changed("single_agency_closes_alone"),
        Partnership.RetentionSet: retained,
        Partnership.ContactNamed: changed(),
        Partnership.ContactEnded: changed(),
        Partnership.RoleGiven: changed(),
        Partnership.RoleEnded: changed(),
        Partnership.DelegationSchemeSet: scheme_set,
        Partnership.ClockRuleSet: changed(),
        Partnership.DefinitionSet: changed(),
        Partnership.ReviewPracticeSet: changed(),
        Partnership.ThemesSet: changed(),
        Partnership.QualityBoardNamed: changed(),
        Partnership.PublicContactSet: changed(),
    },
)


def contact_held(event: Any) -> dict[UUID, Any]:
    """A contact is known by agency, post and person together."""
    return {uuid5(event.originator_id, f"{event.agency} {event.contact} {event.person}"): event}


def contact_named(_: ContactRow | None, event: Any, __: LogEntry) -> ContactRow:
    """Somebody answers for an agency."""
    (identity,) = contact_held(event)
    return ContactRow(identity, event.originator_id, event.agency, event.contact, event.person)


CONTACTS = VersionedView(
    name="contacts",
    sql="contacts.sql",
    row=ContactRow,
    changes={Partnership.ContactNamed: contact_named, Partnership.ContactEnded: lambda *_: None},
    about=contact_held,
)


def role_held(event: Any) -> dict[UUID, Any]:
    """A role is known by person, role, and what it is held for, together."""
    held = f"{event.person} {event.role} {event.review} {event.agency}"
    return {uuid5(event.originator_id, held): event}


def role_given(_: RoleRow | None, event: Any, __: LogEntry) -> RoleRow:
    """Somebody takes on a role."""
    (identity,) = role_held(event)
    held_for = event.review, event.agency, event.first_day, event.last_day
    return RoleRow(identity, event.originator_id, event.person, event.role, *held_for)


ROLES = VersionedView(
    name="roles",
    sql="roles.sql",
    row=RoleRow,
    changes={Partnership.RoleGiven: role_given, Partnership.RoleEnded: lambda *_: None},
    about=role_held,
)
