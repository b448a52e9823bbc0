"""The scheme of delegation: who decides on time and on sign-off, and from which day a scheme holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.action import Action
from domain.decisions import deciders, refuse_unless_delegated
from domain.delegation import CHAIRS, DelegationScheme, describe_scheme
from domain.partnership import Partnership
from domain.refusals import NotAllowed
from domain.vocabulary import Role
from tests.domain.actions import DUE, action
from tests.domain.given import TODAY, by, given

DEFAULT = DelegationScheme()
SHORT = (*CHAIRS, Role.COORDINATOR, Role.SUBGROUP_MEMBER)


def asked(more_days: int, **provenance: Any) -> Action:
    """An action for which so many days more are asked for."""
    one = action()
    one.request_extension(DUE + timedelta(days=more_days), by=by(reason="The trainer left.", **provenance))
    return one


@pytest.mark.parametrize(("more_days", "who"), [(1, SHORT), (28, SHORT), (29, CHAIRS)])
def test_a_long_request_is_the_boards(more_days: int, who: tuple[Role, ...]) -> None:
    """Up to 28 days are short."""
    assert deciders(DEFAULT, asked(more_days)) == who


def test_what_is_granted_counts() -> None:
    """Who grants more than was asked for needs the authority for that."""
    assert deciders(DEFAULT, asked(7), until=DUE + timedelta(days=29)) == CHAIRS
    assert deciders(DEFAULT, asked(70), until=DUE + timedelta(days=28)) == SHORT


def test_a_repeated_request_is_the_boards() -> None:
    """However short the second is."""
    one = asked(7)
    one.grant_extension(by=by())
    one.request_extension(DUE + timedelta(days=14), by=by(reason="Again."))
    assert deciders(DEFAULT, one) == CHAIRS


def test_a_late_request_is_the_boards() -> None:
    """Asked for when the day had passed; on the day itself is in time."""
    late, in_time = DUE + timedelta(days=1), DUE
    assert deciders(DEFAULT, asked(7, today=late)) == CHAIRS
    assert deciders(DEFAULT, asked(7, today=in_time)) == SHORT


def test_who_is_assured() -> None:
    """The subgroup, or whom the scheme names beside the chairs."""
    assert deciders(DEFAULT, action()) == (*CHAIRS, Role.SUBGROUP_MEMBER)
    named = DelegationScheme(assurance=(Role.COORDINATOR,))
    assert deciders(named, action()) == (*CHAIRS, Role.COORDINATOR)


def test_what_a_meeting_decided_a_coordinator_enters() -> None:
    """With the meeting named; nobody else by that."""
    one = asked(70)
    refuse_unless_delegated(DEFAULT, one, frozenset({Role.COORDINATOR}), meeting="Board of 2 March")
    for held, meeting in (
        ({Role.COORDINATOR}, " "),
        ({Role.SUBGROUP_MEMBER}, "Board of 2 March"),
        (set[str](), "Board of 2 March"),
    ):
        with pytest.raises(NotAllowed, match="decided by the chair or deputy chair, or at a meeting"):
            refuse_unless_delegated(DEFAULT, one, frozenset(held), meeting=meeting)


def test_a_scheme_holds_from_its_day() -> None:
    """Until then the one before; the default before the first; a later one for the same day replaces it."""
    home = Partnership.register("WAL", "Walsall", by=by())
    first = DelegationScheme(first_day=TODAY, short_days=14)
    home.set_delegation_scheme(first, by=by())
    later = TODAY + timedelta(days=30)
    home.set_delegation_scheme(DelegationScheme(first_day=later, short_days=7), by=by())
    found = {day: home.delegation_scheme(day) for day in (TODAY - timedelta(days=1), TODAY, later)}
    assert [(one.version, one.short_days) for one in found.values()] == [(0, 28), (1, 14), (2, 7)]
    home.set_delegation_scheme(DelegationScheme(first_day=later, short_days=21), by=by())
    assert home.delegation_scheme(later).short_days == 21


def test_a_scheme_needs_a_likely_day() -> None:
    """A mistyped year is refused."""
    home = Partnership.register("WAL", "Walsall", by=by())
    given(home).when(Partnership.set_delegation_scheme, DelegationScheme(first_day=date(3026, 1, 1))).refused(
        "Look at the year again: it must be one from 1900 to 2099.", field="first_day"
    )


def test_it_says_what_it_is() -> None:
    """In sentences, as the page of the partnership shows them."""
    said = describe_scheme(DEFAULT)
    assert said[0] == (
        "Up to 28 days more, asked for once and in time: chair, deputy chair, coordinator or subgroup member."
    )
    assert said[1] == "More than that, again or late: chair or deputy chair."
    assert said[2] == "Signing off for the partnership: chair, deputy chair or subgroup member."
