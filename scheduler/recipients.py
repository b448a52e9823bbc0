"""Who is written to about an action or a clock of a review, or whoever stands in. Agreed practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.digests import STAND_IN_FOR_CONTACT, STANDS_IN_FOR_OWNER
from domain.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from projections.reminding import Directory

NOBODY = (
    "Nobody can be written to: name an owner, a main contact of the lead agency, or a coordinator,"
    " each with an e-mail address."
)


class PassedOver(NamedTuple):
    """Somebody who would have been written to, and why they cannot be, as a sentence."""

    person: UUID
    why: str


class Recipients(NamedTuple):
    """The people to write to (empty: nobody can be), and those who were passed over on the way to them."""

    people: tuple[UUID, ...]
    passed_over: tuple[PassedOver, ...]


def recipients(directory: Directory, partnership: UUID, lead: UUID | None, owner: UUID | None) -> Recipients:
    """The owner; else the lead agency's main contact; else the coordinators; else the administrators."""
    return _reached(directory, _in_turn(directory, partnership, lead, owner))


def recipients_of_clock(
    directory: Directory, partnership: UUID, review: UUID, about: UUID | None
) -> Recipients:
    """Of an agency's return its author, else the agency's main contact; of all else the coordinators."""
    return _reached(directory, _in_turn_of_clock(directory, partnership, review, about))


def _reached(directory: Directory, in_turn: Iterator[tuple[str, list[UUID]]]) -> Recipients:
    passed_over: list[PassedOver] = []
    for post, people in in_turn:
        found = {person: _why_not(directory, post, person) for person in people}
        passed_over.extend(PassedOver(person, why) for person, why in found.items() if why)
        if reached := tuple(person for person, why in found.items() if not why):
            return Recipients(reached, tuple(passed_over))
    return Recipients((), tuple(passed_over))


def _in_turn(
    directory: Directory, partnership: UUID, lead: UUID | None, owner: UUID | None
) -> Iterator[tuple[str, list[UUID]]]:
    yield "owner", [owner] if owner else []
    yield (
        f"{STANDS_IN_FOR_OWNER} of the lead agency",
        directory.main_contacts.get((partnership, lead), []) if lead else [],
    )
    yield from _of_the_partnership(directory, partnership)


def _in_turn_of_clock(
    directory: Directory, partnership: UUID, review: UUID, about: UUID | None
) -> Iterator[tuple[str, list[UUID]]]:
    if about:
        yield Role.IMR_AUTHOR, directory.imr_authors.get((review, about), [])
        yield f"{STANDS_IN_FOR_OWNER} of the agency", directory.main_contacts.get((partnership, about), [])
    yield from _of_the_partnership(directory, partnership)


def _of_the_partnership(directory: Directory, partnership: UUID) -> Iterator[tuple[str, list[UUID]]]:
    for role in STAND_IN_FOR_CONTACT:
        yield role, directory.roles.get((partnership, role), [])


def _why_not(directory: Directory, post: str, person: UUID) -> str:
    """Why a person cannot be written to; empty where they can."""
    reach = directory.people.get(person)
    if reach is None or reach.has_left:
        return f"The {post} has left, so the reminder goes to whoever stands in."
    return (
        "" if reach.email else f"The {post} has no e-mail address, so the reminder goes to whoever stands in."
    )
