"""Who is written to about an action: its owner, or whoever stands in where there is none. Agreed practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.digests import STAND_IN_FOR_CONTACT, STANDS_IN_FOR_OWNER

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
    passed_over: list[PassedOver] = []
    for post, people in _in_turn(directory, partnership, lead, owner):
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
