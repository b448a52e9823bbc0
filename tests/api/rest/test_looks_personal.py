"""Words that look like personal details: a program is told where they stand, and nothing is refused."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.rest.asking import API, Plan, act, get, make

NHS_NUMBER = "943 476 5919"
HEADER = "Looks-Personal"


def test_a_new_thing(client: TestClient, plan: Plan) -> None:
    """It is recorded as it was sent; the header names the words of the body, never what stands in them."""
    body = {
        "review": plan.review,
        "label": "R2",
        "wording": f"As for {NHS_NUMBER}.",
        "reason": "Mrs Brown asked.",
    }
    answer = client.post(f"{API}/recommendations", json=body)
    assert answer.status_code == 201
    assert set(answer.headers[HEADER].split(", ")) == {"wording", "reason"}
    assert answer.json()["wording"] == body["wording"]


def test_a_change_and_its_repeat(client: TestClient, plan: Plan) -> None:
    """A repeat under the same key is told the same."""
    headers = {"If-Match": "*", "Idempotency-Key": "a-key"}
    body = {"progress": f"The file of {NHS_NUMBER} was read."}
    for _ in range(2):
        answer = client.post(f"{API}/actions/{plan.action}/progress", json=body, headers=headers)
        assert (answer.status_code, answer.headers[HEADER]) == (200, "progress")


def test_many_at_once(client: TestClient, plan: Plan) -> None:
    """A question to many owners is looked at like one."""
    seen = get(client, f"actions/{plan.action}")["version"]
    body = {"actions": [{"id": plan.action, "version": seen}], "question": "What did Mr Green say?"}
    answer = client.post(f"{API}/actions/together/progress-request", json=body)
    assert (answer.status_code, answer.headers[HEADER]) == (200, "question")


@pytest.mark.parametrize("progress", ["All front-line staff are trained.", "It costs 943 476 5918 pounds."])
def test_nothing_personal(client: TestClient, plan: Plan, progress: str) -> None:
    """Without such words there is no header; a number that is no NHS number is none."""
    answer = client.post(
        f"{API}/actions/{plan.action}/progress", json={"progress": progress}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200
    assert HEADER not in answer.headers


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_file_of_a_plan(client: TestClient, plan: Plan, form: str) -> None:
    """It says how many of its texts do, before anybody sends it on: wordings, actions, progress, outcomes."""
    address = f"{API}/reviews/{plan.review}/action-plan.{form}"
    assert HEADER not in client.get(address).headers
    act(client, f"actions/{plan.action}/progress", progress="Miss White has left.")
    act(client, f"actions/{plan.action}/completion", what_was_done=f"The file of {NHS_NUMBER} was closed.")
    assert client.get(address).headers[HEADER] == "1"
    make(client, "recommendations", review=plan.review, label="R2", wording="Mr Green should be told.")
    assert client.get(address).headers[HEADER] == "2"
