"""What a person is on a day: the roles and posts that they hold, and the reviews that they may read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from uuid import UUID

from domain.vocabulary import Contact, Role

OWNER: Final = "owner"
"""What somebody is towards the actions that they own; of a token it says that it acts as its person."""


class Held(NamedTuple):
    """A role of a person, or the post in which they answer for an agency, as it is held today."""

    capacity: Role | Contact
    partnership: UUID
    review: UUID | None = None
    agency: UUID | None = None


class Commissioned(NamedTuple):
    """A review that a partnership commissioned with the one that leads it; `is_published`: on this day."""

    review: UUID
    leads: UUID
    partnership: UUID
    is_published: bool


@dataclass(frozen=True)
class Standing:
    """What a person is today. Whoever has none may see and do nothing.

    `agency` is that of their post. `administrator`: of the whole installation, by whoever set it up. `access`
    are the reviews on whose access list they stand. `partnerships`: where they are anything at all, or own an
    action; all of them for administrators of the installation. `as_themselves`: they act on what is theirs,
    as the owner of their actions. `commissioned` are reviews that partnerships in which they have a role
    commissioned with others, which lead them.
    """

    person: UUID | None = None
    agency: UUID | None = None
    administrator: bool = False
    held: frozenset[Held] = frozenset()
    access: frozenset[UUID] = frozenset()
    partnerships: frozenset[UUID] = frozenset()
    as_themselves: bool = True
    commissioned: frozenset[Commissioned] = frozenset()

    def limited(self, roles: Collection[str]) -> "Standing":
        """The same with no other roles and posts than these: what a token of this person allows.

        What is theirs as a person, without any role, goes along only with `OWNER` among these.
        """
        as_themselves = self.as_themselves and OWNER in roles
        return replace(
            self,
            as_themselves=as_themselves,
            access=self.access if as_themselves else frozenset(),
            administrator=self.administrator and Role.ADMINISTRATOR in roles,
            held=frozenset(held for held in self.held if held.capacity in roles),
        )
