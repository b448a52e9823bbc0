"""Whole reviews by JSON: the same events as through the aggregate alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.demo.course import Course, resolved
from api.demo.course import Given as Command
from domain.clocks import london_day
from domain.review import Review
from domain.store.scope import EVERYTHING, within
from tests.api.conftest import Clock, Given
from tests.api.rest.asking import act, get, items, make
from tests.course import in_aggregate, told
from tests.domain.given import PARTNERSHIP, by

WAYS = ("concluded", "not_reviewed", "directed", "midway")


@pytest.mark.parametrize("way", WAYS)
def test_the_same_events(client: TestClient, given: Given, clock: Clock, way: str) -> None:
    """From the notification on, each with its day; and the review then stands where they lead."""
    today = london_day(clock.now)
    somebody = UUID(make(client, "people", name="Sam Somebody")["id"])
    people = (given.administrator, somebody)
    course = Course(today, agencies=(given.police, given.council), people=people)
    steps: Callable[[], Iterator[Command]] = getattr(course, way)
    review = make(client, "reviews", partnership=str(given.partnership), reference="DHR9")["id"]
    for step in steps():
        said: dict[str, Any] = resolved(step.body, thing(client, review))
        act(client, f"reviews/{review}/{step.noun}", **said, happened_on=step.on.isoformat())
    alone = in_aggregate(Review.open(PARTNERSHIP, "DHR9", by=by()), steps(), today)
    app: Any = client.app
    with within(EVERYTHING):
        log = [entry.event for entry in app.state.tracker.store.log.of(UUID(review))]
    assert told(log[1:]) == told(alone.collect_events()[1:])
    assert get(client, f"reviews/{review}")["steps"] == {
        str(step): on.isoformat() for step, on in alone.taken.items()
    }
    running = [one["kind"] for one in items(client, f"clocks?review={review}&running=true")]
    assert sorted(running) == sorted(one.kind for one in alone.clocks.values() if one.runs)


def thing(client: TestClient, review: str) -> Review:
    """The review as the log has it."""
    app: Any = client.app
    with within(EVERYTHING):
        found: Review = app.state.tracker.get(Review, UUID(review))
    return found
