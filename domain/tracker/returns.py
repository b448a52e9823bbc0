"""The return of an agency: an author of an Individual Management Review records that of their own agency."""

from typing import Any
from uuid import UUID

from domain.capacities import COORDINATORS, capacities
from domain.permissions import AUTHORS
from domain.provenance import Provenance
from domain.refusals import refuse_if
from domain.review import Review
from domain.tracker import Tracker
from domain.vocabulary import Role


def receive_return(
    tracker: Tracker,
    review: UUID,
    *,
    agency: UUID,
    by: Provenance,
    version: int | None = None,
    **answer: Any,
) -> int:
    """Record what an agency answered: `answer` as `Review.receive_return` takes it.

    Refuses the return of another agency than their own to whoever has no more than that to see to.
    """
    thing = tracker.to_change(Review.receive_return, Review, review, by=by, version=version)
    if by.entered_by is not None:
        theirs = {
            held.agency
            for held in by.standing.held
            if held.capacity == Role.IMR_AUTHOR and held.review == review
        }
        for_all = not capacities(by.standing, thing).isdisjoint(COORDINATORS | AUTHORS)
        sentence = "You record the return of your own agency. The coordinators record those of others."
        refuse_if(not for_all and agency not in theirs, sentence, field="agency")
    thing.receive_return(agency, **answer, by=by)
    return tracker.record(thing)
