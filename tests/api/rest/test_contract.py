"""What outsiders rely on: names that stay. Each test is one line of the agreement with them."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.cli.arguments import parser
from domain.settings import Settings
from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, act, get, make, refused
from tests.api.rest.test_imports import committed, sent

LISTS = ("reviews", "recommendations", "actions", "agencies", "people", "imports", "events")
COMMANDS_OF_ACTIONS = {
    "progress", "completion", "forecast", "extension-request", "extension-grant", "extension-decline",
    "sign-off", "assurance", "return", "owner", "acceptance", "timescale", "timescale-correction",
    "lead-agency", "supporting-agencies", "split", "wording", "cancellation", "reopening",
}  # fmt: skip
PLAIN_COMMANDS = {
    "serve", "web", "worker", "migrate", "demo", "import", "remind", "rebuild", "partnership",
    "person", "token",
}  # fmt: skip


@pytest.mark.parametrize("things", LISTS)
def test_lists(client: TestClient, plan: Plan, things: str) -> None:
    """A list is `{"items", "next"}`; with `.csv` or `.xlsx` after its path it is a file."""
    assert set(get(client, things)) == {"items", "next"}
    for ending in ("csv", "xlsx"):
        assert client.get(f"{API}/{things}.{ending}").status_code == 200


@pytest.mark.parametrize(
    ("things", "filters"),
    [
        ("reviews", {"reference", "partnership", "as_at", "limit"}),
        ("recommendations", {"review", "partnership", "as_at", "limit"}),
        ("actions", {"overdue", "agency", "review", "owner", "partnership", "as_at", "limit"}),
        ("agencies", {"as_at", "limit"}),
        ("people", {"as_at", "limit"}),
        ("imports", {"after", "as_at", "limit"}),
        ("events", {"after", "as_at", "limit"}),
        ("board", {"partnership", "as_at"}),
    ],
)
def test_filters(client: TestClient, given: Given, things: str, filters: set[str]) -> None:
    """The query words of each list."""
    parameters = get(client, "openapi.json")["paths"][f"{API}/{things}"]["get"]["parameters"]
    assert filters <= {one["name"] for one in parameters}


@pytest.mark.parametrize("things", ["reviews", "actions"])
def test_one_thing(client: TestClient, plan: Plan, things: str) -> None:
    """Each review and each action has an address, with its version as ETag."""
    identity = plan.review if things == "reviews" else plan.action
    answer = client.get(f"{API}/{things}/{identity}")
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'


def test_an_action(client: TestClient, plan: Plan) -> None:
    """An action has at least these fields."""
    assert {
        "id", "number", "reviews", "recommendations", "text", "lead", "supporting", "owner", "delivery",
        "timescale", "due", "original_due", "overdue", "days_overdue", "rag", "version",
    } <= set(get(client, f"actions/{plan.action}"))  # fmt: skip


def test_an_event(client: TestClient, plan: Plan) -> None:
    """An event has at least these fields, in the feed, in a timeline and in a history."""
    for address in ("events", f"reviews/{plan.review}/timeline", f"actions/{plan.action}/history"):
        assert {
            "position", "topic", "thing", "happened_on", "recorded_at", "entered_by", "said_by", "how",
            "reason", "correlation",
        } <= set(get(client, address)["items"][-1])  # fmt: skip


def test_commands(client: TestClient, given: Given) -> None:
    """A command is a POST to the thing, under the noun of its event."""
    paths = get(client, "openapi.json")["paths"]
    assert {
        path.rpartition("/")[2] for path in paths if path.startswith(f"{API}/actions/{{identity}}/")
    } >= COMMANDS_OF_ACTIONS


def test_an_import(client: TestClient, given: Given) -> None:
    """An import is a form with `file`, `review`, `open_review` and `commit`, and says what was read."""
    told = committed(client).json()
    assert {"recommendations", "questions", "remarks"} <= set(told)
    recommendation = told["recommendations"][0]
    assert {"label", "text", "scope", "issue", "theme", "addressees", "actions"} <= set(recommendation)
    action = recommendation["actions"][0]
    assert {
        "text", "lead", "supporting", "owner", "status", "timescale", "completion", "progress", "evidence",
        "remarks",
    } <= set(action)  # fmt: skip
    assert set(action["timescale"]) == {"raw", "due", "why_no_date"}
    assert set(action["completion"]) == {"raw", "reported_on"}


def test_errors(client: TestClient, plan: Plan, given: Given) -> None:
    """Errors are problems (RFC 9457): 412 where somebody else was first, 428 without a version."""
    address = f"{API}/actions/{plan.action}/wording"
    problem = refused(client.post(address, json={"text": "New"}), 428)
    assert {"type", "title", "status", "detail"} <= set(problem)
    refused(client.post(address, json={"text": "New"}, headers={"If-Match": '"1"'}), 412)
    refused(client.get(f"{API}/actions?colour=red"), 422)


def test_repeated(client: TestClient, given: Given) -> None:
    """A POST with an Idempotency-Key that is sent again is carried out once."""
    first, again = (
        client.post(f"{API}/agencies", json={"name": "Homes"}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.json()["id"] == again.json()["id"]
    assert sent(client, key="k2").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health(stranger: TestClient, given: Given, path: str) -> None:
    """Anybody may ask whether the tracker is up."""
    assert "status" in stranger.get(path).json()


def test_figures(program: TestClient, given: Given) -> None:
    """The figures are Prometheus's."""
    assert "dhr_requests_total" in program.get("/metrics").text


def test_pages(client: TestClient, plan: Plan, given: Given) -> None:
    """The addresses of pages that people keep."""
    kept = [
        "/",
        "/actions",
        "/actions?overdue=true",
        "/agencies",
        "/people",
        "/import",
        "/outbox",
        "/sign-in",
    ]
    kept += [
        "/sign-in",
        f"/reviews/{plan.review}",
        f"/recommendations/{plan.recommendation}",
        f"/actions/{plan.action}",
    ]
    assert {path: client.get(path).status_code for path in kept} == dict.fromkeys(kept, 200)


def test_the_command_line() -> None:
    """The commands that scripts call."""
    actions: Any = next(one for one in parser()._actions if one.choices)
    assert set(actions.choices) >= PLAIN_COMMANDS


def test_settings() -> None:
    """The settings that installations are run with."""
    assert set(Settings.model_fields) >= {
        "database_url", "data", "host", "port", "base_url", "smtp_url", "mail_from", "master_key_file",
        "postgres_bin", "trial",
    }  # fmt: skip


def test_what_stands_in_a_thing_stays(client: TestClient, plan: Plan) -> None:
    """What a command answers is the thing as a list shows it, and the position of its event."""
    told = act(client, f"actions/{plan.action}/progress", progress="Half.")
    assert {name: value for name, value in told.items() if name != "position"} == get(
        client, f"actions/{plan.action}"
    )
    assert told["position"] == get(client, "events?limit=1000")["items"][-1]["position"]
    assert make(client, "agencies", name="Homes")["position"] == told["position"] + 1
