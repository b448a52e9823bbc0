"""The action plan of a review, taken as a file and imported again into an empty review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.tracker import Tracker
from tests.api.conftest import Given, load_demonstration
from tests.api.rest.asking import API, Plan, act, get, items, make
from tests.api.rest.past import Past

FORMS = ("docx", "xlsx")


def taken(client: TestClient, review: str, form: str, **query: str) -> bytes:
    """The action plan of a review as a file."""
    answer = client.get(f"{API}/reviews/{review}/action-plan.{form}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.content


def imported(client: TestClient, partnership: str, reference: str, form: str, content: bytes) -> str:
    """The review that a plan was imported into, and opened for."""
    said = {"review": reference, "partnership": partnership, "open_review": "true", "commit": "true"}
    answer = client.post(f"{API}/imports", files={"file": (f"plan.{form}", content)}, data=said)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["review"])


def recommendations(client: TestClient, review: str) -> list[Any]:
    """What a review recommends, as the columns of the template say it."""
    found = items(client, f"recommendations?review={review}&limit=500")
    return [(one["label"], one["wording"], one["scope"]) for one in found if not one["withdrawn"]]


def actions(client: TestClient, review: str) -> list[Any]:
    """What a review's plan asks of whom until when, as far as it was not cancelled."""
    found = items(client, f"actions?review={review}&limit=500")
    return sorted(
        (
            one["text"],
            one["lead_name"],
            sorted(one["supporting_names"]),
            one["due"],
            one["why_no_date"],
            one["delivery"] in ("reported complete", "signed off"),
        )
        for one in found
        if one["delivery"] != "cancelled"
    )


@pytest.fixture
def demo(tracker: Tracker, given: Given, catch_up: Callable[[], None]) -> None:
    """The demonstration data."""
    load_demonstration(tracker, given.administrator)
    catch_up()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("form", FORMS)
def test_the_demonstration_plans(client: TestClient, given: Given, form: str) -> None:
    """The same recommendations, actions, agencies and dates stand in the new review, of every plan."""
    reviews = [one for one in items(client, "reviews") if one["actions"]]
    assert len(reviews) > 1
    for one in reviews:
        content = taken(client, one["id"], form)
        again = imported(client, one["code"], f"{one['reference']} again", form, content)
        assert recommendations(client, again) == recommendations(client, one["id"])
        assert actions(client, again) == actions(client, one["id"])


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_of_the_past(client: TestClient, plan: Plan, given: Given, past: Past, form: str) -> None:
    """A plan as it stood comes back as it stood, whatever was recorded since."""
    before = past.moment()
    recommendation, stood = recommendations(client, plan.review), actions(client, plan.review)
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    act(client, f"recommendations/{plan.recommendation}/wording", wording="Everybody should be trained.")
    make(client, "actions", text="Write a policy", recommendations=[plan.recommendation])
    content = taken(client, plan.review, form, as_at=before)
    again = imported(client, "WAL", "DHR8", form, content)
    assert (recommendations(client, again), actions(client, again)) == (recommendation, stood)
    assert get(client, f"reviews/{again}")["issued_on"]
