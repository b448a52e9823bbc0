"""What a person may see today: of partnerships, of reviews, and of what they or their agency answer for.

By the matrix of roles that partnerships have agreed; what is not named here nobody sees. Lists, counts,
searches and files are narrowed to it where they are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.standing import Held, Standing
from domain.vocabulary import IN_ONE_REVIEW, Contact, Role

WHOLE: Final = frozenset({Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR})
"""They see everything of the partnership."""
PUBLISHED: Final = frozenset({Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER, Role.OVERSIGHT})
"""They see what belongs to published reviews."""
OUTLINES: Final = frozenset({Role.BOARD_MEMBER, Role.AUDITOR})
"""Of reviews that are not published they see reference, stage and counts."""
HISTORIES: Final = frozenset({Role.AUDITOR})
"""They see all that was done and when, without the words of the case."""


@dataclass(frozen=True)
class Sight:
    """What a person sees; without anything of it, nothing.

    `owner`: as whom they see what they own (a token may be limited to other roles). `partnerships` are those
    in which they see anything: name and rules. `administered`: whose settings and people they keep. `whole`,
    `published`, `outlines` and `histories` are partnerships by what is seen of them. `reviews` are seen
    wholly, by a role in them or by their access list. `answers_for` are agencies, as (partnership, agency),
    in whose posts they are: their actions, once the plan is issued. `colleagues` are those of this agency.
    `is_administrator`: of the installation, who administers every partnership. `is_everything`: all
    partnerships of the installation, wholly.
    """

    person: UUID | None = None
    owner: UUID | None = None
    partnerships: frozenset[UUID] = frozenset()
    administered: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    published: frozenset[UUID] = frozenset()
    outlines: frozenset[UUID] = frozenset()
    histories: frozenset[UUID] = frozenset()
    reviews: frozenset[UUID] = frozenset()
    answers_for: frozenset[tuple[UUID, UUID]] = frozenset()
    colleagues: UUID | None = None
    is_administrator: bool = False
    is_everything: bool = False

    @property
    def keeps_directory(self) -> bool:
        """Whether they keep people and agencies: with addresses and telephone numbers."""
        return self.is_administrator or bool(self.administered or self.whole)


NOTHING: Final = Sight()


def sight_of(standing: Standing) -> Sight:
    """What somebody of this standing sees."""
    held = standing.held
    whole = _where(held, WHOLE)
    return Sight(
        person=standing.person,
        owner=standing.person if standing.as_themselves else None,
        colleagues=standing.agency,
        is_administrator=standing.administrator,
        partnerships=standing.partnerships | {one.partnership for one in held},
        administered=_where(held, {Role.ADMINISTRATOR}),
        whole=whole,
        published=_where(held, PUBLISHED),
        outlines=_where(held, OUTLINES),
        histories=_where(held, HISTORIES),
        reviews=standing.access
        | {one.review for one in held if one.capacity in IN_ONE_REVIEW and one.review is not None},
        answers_for=frozenset(
            (one.partnership, one.agency)
            for one in held
            if isinstance(one.capacity, Contact) and one.agency is not None
        ),
        is_everything=standing.administrator and bool(whole) and standing.partnerships <= whole,
    )


def _where(held: Collection[Held], roles: Collection[Role]) -> frozenset[UUID]:
    return frozenset(one.partnership for one in held if one.capacity in roles)
