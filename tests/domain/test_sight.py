"""What each role and each post lets a person see: row by row as partnerships have agreed, and no more."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from domain.sight import NOTHING, Sight, sight_of
from domain.standing import OWNER as OWNING
from domain.standing import Commissioned, Held, Standing
from domain.vocabulary import IN_ONE_REVIEW, Contact, Role
from tests.domain.given import OWNER, PARTNERSHIP, POLICE, REVIEW

ELSEWHERE, OTHER_REVIEW = UUID(int=77), UUID(int=78)
HERE, ITS_REVIEW = frozenset({PARTNERSHIP}), frozenset({REVIEW})
THEIRS = Sight(person=OWNER, owner=OWNER, colleagues=POLICE, partnerships=HERE, inside=HERE)
"""What everybody sees who is anything in the partnership: its name and rules, and what is their own."""

IN_IT = replace(THEIRS, reviews=ITS_REVIEW, papers_of=ITS_REVIEW)
"""What they see who stand in the middle of one review."""

BY_ROLE = {
    Role.ADMINISTRATOR: replace(THEIRS, administered=HERE),
    Role.COORDINATOR: replace(THEIRS, whole=HERE, papers_in=HERE),
    Role.CHAIR: replace(THEIRS, whole=HERE),
    Role.DEPUTY_CHAIR: replace(THEIRS, whole=HERE),
    Role.SUBGROUP_MEMBER: replace(THEIRS, published=HERE),
    Role.BOARD_MEMBER: replace(THEIRS, published=HERE, outlines=HERE),
    Role.AUDITOR: replace(THEIRS, outlines=HERE, histories=HERE),
    Role.OVERSIGHT: replace(THEIRS, inside=frozenset(), overseen=HERE),
    **dict.fromkeys((Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR), IN_IT),
    **dict.fromkeys((Role.PANEL_MEMBER, Role.IMR_AUTHOR), replace(THEIRS, papers=ITS_REVIEW)),
}
"""The rows of the matrix that agree on what is seen."""
FOR_AN_AGENCY = replace(THEIRS, answers_for=frozenset({(PARTNERSHIP, POLICE)}))


def standing(*held: Held, administrator: bool = False, access: frozenset[UUID] = frozenset()) -> Standing:
    """Of an officer of the police who holds this in the partnership."""
    return Standing(OWNER, POLICE, administrator, frozenset(held), access, HERE)


def holding(capacity: Role | Contact) -> Held:
    """A role or a post in the partnership, of what it is held."""
    review = REVIEW if capacity in IN_ONE_REVIEW else None
    return Held(capacity, PARTNERSHIP, review, POLICE if isinstance(capacity, Contact) else None)


def case_content(sight: Sight) -> bool:
    """Whether anything of a case is seen by virtue of partnerships, reviews or agencies."""
    of_partnerships = (sight.whole, sight.published, sight.overseen, sight.outlines, sight.histories)
    return any((*of_partnerships, sight.reviews, sight.papers, sight.answers_for)) or sight.is_everything


def test_the_table_has_every_role() -> None:
    """A new role is seen here first."""
    assert BY_ROLE.keys() == set(Role)


@pytest.mark.parametrize("role", Role)
def test_a_role(role: Role) -> None:
    """Each role sees what its row says, where it is held, and nothing else."""
    assert sight_of(standing(holding(role))) == BY_ROLE[role]


@pytest.mark.parametrize("contact", Contact)
def test_a_post_for_an_agency(contact: Contact) -> None:
    """Whoever answers for an agency in a partnership sees what is for this agency in that partnership."""
    assert sight_of(standing(holding(contact))) == FOR_AN_AGENCY


def test_nobody() -> None:
    """Without a person there is nothing; without a role, only what is their own."""
    assert sight_of(Standing()) == NOTHING
    assert sight_of(Standing(OWNER, POLICE)) == Sight(person=OWNER, owner=OWNER, colleagues=POLICE)
    assert not case_content(sight_of(Standing(OWNER, POLICE)))


def test_an_owner_of_an_action_alone() -> None:
    """The partnership is theirs to know of; their actions are found by their name."""
    assert sight_of(standing()) == THEIRS
    assert not case_content(THEIRS)


def test_administrators_see_no_case() -> None:
    """Neither an administrator of a partnership nor one of the installation, who coordinates none of them."""
    for one in (standing(holding(Role.ADMINISTRATOR)), standing(administrator=True)):
        sight = sight_of(one)
        assert not case_content(sight)
        assert sight.keeps_directory
    assert sight_of(standing(administrator=True)).is_administrator


def test_everything_is_for_who_coordinates_all_of_it() -> None:
    """An administrator of the installation who sees every partnership wholly is asked for no filter."""
    here, there = Held(Role.COORDINATOR, PARTNERSHIP), Held(Role.COORDINATOR, ELSEWHERE)
    both = replace(standing(here, there, administrator=True), partnerships=HERE | {ELSEWHERE})
    assert sight_of(both).is_everything
    assert not sight_of(replace(both, held=frozenset({here}))).is_everything
    assert not sight_of(replace(both, administrator=False)).is_everything
    assert not sight_of(Standing(OWNER, administrator=True)).is_everything, "nor before any list is built"


def test_an_access_list() -> None:
    """A review on whose access list somebody stands is seen beside what the role gives, not instead."""
    sight = sight_of(standing(holding(Role.BOARD_MEMBER), access=frozenset({OTHER_REVIEW})))
    assert sight == replace(
        BY_ROLE[Role.BOARD_MEMBER], reviews=frozenset({OTHER_REVIEW}), papers_of=frozenset({OTHER_REVIEW})
    )


def test_several_roles_in_several_partnerships() -> None:
    """What is held in one partnership gives nothing in another."""
    there = Held(Role.COORDINATOR, ELSEWHERE)
    sight = sight_of(standing(holding(Role.BOARD_MEMBER), there))
    assert (sight.whole, sight.published) == (frozenset({ELSEWHERE}), HERE)
    assert sight.partnerships == sight.inside == HERE | {ELSEWHERE}


def test_oversight_beside_another_role() -> None:
    """Whoever only oversees a partnership is not in it; whoever is anything else there, is."""
    overseeing = holding(Role.OVERSIGHT)
    assert sight_of(standing(overseeing)).inside == frozenset()
    assert sight_of(standing(overseeing, holding(Role.BOARD_MEMBER))).inside == HERE
    assert sight_of(standing(overseeing, Held(Role.COORDINATOR, ELSEWHERE))).inside == {ELSEWHERE}


@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_directory(role: Role) -> None:
    """Addresses and telephone numbers are for administrators and for those who see the whole partnership."""
    wanted = {Role.ADMINISTRATOR, Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR}
    assert sight_of(standing(holding(role))).keeps_directory == (role in wanted)


@pytest.mark.parametrize("role", [*Role, *Contact])
def test_a_token_limited_to_one_role(role: Role | Contact) -> None:
    """A program sees what this role alone would let its person see, and not what they own."""
    everything = frozenset(holding(one) for one in (*Role, *Contact))
    limited = sight_of(replace(standing(), held=everything).limited({role}))
    assert limited == replace(sight_of(standing(holding(role))), owner=None)


def test_a_token_without_the_role_of_an_administrator() -> None:
    """It is no administrator's, whatever its person is."""
    limited = sight_of(standing(holding(Role.BOARD_MEMBER), administrator=True).limited({"board member"}))
    assert limited == replace(BY_ROLE[Role.BOARD_MEMBER], owner=None)
    assert sight_of(standing(administrator=True).limited({"administrator"})).is_administrator


