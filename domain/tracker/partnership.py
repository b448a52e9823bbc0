"""Partnerships: registered once by their code; contacts and roles are people of the directory."""

from datetime import date
from uuid import UUID

from domain.agency import Agency
from domain.partnership import Partnership, partnership_identity
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import NotFound, Refused, refuse_if
from domain.review import Review
from domain.tracker import Tracker
from domain.vocabulary import Contact, Role


def register(tracker: Tracker, code: str, name: str, *, by: Provenance) -> UUID:
    """Register a partnership. Refuses a code that is in use."""
    new = Partnership.register(code, name, by=by)
    tracker.allow(Partnership.register, new, by=by)
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
    review: UUID | None = None,
    agency: UUID | None = None,
    by: Provenance,
    version: int | None = None,
    **term: date | None,
) -> int:
    """Give a person of the directory a role: in this partnership, or in one of its reviews.

    `term`: its first_day and last_day. Refuses one who has left, and a review of another partnership.
    """
    refuse_if(tracker.named(Person, person, "person").left, "They have left.", field="person")
    if review:
        other = tracker.named(Review, review, "review").partnership != partnership
        refuse_if(other, "That review is another partnership's.", field="review")
    if agency:
        tracker.named(Agency, agency, "agency")
    held = {"person": person, "role": role, "review": review, "agency": agency}
    return tracker.change(
        Partnership.give_role, Partnership, partnership, version=version, by=by, **held, **term
    )
