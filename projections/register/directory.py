"""The directory of agencies and people. Of people it shows post and agency; their details lie elsewhere."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.agency import Agency
from domain.person import Person
from domain.store.log import LogEntry
from projections.register.erasure import ErasureStage, stages
from projections.register.partnership import changed
from projections.view import VersionedView


class AgencyRow(Struct, frozen=True, gc=False):
    """An agency and the other names by which it goes."""

    id: UUID
    name: str
    aliases: tuple[str, ...]
    version: int


class PersonRow(Struct, frozen=True, gc=False):
    """A person by post and agency, and how far their last invitation has come (accepted: `accepted_on`).

    `erasure` is how far that of their details is.
    """

    id: UUID
    post: str
    agency: UUID | None
    has_left: bool
    version: int
    invited_on: date | None = None
    invited_until: date | None = None
    accepted_on: date | None = None
    erasure: ErasureStage = ErasureStage.NONE


def agency_added(_: None, event: Any, __: LogEntry) -> AgencyRow:
    """An agency begins without aliases."""
    return AgencyRow(event.originator_id, event.name, (), 1)


def agency_renamed(row: AgencyRow, event: Any, _: LogEntry) -> AgencyRow:
    """The old name becomes an alias."""
    aliases = tuple(name for name in (*row.aliases, row.name) if name != event.name)
    return replace(row, name=event.name, aliases=aliases, version=event.originator_version)


def alias_added(row: AgencyRow, event: Any, _: LogEntry) -> AgencyRow:
    """One alias more."""
    return replace(row, aliases=(*row.aliases, event.alias), version=event.originator_version)


def alias_removed(row: AgencyRow, event: Any, _: LogEntry) -> AgencyRow:
    """One alias less."""
    aliases = tuple(alias for alias in row.aliases if alias != event.alias)
    return replace(row, aliases=aliases, version=event.originator_version)


def person_added(_: None, event: Any, __: LogEntry) -> PersonRow:
    """A person begins in a post."""
    return PersonRow(event.originator_id, event.job_title, event.agency, False, 1)


def presence(has_left: bool) -> Any:
    """A change that says whether the person has left."""
    return lambda row, event, _: replace(
        row, has_left=has_left, invited_until=None, version=event.originator_version
    )


def details_changed(row: PersonRow, event: Any, _: LogEntry) -> PersonRow:
    """With another e-mail address an invitation works no longer."""
    until = None if "email" in event.details else row.invited_until
    return replace(row, invited_until=until, version=event.originator_version)


def invited(row: PersonRow, event: Any, _: LogEntry) -> PersonRow:
    """A new invitation waits, whatever became of one before."""
    return replace(
        row,
        invited_on=event.happened_on,
        invited_until=event.works_until,
        accepted_on=None,
        version=event.originator_version,
    )


def invitation_accepted(row: PersonRow, event: Any, _: LogEntry) -> PersonRow:
    """It waits no longer."""
    return replace(row, invited_until=None, accepted_on=event.happened_on, version=event.originator_version)


def invitation_withdrawn(row: PersonRow, event: Any, _: LogEntry) -> PersonRow:
    """It works no longer."""
    return replace(row, invited_until=None, version=event.originator_version)


AGENCIES = VersionedView(
    name="agencies",
    sql="agencies.sql",
    row=AgencyRow,
    changes={
        Agency.Added: agency_added,
        Agency.Renamed: agency_renamed,
        Agency.AliasAdded: alias_added,
        Agency.AliasRemoved: alias_removed,
    },
)

PEOPLE = VersionedView(
    name="people",
    sql="people.sql",
    row=PersonRow,
    changes={
        Person.Added: person_added,
        Person.PostChanged: changed("agency", post="job_title"),
        Person.DetailsChanged: details_changed,
        Person.Left: presence(has_left=True),
        Person.Returned: presence(has_left=False),
        Person.Invited: invited,
        Person.InvitationAccepted: invitation_accepted,
        Person.InvitationWithdrawn: invitation_withdrawn,
        **stages(Person),
    },
)