def test_a_token_limited_to_nothing() -> None:
    """Roles that are over leave a program nothing of any case."""
    limited = sight_of(standing(holding(Role.COORDINATOR)).limited(()))
    assert limited == replace(THEIRS, owner=None)


def test_a_token_limited_to_what_is_their_own() -> None:
    """What somebody owns, and what they may read by an access list, goes along with "owner" alone."""
    listed = standing(holding(Role.COORDINATOR), access=frozenset({OTHER_REVIEW}))
    assert sight_of(listed.limited({OWNING})) == replace(
        THEIRS, reviews=frozenset({OTHER_REVIEW}), papers_of=frozenset({OTHER_REVIEW})
    )
    alone = replace(BY_ROLE[Role.COORDINATOR], owner=None)
    assert sight_of(listed.limited({Role.COORDINATOR})) == alone


WITH_ANOTHER: dict[Role | Contact, tuple[bool, bool]] = {
    **dict.fromkeys((Role.COORDINATOR, Role.CHAIR, Role.DEPUTY_CHAIR), (True, True)),
    **dict.fromkeys((Role.SUBGROUP_MEMBER, Role.BOARD_MEMBER), (False, True)),
}
"""Who sees a review that their partnership commissioned with another: before and after its publication."""


@pytest.mark.parametrize("is_published", [False, True])
@pytest.mark.parametrize("role", [*Role, *Contact])
def test_a_review_commissioned_with_another_partnership(role: Role | Contact, is_published: bool) -> None:
    """It is seen as one's own would be, and nothing else of the partnership that leads it."""
    joint = Commissioned(OTHER_REVIEW, ELSEWHERE, PARTNERSHIP, is_published)
    own = standing(holding(role))
    sight = sight_of(replace(own, commissioned=frozenset({joint})))
    if WITH_ANOTHER.get(role, (False, False))[is_published]:
        reviews, leading = frozenset({OTHER_REVIEW}), frozenset({ELSEWHERE})
        papers = reviews if role == Role.COORDINATOR else frozenset[UUID]()
        assert sight == replace(sight_of(own), reviews=reviews, leading=leading, papers_of=papers)
    else:
        assert sight == sight_of(own)


def test_a_token_sees_such_a_review_by_its_roles() -> None:
    """One that is limited to another role, or to what is their own, sees none of it."""
    joint = frozenset({Commissioned(OTHER_REVIEW, ELSEWHERE, PARTNERSHIP, is_published=False)})
    both = standing(holding(Role.COORDINATOR), holding(Role.BOARD_MEMBER))
    theirs = replace(both, commissioned=joint)
    assert sight_of(theirs.limited({Role.COORDINATOR})).reviews == {OTHER_REVIEW}
    assert not sight_of(theirs.limited({Role.BOARD_MEMBER, OWNING})).reviews
