"""The approval of a review's plan, which looks at the actions in it."""

from uuid import UUID

from domain.action import Action
from domain.provenance import Provenance
from domain.review import Review
from domain.tracker import Tracker
from domain.tracker.recommendation import in_plan
from domain.vocabulary import Delivery


def approve_plan(
    tracker: Tracker,
    review: UUID,
    *,
    meeting: str = "",
    minute: str = "",
    by: Provenance,
    version: int | None = None,
) -> int:
    """Record that the partnership approved a plan, with a reason where a lead agency has not agreed."""
    actions = tracker.several(Action, in_plan(tracker, review, "action"))
    leading = {one.lead for one in actions if one.lead and one.delivery != Delivery.CANCELLED}
    facts = {"leading": tuple(leading), "meeting": meeting, "minute": minute}
    return tracker.change(Review.approve_plan, Review, review, version=version, by=by, **facts)
