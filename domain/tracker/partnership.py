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
from domain.vocabulary import FOR_A_TIME, Contact, Role

ON_ACCESS_LISTS = """
    select distinct originator_id
    from public.events
    where topic = 'review.access_given'
        and partnership = %(partnership)s
        and strpos(state::text, %(person)s::text) > 0
"""
WITHOUT_END = (
    "They are on the access list of a review without a last day, and this role reads one for a time:"
    " that place is to be ended first."
)


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

    `term`: its first_day and last_day. Refuses one who has left, and a review of another partnership; and to
    make somebody auditor, or oversight, who reads a review without end (agreed practice: for a time).
    """
    refuse_if(tracker.named(Person, person, "person").left, "They have left.", field="person")
    if review:
        other = tracker.named(Review, review, "review").partnership != partnership
        refuse_if(other, "That review is another partnership's.", field="review")
    if agency:
        tracker.named(Agency, agency, "agency")
    thing = tracker.to_change(Partnership.give_role, Partnership, partnership, by=by, version=version)
    without_end = role in FOR_A_TIME and _reads_without_end(tracker, partnership, person)
    refuse_if(without_end, WITHOUT_END, field="person")
    thing.give_role(person, role, review=review, agency=agency, by=by, **term)
    return tracker.record(thing)


def _reads_without_end(tracker: Tracker, partnership: UUID, person: UUID) -> bool:
    """Whether somebody stands on the access list of a review of a partnership without a last day."""
    with tracker.store.connection() as connection:
        found = connection.execute(ON_ACCESS_LISTS, {"partnership": partnership, "person": person}).fetchall()
    reviews = tracker.several(Review, [identity for (identity,) in found])
    return any(one.is_read_without_end(person) for one in reviews)
