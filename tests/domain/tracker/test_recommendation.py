"""Recommendations on a real log: made by hand in a review."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from domain.recommendation import Recommendation
from domain.refusals import NotFound, Refused
from domain.tracker import Tracker, recommendation
from tests.domain.given import by


def test_each_takes_the_next_place_in_the_plan(tracker: Tracker, dhr7: UUID, training: UUID) -> None:
    """Also under a label that is there already."""
    other = recommendation.make(tracker, dhr7, wording="Share information.", label="R1", by=by())
    places = [vars(tracker.store.log.of(one)[0].event)["place"] for one in (training, other)]
    assert places == [1, 2]
    assert recommendation.in_plan(tracker, dhr7, "recommendation") == [training, other]
    assert recommendation.in_plan(tracker, dhr7, "action") == []


def test_it_is_addressed_to_agencies_of_the_directory(
    tracker: Tracker, dhr7: UUID, training: UUID, police: UUID
) -> None:
    """An agency that is not there is refused, by hand and on making it."""
    recommendation.name_addressees(tracker, training, addressees=(police,), by=by())
    assert tracker.get(Recommendation, training).addressees == (police,)
    with pytest.raises(NotFound):
        recommendation.name_addressees(tracker, training, addressees=(uuid4(),), by=by())
    with pytest.raises(NotFound):
        recommendation.make(tracker, dhr7, wording="Share.", addressees=(uuid4(),), by=by())
    with pytest.raises(NotFound):
        recommendation.make(tracker, uuid4(), wording="Share.", by=by())


def test_what_is_refused_takes_no_place(tracker: Tracker, dhr7: UUID) -> None:
    """Without wording nothing stands in the plan."""
    with pytest.raises(Refused, match=r"^A recommendation needs its wording\.$"):
        recommendation.make(tracker, dhr7, wording=" ", by=by())
    assert recommendation.in_plan(tracker, dhr7, "recommendation") == []
