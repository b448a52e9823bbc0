"""What a person is on a day: the roles and posts that they hold, and the reviews that they may read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
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
    are the reviews on whose access list they stand. `partnerships`: where they are anything at all, or own an
    action; all of them for administrators of the installation.
    """

    person: UUID | None = None
    agency: UUID | None = None
    administrator: bool = False
    held: frozenset[Held] = frozenset()
    access: frozenset[UUID] = frozenset()
    partnerships: frozenset[UUID] = frozenset()

    def limited(self, roles: Collection[str]) -> "Standing":
        """The same with no other roles and posts than these: what a token of this person allows."""
        return replace(
            self,
            administrator=self.administrator and Role.ADMINISTRATOR in roles,
            held=frozenset(held for held in self.held if held.capacity in roles),
        )
