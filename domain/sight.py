"""What a person may see today: of partnerships, of reviews, and of what they or their agency answer for.

By the matrix of roles that partnerships have agreed; what is not named here nobody sees. Lists, counts,
searches and files are narrowed to it where they are read.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domain.standing import Commissioned, Held, Standing
from domain.vocabulary import Contact, Role

WHOLE: Final = frozenset({Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR})
"""They see everything of the partnership, chairs without the words of its reviews' papers."""
KEEP_PAPERS: Final = frozenset({Role.COORDINATOR})
"""They also read agency returns and the notes of panels, in all reviews of the partnership."""
PUBLISHED: Final = frozenset({Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER})
"""They see what belongs to published reviews, with its history."""
OVERSEEN: Final = frozenset({Role.OVERSIGHT})
"""They see the plans of published reviews as they stand, and how far they are: no history, nobody's notes."""
JOINTLY: Final = frozenset({Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER})
"""They see a published review that their partnership commissioned with another, which leads it."""
OUTLINES: Final = frozenset({Role.BOARD_MEMBER, Role.AUDITOR})
"""Of reviews that are not published they see reference, stage and counts."""
HISTORIES: Final = frozenset({Role.AUDITOR})
"""They see all that was done and when, without the words of the case."""
AUTHORS: Final = frozenset({Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR})
"""They see everything of their review."""
PAPERS: Final = frozenset({Role.PANEL_MEMBER, Role.IMR_AUTHOR})
"""They see the papers of the panel of their review: its plan as it stands."""


@dataclass(frozen=True)
class Sight:
    """What a person sees; without anything of it, nothing.

    `owner`: as whom they see what they own (a token may be limited to other roles). `partnerships` are those
    in which they see anything: name and rules. `inside`: to which they belong, beyond overseeing them: its
    people, contacts, and what became of its rules. `administered`: whose settings and people they keep.
    `whole`, `published`, `overseen`, `outlines` and `histories` are partnerships by what is seen of them.
    `reviews` are seen wholly, by a role in them, by their access list, or as their partnership commissioned
    them with another: of such ones `leading` are the partnerships, of which name and colours are seen alone.
    Of `papers` the plan alone is seen. The words of agency returns and of the notes of panels are read in
    the partnerships of `papers_in` and the reviews of `papers_of`, and by nobody else. `answers_for` are
    agencies, as (partnership, agency), in whose posts they are: their actions, and the wording of
    recommendations once the plan is issued. `colleagues` are those of this agency. `is_administrator`: of the
    installation, who administers every partnership. `is_everything`: all partnerships of the installation,
    wholly.
    """

    person: UUID | None = None
    owner: UUID | None = None
    partnerships: frozenset[UUID] = frozenset()
    inside: frozenset[UUID] = frozenset()
    administered: frozenset[UUID] = frozenset()
    whole: frozenset[UUID] = frozenset()
    published: frozenset[UUID] = frozenset()
    overseen: frozenset[UUID] = frozenset()
    outlines: frozenset[UUID] = frozenset()
    histories: frozenset[UUID] = frozenset()
    reviews: frozenset[UUID] = frozenset()
    papers: frozenset[UUID] = frozenset()
    papers_in: frozenset[UUID] = frozenset()
    papers_of: frozenset[UUID] = frozenset()
    leading: frozenset[UUID] = frozenset()
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
    whole, overseen = _where(held, WHOLE), _where(held, OVERSEEN)
    partnerships = standing.partnerships | {one.partnership for one in held}
    joint = _commissioned_with(standing, whole=whole, jointly=_where(held, JOINTLY))
    keeps = _where(held, KEEP_PAPERS)
    in_reviews = standing.access | _reviews(held, AUTHORS)
    return Sight(
        person=standing.person,
        owner=standing.person if standing.as_themselves else None,
        colleagues=standing.agency,
        is_administrator=standing.administrator,
        partnerships=partnerships,
        inside=(partnerships - overseen) | {one.partnership for one in held if one.capacity not in OVERSEEN},
        administered=_where(held, {Role.ADMINISTRATOR}),
        whole=whole,
        published=_where(held, PUBLISHED),
        overseen=overseen,
        outlines=_where(held, OUTLINES),
        histories=_where(held, HISTORIES),
        reviews=in_reviews | {one.review for one in joint},
        papers=_reviews(held, PAPERS),
        papers_in=keeps,
        papers_of=in_reviews | {one.review for one in joint if one.partnership in keeps},
        leading=frozenset(one.leads for one in joint),
        answers_for=frozenset(
            (one.partnership, one.agency)
            for one in held
            if isinstance(one.capacity, Contact) and one.agency is not None
        ),
        is_everything=standing.administrator and bool(whole) and standing.partnerships <= whole,
    )


def _commissioned_with(
    standing: Standing, *, whole: frozenset[UUID], jointly: frozenset[UUID]
) -> list[Commissioned]:
    """Reviews that a partnership of theirs commissioned with another, and of which they see something."""
    return [
        one
        for one in standing.commissioned
        if one.partnership in whole or (one.is_published and one.partnership in jointly)
    ]


def _where(held: Collection[Held], roles: Collection[Role]) -> frozenset[UUID]:
    return frozenset(one.partnership for one in held if one.capacity in roles)


def _reviews(held: Collection[Held], roles: Collection[Role]) -> frozenset[UUID]:
    return frozenset(one.review for one in held if one.capacity in roles and one.review is not None)
