"""Searching by JSON."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, get, items, refused
from tests.api.rest.past import Past


def found(client: TestClient, words: str, **query: Any) -> list[tuple[str, str]]:
    """Kind and id of what is found, the best first."""
    answer = client.get(f"{API}/search", params={"words": words, **query})
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["id"]) for one in answer.json()["items"]]


def test_by_reference(client: TestClient, plan: Plan) -> None:
    """A reference finds its thing first, however it is typed."""
    assert found(client, "dhr 7")[0] == ("review", plan.review)
    assert found(client, "3.140(A)")[0] == ("recommendation", plan.recommendation)


def test_by_words(client: TestClient, plan: Plan, given: Given) -> None:
    """Words are found in any form, agencies and people by their names, also mistyped."""
    assert found(client, "training front-line") == [("action", plan.action)]
    assert found(client, "westshir polise")[0] == ("agency", str(given.police))
    assert found(client, "administrator")[0] == ("person", str(given.administrator))


def test_an_excerpt(client: TestClient, plan: Plan) -> None:
    """What was found stands out in its text."""
    (one,) = items(client, "search?words=front-line")
    assert "".join(piece["text"] for piece in one["excerpt"]).startswith("Train all front-line staff")
    assert any(piece["found"] for piece in one["excerpt"])
    assert one["heading"] == "3.140(a)/1"


def test_of_some_kinds(client: TestClient, plan: Plan) -> None:
    """Only things of the kinds and of the partnership that are asked for."""
    assert {kind for kind, _ in found(client, "train")} == {"recommendation", "action"}
    assert found(client, "train", kind="action") == [("action", plan.action)]
    assert len(found(client, "train", kind=["action", "recommendation"], partnership="WAL")) == 2


def test_as_at(client: TestClient, plan: Plan, past: Past) -> None:
    """What could be found then."""
    past.moment()
    assert found(client, "train", as_at="2020-01-01") == []


def test_pages(client: TestClient, plan: Plan) -> None:
    """One page after the other."""
    first = get(client, "search?words=train&limit=1")
    second = client.get(first["next"]).json()
    assert second["next"] is None
    assert [one["id"] for one in first["items"] + second["items"]] == [
        identity for _, identity in found(client, "train")
    ]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "words"),
        ("words=", "words"),
        (f"words={'x' * 201}", "words"),
        ("words=x&kind=mail", "kind"),
        ("words=x&as_at=2026-03-03", "as_at"),
    ],
)
def test_wrong_query_words(client: TestClient, query: str, field: str) -> None:
    """What cannot be searched is refused by name."""
    named = refused(client.get(f"{API}/search?{query}"), 422)["errors"][0]["field"]
    assert named.partition(".")[0] == field


@pytest.mark.parametrize("words", ["%00", "?!", "-train", "%F0%9F%98%80"])
def test_nothing_is_found(client: TestClient, plan: Plan, words: str) -> None:
    """Marks, what cannot be typed, and what only leaves out find nothing."""
    assert items(client, f"search?words={words}") == []
