"""Many actions of one recommendation, and a change to all of them that has been chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from domain.action import Action
from domain.recommendation import Recommendation
from domain.tracker import Tracker
from domain.tracker.choosing import Seen, choose
from domain.tracker.recommendation import put_in_plan
from domain.tracker.together import Commanding
from tests.domain.given import by

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOMEBODY = UUID(int=77)


def plan_many(tracker: Tracker, recommendation: UUID, count: int, lead: UUID | None = None) -> list[UUID]:
    """So many actions, recorded at once."""
    one = tracker.get(Recommendation, recommendation)
    new = [
        Action.plan(
            f"Step {place}",
            partnership=one.led_by,
            reviews=(one.review,),
            recommendations=(recommendation,),
            number=f"R1/{place}",
            lead=lead,
            place=place,
            by=by(),
        )
        for place in range(1, count + 1)
    ]
    identities = [action.id for action in new]
    tracker.record(*new, along=[put_in_plan(one.review, "action", *identities)])
    return identities


def chosen(tracker: Tracker, things: list[UUID], *, version: int = 1, key: str | None = None) -> UUID:
    """A choice of these things, as seen at that version."""
    seen = [Seen(thing, version) for thing in things]
    return choose(tracker.store, SOMEBODY, "remark", seen, now=NOW, partnership=None, key=key)


def remarking(change: UUID, words: str = "Looked at together.") -> Commanding:
    """A command that any action takes."""
    provenance = replace(by(), correlation=change)

    def command(tracker: Tracker, thing: UUID, version: int) -> object:
        return tracker.change(Action.remark, Action, thing, version=version, remark=words, by=provenance)

    return command


def unknown() -> UUID:
    """The id of nothing."""
    return uuid4()
