"""Timescales of actions, also those that count from the publication of their review.

"3 months after publication" becomes a due date as soon as the publication is recorded, and moves where its
day is corrected (agreed practice).
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain.action import Action
from domain.clocks import in_words
from domain.provenance import Provenance
from domain.review import Review
from domain.timescales import Timescale
from domain.tracker import Tracker
from domain.tracker.recommendation import in_plan
from domain.vocabulary import QuestionAbout


def say_timescale(
    tracker: Tracker,
    action: UUID,
    *,
    command: Callable[..., Any],
    timescale: Timescale,
    by: Provenance,
    version: int | None = None,
) -> int:
    """Set a timescale, or correct it; where it counts from a publication that is recorded, at once."""
    thing = tracker.to_change(command, Action, action, by=by, version=version)
    command(thing, timescale, by=by)
    count_at_once(tracker, thing, by=by)
    return tracker.record(thing)


def count_at_once(tracker: Tracker, action: Action, *, by: Provenance) -> None:
    """Count the timescale of an action from the publication of the first of its reviews, if it was."""
    published_on = tracker.look(Review, action.reviews[0]).published_on
    if published_on:
        action.count_from_publication(published_on, by=by)


def count_from_publication(
    tracker: Tracker, review: Review, command: Callable[..., Any], *, by: Provenance
) -> list[Action]:
    """Count all timescales of a plan from the publication of its review; the actions that got another date.

    Questions that asked for nothing else are settled. `command` is the one by which it was published.
    """
    if review.published_on is None:
        return []
    planned = tracker.several(Action, in_plan(tracker, review.id, "action"))
    own = [one for one in planned if one.reviews[0] == review.id]
    counted = [one for one in own if one.count_from_publication(review.published_on, by=by)]
    tracker.allow(command, *counted, by=by)
    dated = {one.id for one in counted}
    for asked in review.open_questions():
        if asked.about is QuestionAbout.TIMESCALE and asked.things and dated.issuperset(asked.things):
            answer = f"It counts from the publication on {in_words(review.published_on)}."
            review.settle_question(asked.id, answer, by=by)
    return counted
