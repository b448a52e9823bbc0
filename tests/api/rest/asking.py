"""Asking the JSON addresses as a program would, and a plan to ask about."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi.testclient import TestClient

API = "/api/v1"


class Plan(NamedTuple):
    """A review, one of its recommendations and one of its actions, by their ids."""

    review: str
    recommendation: str
    action: str


def make(client: TestClient, things: str, **body: Any) -> Any:
    """A new thing."""
    answer = client.post(f"{API}/{things}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def get(client: TestClient, address: str) -> Any:
    """What stands under an address."""
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def items(client: TestClient, address: str) -> list[Any]:
    """The items of a list."""
    found: list[Any] = get(client, address)["items"]
    return found


def act(client: TestClient, address: str, **body: Any) -> Any:
    """The thing after a command, which was given with the present version."""
    thing = address.rpartition("/")[0]
    seen = client.get(f"{API}/{thing}").headers["ETag"]
    answer = client.post(f"{API}/{address}", json=body, headers={"If-Match": seen})
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(answer: Any, status: int) -> Any:
    """The problem with which a request was refused."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    return problem
