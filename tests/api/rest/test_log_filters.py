"""The log by JSON, narrowed down by who, what, when and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, act, get, items, refused
from tests.api.rest.past import Past


def topics(client: TestClient, **query: Any) -> list[str]:
    """The topics of the events that are chosen."""
    answer = client.get(f"{API}/events", params=query)
    assert answer.status_code == 200, answer.text
    return [one["topic"] for one in answer.json()["items"]]


def test_of_what(client: TestClient, plan: Plan, given: Given) -> None:
    """By thing, kind of thing, topic, review, agency and partnership."""
    planned = ["action.planned", "action.timescale_set"]
    assert topics(client, thing=plan.action) == topics(client, kind="action") == planned
    assert topics(client, kind=["action", "recommendation"]) == ["recommendation.made", *planned]
    assert topics(client, topic=["action.planned", "review.opened"]) == ["review.opened", "action.planned"]
    assert topics(client, review=plan.review)[0] == "review.opened"
    assert "partnership.registered" not in topics(client, review=plan.review)
    assert topics(client, agency=str(given.police)) == ["agency.added", *planned]
    assert "partnership.registered" in topics(client, partnership="WAL")


def test_by_whom_and_how(client: TestClient, plan: Plan, given: Given) -> None:
    """By who entered them, the way in which they came, and the request that made them."""
    assert topics(client, who=str(given.administrator))[0] == "review.opened"
    assert topics(client, who=str(uuid4())) == []
    at_the_command_line = topics(client, how="command line")
    assert at_the_command_line[0] == "agency.added"
    assert "review.opened" not in at_the_command_line
    planned = items(client, "events?topic=action.planned")[0]
    assert topics(client, correlation=planned["correlation"]) == ["action.planned", "action.timescale_set"]


def test_when(client: TestClient, plan: Plan) -> None:
    """By the days on which it happened and was recorded, and whether long lay between them."""
    act(client, f"actions/{plan.action}/progress", progress="Half.", happened_on="2026-01-05")
    late = "action.progress_reported"
    assert (
        topics(client, happened_until="2026-01-31")
        == topics(client, happened_from="2026-01-05", happened_until="2026-01-05")
        == [late]
    )
    assert late not in topics(client, happened_from="2026-01-06")
    today = datetime.now(UTC).date()
    yesterday, tomorrow = (today + timedelta(days=by) for by in (-1, 1))
    assert late in topics(client, recorded_from=str(yesterday), recorded_until=str(tomorrow))
    assert topics(client, recorded_from=str(tomorrow)) == []
    assert topics(client, recorded_until="2020-01-01") == []
    assert late in topics(client, late="true")
    assert topics(client, happened_from="0001-01-01", recorded_until="9999-12-31", topic=late) == [late]


@pytest.mark.parametrize("narrowed", [{}, {"kind": "action"}])
def test_as_at(client: TestClient, plan: Plan, past: Past, narrowed: dict[str, str]) -> None:
    """As at a moment in the past the log ends with what was recorded by then, page by page too."""
    before, then = topics(client, **narrowed), past.moment()
    act(client, f"actions/{plan.action}/progress", progress="Half.")
    assert topics(client, **narrowed) == [*before, "action.progress_reported"]
    assert topics(client, as_at=then, **narrowed) == before
    assert topics(client, as_at="2020-01-01", **narrowed) == []
    page = client.get(f"{API}/events", params={"as_at": then, "limit": 1, **narrowed}).json()
    found = [one["topic"] for one in page["items"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        found += [one["topic"] for one in page["items"]]
    assert found == before
    last = items(client, "events?limit=1000")[-1]["position"]
    assert topics(client, as_at=then, after=last - 1, **narrowed) == []


def test_as_a_feed(client: TestClient, plan: Plan) -> None:
    """Filtered, too, whoever asks after the last position misses nothing and gets nothing twice."""
    first = get(client, "events?kind=action&limit=1")
    second = client.get(first["next"]).json()
    assert second["next"] is None
    assert [one["topic"] for one in first["items"] + second["items"]] == [
        "action.planned",
        "action.timescale_set",
    ]
    last = second["items"][-1]["position"]
    assert get(client, f"events?kind=action&after={last}") == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=mail", "kind"),
        ("how=pigeon", "how"),
        ("who=Ada", "who"),
        ("late=perhaps", "late"),
        ("happened_from=soon", "happened_from"),
        ("partnership=NONE", "partnership"),
        ("sort=topic", "sort"),
        ("as_at=2099-01-01", "as_at"),
        ("as_at=soon", "as_at"),
    ],
)
def test_wrong_query_words(client: TestClient, query: str, field: str) -> None:
    """What cannot be chosen is refused by name."""
    named = refused(client.get(f"{API}/events?{query}"), 422)["errors"][0]["field"]
    assert named.partition(".")[0] == field
