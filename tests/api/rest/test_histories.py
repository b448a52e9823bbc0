"""Who changed what, when and why: histories, the timeline of a review, the feed of all events."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from domain.provenance import Recorded
from domain.store.application import Store
from projections.outbox import Reminder, record
from tests.api.conftest import BASE_URL, Given
from tests.api.rest.asking import API, Plan, act, get, items, refused

KEYS_OF_AN_EVENT = {
    "position",
    "topic",
    "thing",
    "happened_on",
    "recorded_at",
    "entered_by",
    "said_by",
    "how",
    "reason",
    "correlation",
}


def test_a_history(client: TestClient, plan: Plan, given: Given) -> None:
    """Every event in order, told in a sentence, with who entered it and what it says of its own."""
    act(client, f"actions/{plan.action}/extension-request", until="2026-06-30", reason="The trainer left.")
    told = items(client, f"actions/{plan.action}/history")
    assert [one["topic"] for one in told] == [
        "action.planned",
        "action.timescale_set",
        "action.extension_requested",
    ]
    last = told[-1]
    expected = {
        "thing": plan.action,
        "version": 3,
        "entered_by": str(given.administrator),
        "post": "Community safety officer",
        "said_by": "",
        "how": "json",
        "reason": "The trainer left.",
        "happened_on": "2026-03-02",
        "facts": {"until": "2026-06-30"},
        "details": [["Reason", "The trainer left."]],
    }
    assert last | expected == last
    assert "30 June 2026" in last["sentence"]


def test_reminders_in_a_history(client: TestClient, plan: Plan, given: Given, store: Store) -> None:
    """What was decided about the reminders of an action shows beside its events."""
    day = date(2026, 4, 2)
    of, to = (UUID(plan.action), given.partnership, 1), (given.administrator, None)
    skipped = Reminder(*of, "before-28", 1, *to, "skipped", "No address.", day)
    with store.connection() as connection:
        record(connection, [skipped])
    (told,) = get(client, f"actions/{plan.action}/history")["reminders"]
    expected = {"step": "before-28", "what": "skipped", "why": "No address.", "day": "2026-04-02"}
    assert told | expected == told


def test_facts(client: TestClient, plan: Plan, given: Given) -> None:
    """The facts of an event hold nothing that every event has."""
    for event in items(client, "events"):
        assert set(event) >= KEYS_OF_AN_EVENT
        assert not set(event["facts"]) & set(Recorded.__annotations__)
    planned = next(one for one in items(client, "events") if one["topic"] == "action.planned")
    assert planned["facts"]["lead"] == str(given.council)
    assert planned["facts"]["recommendations"] == [plan.recommendation]


@pytest.mark.parametrize(
    "things", ["actions", "recommendations", "reviews", "agencies", "people", "partnerships"]
)
def test_the_history_of_another_kind(client: TestClient, plan: Plan, given: Given, things: str) -> None:
    """Under the address of one kind there is no history of another, nor of nothing."""
    another = plan.action if things != "actions" else plan.review
    refused(client.get(f"{API}/{things}/{another}/history"), 404)
    refused(client.get(f"{API}/{things}/{uuid4()}/history"), 404)


def test_a_timeline(client: TestClient, plan: Plan) -> None:
    """The timeline of a review has what happened to it and to all in it, in order, page by page."""
    address = f"{BASE_URL}{API}/reviews/{plan.review}/timeline?limit=2"
    topics = []
    while address:
        answer = client.get(address).json()
        assert len(answer["items"]) <= 2
        topics += [one["topic"] for one in answer["items"]]
        address = answer["next"]
    assert topics == [
        "review.opened",
        "recommendation.made",
        "action.planned",
        "action.timescale_set",
        "review.plan_issued",
    ]


def test_a_timeline_of_nothing(client: TestClient, plan: Plan) -> None:
    """There is no timeline of what is no review."""
    refused(client.get(f"{API}/reviews/{plan.action}/timeline"), 404)
    refused(client.get(f"{API}/reviews/{plan.action}/questions"), 404)


def test_the_feed(client: TestClient, plan: Plan) -> None:
    """Whoever asks after the last position that they have misses nothing and gets nothing twice."""
    address, seen = f"{BASE_URL}{API}/events?limit=3", list[int]()
    while address:
        answer = client.get(address).json()
        seen += [one["position"] for one in answer["items"]]
        address = answer["next"]
    assert seen == list(range(1, len(seen) + 1))
    assert get(client, f"events?after={seen[-1]}") == {"items": [], "next": None}
    act(client, f"actions/{plan.action}/progress", progress="Half.")
    (new,) = items(client, f"events?after={seen[-1]}")
    assert (new["position"], new["topic"]) == (seen[-1] + 1, "action.progress_reported")


def test_no_personal_details(client: TestClient, plan: Plan) -> None:
    """Names, e-mail addresses and telephone numbers of people are in no event."""
    text = client.get(f"{API}/events?limit=1000").text
    assert "Ada" not in text
    assert "ada@example.org" not in text
