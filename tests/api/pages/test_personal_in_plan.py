"""The page of a review says what of its plan looks like personal details, before a file of it goes out."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import send, visit

BOX = "of this plan"


def said_knowingly(client: TestClient, path: str, **typed: str) -> None:
    """Fill in a form, and save it all the same when it asks."""
    asked = send(client, path, **typed)
    assert asked.status_code == 422
    warned = asked.text.partition('name="warned" value="')[2].partition('"')[0]
    assert send(client, path, **typed, warned=warned).status_code == 303


def test_nothing_looks_personal(client: TestClient, plan: Plan) -> None:
    """Nothing is said, and the files are offered."""
    page = visit(client, plan.review)
    assert BOX not in page.text
    assert "The action plan as Word" in page.links


def test_what_looks_personal(client: TestClient, plan: Plan) -> None:
    """It is counted and named, each with a link to where it stands; the files are offered all the same."""
    said_knowingly(client, f"{plan.action}/progress", progress="Mrs Brown has trained them.")
    said_knowingly(client, f"{plan.recommendation}/wording", wording="Train them by 943 476 5919.")
    page = visit(client, plan.review)
    assert "2 texts of this plan have words that look like somebody's personal details." in page.text
    assert "Action 3.140(a)/1: “Mrs Brown” looks like a name" in page.text
    assert "Recommendation 3.140(a): “943 476 5919” looks like an NHS number" in page.text
    assert page.links["Action 3.140(a)/1"] == plan.action
    assert "The action plan as Word" in page.links
