"""Roles and access lists: of what they are held, and from when to when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.partnership import HeldRole, Partnership
from domain.review import Review
from domain.terms import Term
from domain.vocabulary import IN_ONE_REVIEW, Role
from tests.domain.given import OWNER, PARTNERSHIP, POLICE, REVIEW, SOMEBODY, TODAY, by, fact, given

LATER = TODAY + timedelta(days=90)


def home() -> Partnership:
    """A partnership in which nobody has a role."""
    return Partnership.register("WAL", "Walsall", by=by())


def review() -> Review:
    """A review that was opened."""
    return Review.open(PARTNERSHIP, "DHR7", by=by())


def test_a_role_is_held_from_a_day_to_a_day() -> None:
    """From today until it is ended, where no days are named."""
    given(home()).when(Partnership.give_role, OWNER, Role.CHAIR).then(
        fact(Partnership.RoleGiven, role=Role.CHAIR, review=None, first_day=TODAY, last_day=None)
    )
    given(home()).when(Partnership.give_role, OWNER, Role.CHAIR, last_day=LATER).then(
        fact(Partnership.RoleGiven, first_day=TODAY, last_day=LATER)
    )


def test_a_role_that_is_over_is_given_again() -> None:
    """From a day after its last one; not from a day on which it is held."""
    one = home()
    one.give_role(OWNER, Role.CHAIR, last_day=LATER, by=by())
    given(one).when(Partnership.give_role, OWNER, Role.CHAIR, first_day=LATER).refused(
        "They are chair already.", field="role"
    )
    after = LATER + timedelta(days=1)
    again = given(one).when(Partnership.give_role, OWNER, Role.CHAIR, first_day=after)
    assert again.then(Partnership.RoleGiven).roles == {HeldRole(OWNER, Role.CHAIR): Term(after)}


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        ({"role": Role.PANEL_MEMBER}, "In which review are they panel member?", "review"),
        (
            {"role": Role.CHAIR, "review": REVIEW},
            "One is chair of the partnership, not in one review.",
            "review",
        ),
        ({"role": Role.IMR_AUTHOR, "review": REVIEW}, "For which agency do they write?", "agency"),
        (
            {"role": Role.PANEL_MEMBER, "review": REVIEW, "agency": POLICE},
            "One is panel member for no agency.",
            "agency",
        ),
        (
            {"role": Role.CHAIR, "last_day": TODAY - timedelta(days=1)},
            "It ends before it begins.",
            "last_day",
        ),
        (
            {"role": Role.CHAIR, "first_day": date(226, 1, 1)},
            "Look at the year again: it must be one from 1900 to 2099.",
            "first_day",
        ),
    ],
)
def test_a_role_says_for_what_it_is_held(facts: dict[str, Any], sentence: str, field: str) -> None:
    """No more, and no less."""
    given(home()).when(Partnership.give_role, OWNER, **facts).refused(sentence, field=field)


@pytest.mark.parametrize("role", IN_ONE_REVIEW)
def test_roles_in_a_review(role: Role) -> None:
    """One may be the same in another review; each is ended by itself."""
    agency = POLICE if role is Role.IMR_AUTHOR else None
    one = home()
    for place in (REVIEW, SOMEBODY):
        one.give_role(OWNER, role, review=place, agency=agency, by=by())
    ended = given(one).when(Partnership.end_role, OWNER, role, review=REVIEW, agency=agency)
    left = ended.then(fact(Partnership.RoleEnded, review=REVIEW, agency=agency)).roles
    assert [*left] == [HeldRole(OWNER, role, SOMEBODY, agency)]
    given(one).when(Partnership.end_role, OWNER, role).refused(f"They are not {role}.", field="role")


def test_an_access_list() -> None:
    """Each person once, with a reason, and for a time."""
    because = by(reason="She audits it.")
    opened = given(review()).when(Review.give_access, OWNER, last_day=LATER, by=because)
    listed = opened.then(fact(Review.AccessGiven, person=OWNER, first_day=TODAY, last_day=LATER))
    given(listed).when(Review.give_access, OWNER, by=because).refused(
        "They are on its access list already.", field="person"
    )
    assert given(listed).when(Review.end_access, OWNER).then(Review.AccessEnded).access == {}
    given(listed).when(Review.end_access, SOMEBODY).refused(
        "They are not on its access list.", field="person"
    )


def test_access_needs_a_reason() -> None:
    """Whoever audits the list reads why."""
    given(review()).when(Review.give_access, OWNER).refused(
        "Say why they are to read this review.", field="reason"
    )


def test_publication() -> None:
    """Once, on the day on which it happened; it ends with a reason, and may come again."""
    day = TODAY - timedelta(days=3)
    published = (
        given(review())
        .when(Review.publish, by=by(happened_on=day))
        .then(Review.Published, Review.ClockStarted)
    )
    assert published.published_on == day
    given(published).when(Review.publish).refused("It has been published already.")
    given(published).when(Review.end_publication).refused(
        "Say why it is published no longer.", field="reason"
    )
    ended = given(published).when(Review.end_publication, by=by(reason="Taken down after two years."))
    again = ended.then(Review.PublicationEnded, Review.ClockEnded)
    given(again).when(Review.end_publication).refused("It is not published.")
    given(again).when(Review.publish).then(Review.Published, Review.ClockStarted)
