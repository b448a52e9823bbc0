"""The approval of a plan looks at the agencies that lead its actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.action import Action
from domain.refusals import Refused
from domain.review import Review
from domain.tracker import Tracker, action, plan_stages
from tests.domain.given import by


def test_agencies_that_lead_actions_agree_first(
    tracker: Tracker, dhr7: UUID, training: UUID, police: UUID, housing: UUID
) -> None:
    """Those of cancelled actions are not asked; without the others it takes a reason."""
    tracker.change(Review.notify, Review, dhr7, notified_by=police, by=by())
    tracker.change(Review.agree_plan, Review, dhr7, by=by())
    planned = [
        action.plan(tracker, text="Train them.", recommendations=(training,), lead=one, by=by())
        for one in (police, housing)
    ]
    tracker.change(Action.cancel, Action, planned[1], by=by(reason="Twice in the plan."))
    with pytest.raises(Refused, match="1 lead agency has not agreed yet"):
        plan_stages.approve_plan(tracker, dhr7, by=by())
    agreed: dict[str, Any] = {"agency": police, "agreed_by": "Head of Safeguarding"}
    tracker.change(Review.agree_plan_for_agency, Review, dhr7, by=by(), **agreed)
    plan_stages.approve_plan(tracker, dhr7, meeting="Board of 2 March", by=by())
    assert tracker.look(Review, dhr7).plan_approved_on == by().today
