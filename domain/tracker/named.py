"""Commands on a review that name people and agencies: those are of the directory, and have not left."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain.agency import Agency
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import refuse_if
from domain.review import Review
from domain.tracker import Tracker


def change_naming(
    tracker: Tracker,
    review: UUID,
    *,
    command: Callable[..., Any],
    naming_people: tuple[str, ...] = (),
    naming_agencies: tuple[str, ...] = (),
    by: Provenance,
    version: int | None = None,
    **facts: Any,
) -> int:
    """Carry out a command of a review such as `Review.appoint_chair`.

    `naming_people` and `naming_agencies` are the fields that hold their ids. Refuses somebody who has left;
    raises NotThere for whoever is not in the directory.
    """
    thing = tracker.to_change(command, Review, review, by=by, version=version)
    for field in naming_people:
        left = tracker.named(Person, facts[field], field).left
        refuse_if(left, "They have left.", field=field)
    for field in naming_agencies:
        for one in _several(facts[field]):
            tracker.named(Agency, one, field)
    command(thing, by=by, **facts)
    return tracker.record(thing)


def _several(said: UUID | tuple[UUID, ...]) -> tuple[UUID, ...]:
    return said if isinstance(said, tuple) else (said,)
