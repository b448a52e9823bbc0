"""What changed between two days, as people read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit


@pytest.fixture
def reworded(client: TestClient, plan: Plan, token: str, clock: Clock) -> Plan:
    """The plan, whose action says otherwise; the clock goes along with the time of the database."""
    record(client, f"{plan.action}/wording", text="Train all new staff", reason="Clearer.")
    clock.now = datetime.now(UTC) + timedelta(seconds=1)
    client.headers["Authorization"] = f"Bearer {token}"
    return plan


def test_what_changed(client: TestClient, reworded: Plan) -> None:
    """Counted by kind, under a heading for each; every line leads to its thing."""
    page = visit(client, visit(client, "/").links["What changed in the last 28 days"])
    assert page.heading == "What changed"
    assert "3 added, 1 reworded" in page.text
    assert page.links["Action 3.140(a)/1"] == reworded.action
    assert page.links["Recommendation 3.140(a)"] == reworded.recommendation
    assert page.links["Review DHR7"] == reworded.review


def test_differences_in_words(client: TestClient, reworded: Plan) -> None:
    """What was taken away and what was added stand out, in marks that can be read aloud."""
    page = visit(client, "/changes")
    assert [one.text for one in page.tree.iter("del")] == ["front-line"]
    assert [one.text for one in page.tree.iter("ins")] == ["new"]


def test_of_a_review_or_an_agency(client: TestClient, reworded: Plan, given: Given) -> None:
    """The address narrows it, and the form keeps what is chosen."""
    page = visit(client, f"/changes?agency={given.police}")
    assert "Action 3.140(a)/1" in page.links
    assert "Review DHR7" not in page.links
    (form,) = page.tree.xpath("//form[@action='/changes']")
    assert dict(form.form_values())["agency"] == str(given.police)
    review = reworded.review.rpartition("/")[2]
    assert "Review DHR7" in visit(client, f"/changes?review={review}").links


def test_a_time_without_changes(client: TestClient, reworded: Plan) -> None:
    """The page says so."""
    page = visit(client, "/changes?from=2020-01-01&until=2020-02-01")
    assert "0 changes after 1 January 2020, until the end of 1 February 2020." in page.text
    assert "Nothing changed in this time." in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=x", "The address asks for “x”, which is no day."),
        ("from=2020-02-01&until=2020-01-01", "The first day comes after the last one."),
        ("until=2999-01-01", "That lies in the future."),
        ("review=x", "The address asks for the review “x”, which there is not."),
    ],
)
def test_addresses_that_are_wrong(client: TestClient, plan: Plan, query: str, sentence: str) -> None:
    """They are refused in a sentence."""
    assert sentence in visit(client, f"/changes?{query}", 422).text
