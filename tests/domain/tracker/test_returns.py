"""Who records the return of which agency, on a real log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.provenance import Provenance
from domain.refusals import NotAllowed, Refused
from domain.review import Review
from domain.review.vocabulary import ReturnAnswer, ReturnKind
from domain.standing import Held, Standing
from domain.tracker import Tracker
from domain.tracker.returns import receive_return
from domain.vocabulary import Role
from tests.domain.given import by

ANSWER: Any = {"answer": ReturnAnswer.SUMMARY, "document": "Shelf 3"}


@pytest.fixture
def asked(tracker: Tracker, dhr7: UUID, police: UUID, housing: UUID) -> UUID:
    """A review for which two agencies were asked for their returns."""
    for agency in (police, housing):
        facts: Any = {"agency": agency, "asked_for": ReturnKind.SUMMARY, "due": date(2026, 6, 1)}
        tracker.change(Review.ask_for_return, Review, dhr7, by=by(), **facts)
    return dhr7


def holding(role: Role, walsall: UUID, review: UUID | None, agency: UUID | None = None) -> Provenance:
    """Entered by somebody who holds this role."""
    who = uuid4()
    held = frozenset({Held(role, walsall, review, agency)})
    return replace(by(), entered_by=who, standing=Standing(who, held=held, partnerships=frozenset({walsall})))


def test_the_author_of_an_agency_records_its_return_and_no_other(
    tracker: Tracker, walsall: UUID, asked: UUID, police: UUID, housing: UUID
) -> None:
    """That of another agency is refused in a sentence, and stays awaited."""
    author = holding(Role.IMR_AUTHOR, walsall, asked, police)
    with pytest.raises(Refused, match="You record the return of your own agency"):
        receive_return(tracker, asked, agency=housing, by=author, **ANSWER)
    receive_return(tracker, asked, agency=police, by=author, **ANSWER)
    found = tracker.get(Review, asked).returns
    assert (found[police].is_awaited, found[housing].is_awaited) == (False, True)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.INDEPENDENT_CHAIR, Role.REPORT_AUTHOR])
def test_whoever_collects_them_records_any(
    tracker: Tracker, walsall: UUID, asked: UUID, housing: UUID, role: Role
) -> None:
    """Coordinators, the independent chair and the author of the report."""
    somebody = holding(role, walsall, None if role == Role.COORDINATOR else asked)
    assert receive_return(tracker, asked, agency=housing, by=somebody, **ANSWER)


def test_a_member_of_the_panel_records_none(
    tracker: Tracker, walsall: UUID, asked: UUID, housing: UUID
) -> None:
    """They comment on drafts."""
    with pytest.raises(NotAllowed):
        receive_return(
            tracker, asked, agency=housing, by=holding(Role.PANEL_MEMBER, walsall, asked), **ANSWER
        )
