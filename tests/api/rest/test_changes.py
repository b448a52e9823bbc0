"""What changed between two moments, by JSON."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, act, get, make, refused
from tests.api.rest.past import Past


def changed(client: TestClient, since: str, **query: Any) -> Any:
    """The changes since then."""
    answer = client.get(f"{API}/changes", params={"from": since, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_reworded(client: TestClient, plan: Plan, past: Past) -> None:
    """Both wordings, the words that differ, and the event."""
    since = past.moment()
    after = act(client, f"actions/{plan.action}/wording", text="Train all night staff")
    page = changed(client, since)
    assert {kind for kind, number in page["counts"].items() if number} == {"reworded"}
    (one,) = page["items"]
    expected = {
        "kind": "reworded",
        "position": after["position"],
        "thing_kind": "action",
        "thing": plan.action,
        "number": "3.140(a)/1",
        "review": plan.review,
        "reference": "DHR7",
        "agency_names": ["Westonbury Council"],
        "before": "Train all front-line staff",
        "after": "Train all night staff",
        "words": [
            {"span": "same", "text": "Train all"},
            {"span": "removed", "text": "front-line"},
            {"span": "added", "text": "night"},
            {"span": "same", "text": "staff"},
        ],
    }
    assert one | expected == one


def test_until(client: TestClient, plan: Plan, past: Past) -> None:
    """What came after the end is not told."""
    since = past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    until = past.moment()
    act(client, f"actions/{plan.action}/cancellation", reason="No.")
    assert [one["kind"] for one in changed(client, since, until=until)["items"]] == ["reworded"]
    assert [one["kind"] for one in changed(client, until)["items"]] == ["cancelled"]


def test_newly_overdue(client: TestClient, plan: Plan, past: Past) -> None:
    """A day that passes makes actions overdue, without any event."""
    since = past.moment()
    make(client, "actions", text="Soon", recommendations=[plan.recommendation], due="2099-01-31")
    past.clock.move(days=80 * 366)
    page = changed(client, since, kind="newly overdue")
    assert page["counts"]["newly overdue"] == 1
    (one,) = page["items"]
    assert (one["position"], one["after"], one["words"]) == (None, "2099-01-31", [])


def test_of_whom(client: TestClient, plan: Plan, given: Given, past: Past) -> None:
    """Of a review, an agency or a partnership alone."""
    since = past.moment()
    other = make(client, "reviews", partnership=str(given.partnership), reference="DHR8")["id"]
    act(client, f"actions/{plan.action}/wording", text="Train everybody")

    def kinds(**query: str) -> list[str]:
        return [one["kind"] for one in changed(client, since, **query)["items"]]

    assert kinds(partnership="WAL") == ["added", "reworded"]
    assert kinds(review=plan.review) == kinds(agency=str(given.council)) == ["reworded"]
    assert kinds(review=other) == ["added"]
    assert kinds(kind="added") == ["added"]


def test_pages(client: TestClient, plan: Plan, past: Past) -> None:
    """One page after the other, with the same counts."""
    past.moment()
    first = get(client, "changes?from=2020-01-01&limit=2")
    assert len(first["items"]) == 2
    second = client.get(first["next"]).json()
    assert second["counts"] == first["counts"]
    assert len(first["items"] + second["items"]) == sum(first["counts"].values())
    assert (first["counts"]["added"], second["next"]) == (3, None)


@pytest.mark.parametrize("address", ["changes", "changes.csv"])
def test_as_at_is_refused_in_words(client: TestClient, address: str) -> None:
    """One moment means nothing where two are compared: the sentence says what to ask for instead."""
    problem = refused(client.get(f"{API}/{address}?from=2026-03-01&as_at=2026-03-02"), 422)
    assert problem["errors"] == [
        {
            "field": "as_at",
            "sentence": "What changed lies between two moments: say until when, instead of as at when.",
        }
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "from"),
        ("from=yesterday", "from"),
        ("from=2026-03-02&until=2026-03-01", "from"),
        ("from=2026-03-01&until=2026-03-03", "until"),
        ("from=2026-03-03", "from"),
        ("from=0001-01-01", "from"),
        ("from=9999-12-31", "from"),
        ("from=1899-12-31T23:59:59Z", "from"),
        ("from=2026-03-01&kind=mended", "kind"),
        ("since=2026-03-01", "from"),
        ("from=2026-03-01&as_at=2026-03-02", "as_at"),
    ],
)
def test_wrong_query_words(client: TestClient, query: str, field: str) -> None:
    """What cannot be compared is refused by name."""
    named = {one["field"] for one in refused(client.get(f"{API}/changes?{query}"), 422)["errors"]}
    assert field in {one.partition(".")[0] for one in named}
