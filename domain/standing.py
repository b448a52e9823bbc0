"""What a person is on a day: the roles and posts that they hold, and the reviews that they may read."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from domain.vocabulary import Contact, Role


class Held(NamedTuple):
    """A role of a person, or the post in which they answer for an agency, as it is held today."""

    capacity: Role | Contact
    partnership: UUID
    review: UUID | None = None
    agency: UUID | None = None


@dataclass(frozen=True)
class Standing:
    """What a person is today. Whoever has none may see and do nothing.

    `agency` is that of their post. `administrator`: of the whole installation, by whoever set it up. `access`
    are the reviews on whose access list they stand.
    """

    person: UUID | None = None
    agency: UUID | None = None
    administrator: bool = False
    held: frozenset[Held] = frozenset()
    access: frozenset[UUID] = frozenset()
