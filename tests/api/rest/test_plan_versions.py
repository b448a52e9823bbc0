"""Versions of a plan compared, and the plain statement for the public, as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given, acting
from tests.api.rest.asking import API, Plan, act, get, make, refused


def compared(client: TestClient, plan: Plan, **asked: str) -> Any:
    """Two versions of the plan."""
    return client.get(f"{API}/reviews/{plan.review}/plan-versions", params=asked).json()


@pytest.fixture
def kept(client: TestClient, plan: Plan) -> None:
    """The plan as approved; then an action more, another wording, another lead, another date."""
    act(client, f"reviews/{plan.review}/plan-version", stage="as approved")
    act(client, f"recommendations/{plan.recommendation}/wording", wording="All staff are trained each year.")
    make(client, "actions", recommendations=[plan.recommendation], text="Write a leaflet.")


def test_without_a_version_there_is_nothing_to_compare(client: TestClient, plan: Plan) -> None:
    """And nothing is said to differ."""
    assert compared(client, plan) == {"versions": [], "before": "", "after": "", "differences": []}


def test_a_version_and_the_plan_now(client: TestClient, plan: Plan, kept: None) -> None:
    """What was reworded, with both wordings, and what was added."""
    found = compared(client, plan)
    assert [one["version"] for one in found["versions"]] == ["as approved"]
    assert (found["before"], found["after"]) == ("as approved", "now")
    reworded, added = found["differences"]
    assert (reworded["kind"], reworded["thing"]) == ("changed", "recommendation")
    assert reworded["wording"]["after"] == "All staff are trained each year."
    assert (added["kind"], added["thing"], added["facts"]) == ("added", "action", [])


def test_two_versions(client: TestClient, plan: Plan, kept: None) -> None:
    """The last two are compared unless others are asked for; what came after both is in neither."""
    act(client, f"reviews/{plan.review}/plan-version", stage="as submitted")
    act(client, f"actions/{plan.action}/cancellation", reason="No longer needed.")
    found = compared(client, plan)
    assert (found["before"], found["after"]) == ("as approved", "as submitted")
    assert {one["kind"] for one in found["differences"]} == {"changed", "added"}
    (gone,) = compared(client, plan, before="as submitted", after="now")["differences"]
    assert (gone["kind"], gone["id"]) == ("left out", plan.action)
    backwards = compared(client, plan, before="as submitted", after="as approved")["differences"]
    assert {one["kind"] for one in backwards} == {"changed", "left out"}
    assert compared(client, plan, before="as submitted", after="as submitted")["differences"] == []


def test_a_version_that_was_not_kept(client: TestClient, plan: Plan, kept: None) -> None:
    """It is said which."""
    answer = client.get(f"{API}/reviews/{plan.review}/plan-versions", params={"before": "as published"})
    refused(answer, 422)
    assert "No version of this plan was kept as published." in answer.text
    refused(client.get(f"{API}/reviews/{plan.action}/plan-versions"), 404)


def statement(client: TestClient, plan: Plan) -> Any:
    """The plain statement about the review."""
    return get(client, f"reviews/{plan.review}/statement")


def test_before_publication_a_statement_has_counts_alone(client: TestClient, plan: Plan) -> None:
    """Nothing of what is recommended."""
    told = statement(client, plan)
    assert (told["published_on"], told["recommendations"]) == (None, [])
    assert sum(told["actions"].values()) == 1


def test_a_statement_tells_what_was_recommended_and_done(
    client: TestClient, plan: Plan, given: Given
) -> None:
    """In the published wording, with counts and dates; whom to ask; and no more than that."""
    act(client, f"actions/{plan.action}/progress", progress="Nobody else is to read this.")
    act(client, f"reviews/{plan.review}/publication")
    contact = {"public_contact": "enquiries@walsall.example"}
    act(client, f"partnerships/{given.partnership}/public-contact", **contact)
    told = statement(client, plan)
    assert told["public_contact"] == "enquiries@walsall.example"
    (one,) = told["recommendations"]
    assert one["label"] == "3.140(a)"
    assert one["actions"] == {"done": 0, "reported": 0, "under_way": 1, "not_carried_out": 0}
    assert "Nobody else is to read this." not in str(told)
    assert set(one) == {"label", "wording", "withdrawn", "agencies", "actions", "last_done_on"}


def test_whoever_does_not_see_the_review_gets_no_statement(
    client: TestClient, plan: Plan, given: Given
) -> None:
    """An agency's validator reads its recommendations alone."""
    with acting(client, given.validator):
        answer = client.get(f"{API}/reviews/{plan.review}/statement")
        assert 'recommendations":[{' not in answer.text
