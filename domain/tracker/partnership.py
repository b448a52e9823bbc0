"""Partnerships: registered once by their code; contacts and roles are people of the directory."""

from uuid import UUID

from domain.agency import Agency
from domain.partnership import Partnership, partnership_identity
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import NotFound, Refused
from domain.tracker import Tracker
from domain.vocabulary import Contact, Role


def register(tracker: Tracker, code: str, name: str, *, by: Provenance) -> UUID:
    """Register a partnership. Refuses a code that is in use."""
    new = Partnership.register(code, name, by=by)
    if is_registered(tracker, code):
        raise Refused(f"There is a partnership with the code {new.code} already.", field="code")
    tracker.record(new)
    return new.id


def is_registered(tracker: Tracker, code: str) -> bool:
    """Whether a partnership has this code."""
    try:
        tracker.get(Partnership, partnership_identity(code))
    except NotFound:
        return False
    return True


def name_contact(
    tracker: Tracker,
    partnership: UUID,
    *,
    agency: UUID,
    contact: Contact,
    person: UUID,
    by: Provenance,
    version: int | None = None,
) -> int:
    """Name who answers for an agency to this partnership."""
    tracker.named(Agency, agency, "agency")
    tracker.named(Person, person, "person")
    return tracker.change(
        Partnership.name_contact,
        Partnership,
        partnership,
        version=version,
        agency=agency,
        contact=contact,
        person=person,
        by=by,
    )


def give_role(
    tracker: Tracker,
    partnership: UUID,
    *,
    person: UUID,
    role: Role,
    by: Provenance,
    version: int | None = None,
) -> int:
    """Give a person of the directory a role in this partnership."""
    tracker.named(Person, person, "person")
    return tracker.change(
        Partnership.give_role, Partnership, partnership, version=version, person=person, role=role, by=by
    )
