"""The documents say what the addresses do."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.commands import COMMANDS
from api.rest.document import DOCUMENT, written
from api.rest.openapi import operations
from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, get


@pytest.fixture
def openapi(client: TestClient, given: Given) -> Any:
    """The OpenAPI document."""
    return get(client, "openapi.json")


def test_the_page_is_current() -> None:
    """docs/api.md is what `python -m api.rest.document` writes."""
    assert DOCUMENT.read_text(encoding="utf-8") == written(), "run: python -m api.rest.document"


def test_the_page_has_every_command() -> None:
    """Every command stands in the table."""
    text = written()
    for one in COMMANDS:
        address = f"{API}/{one.things}/{{identity}}/{one.noun}" if one.noun else f"{API}/{one.things}"
        assert f"`POST {address}` | {one.title} |" in text


def test_every_row_of_the_tables_is_one_line() -> None:
    """What is told in two paragraphs does not break the table that it stands in."""
    lines = written().splitlines()
    tables = [line for line in lines if line.startswith("|") or line.endswith("|")]
    assert all(line.startswith("| ") and line.endswith(" |") for line in tables if line != "|---|---|---|")


def test_every_error_is_a_problem(openapi: Any) -> None:
    """Every address says which problems it may answer, and in which shape."""
    shape = {"$ref": "#/components/schemas/Problem"}
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            problems = {code: one for code, one in operation["responses"].items() if code[0] in "45"}
            assert not path.startswith(API) or set(problems) >= {"401", "403", "422", "503"}
            if path.startswith(API):
                schemas = [one["content"]["application/problem+json"]["schema"] for one in problems.values()]
                assert schemas == [shape] * len(problems)


def test_every_reference_leads_somewhere(openapi: Any) -> None:
    """No shape is named that the document does not have."""
    names = set(references(openapi))
    assert len(names) > 50
    assert names <= {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}


def references(part: Any) -> list[str]:
    """All references in a part of the document."""
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [one for value in part.values() for one in references(value)]
    return [one for value in part for one in references(value)] if isinstance(part, list) else []


def test_changes_name_their_headers(openapi: Any) -> None:
    """A change says that it takes If-Match and an Idempotency-Key."""
    for one in COMMANDS:
        path = f"{API}/{one.things}/{{identity}}/{one.noun}" if one.noun else f"{API}/{one.things}"
        parameters = openapi["paths"][path]["post"]["parameters"]
        headers = {parameter["name"].lower() for parameter in parameters if parameter["in"] == "header"}
        assert headers == ({"if-match", "idempotency-key"} if one.noun else {"idempotency-key"})


def test_how_to_get_in(openapi: Any) -> None:
    """Programs learn that a token is needed, and that the cookie of a browser will do."""
    ways = openapi["components"]["securitySchemes"]
    assert (ways["HTTPBearer"]["scheme"], ways["session"]["in"]) == ("bearer", "cookie")
    for path, operation in operations(openapi):
        assert not path.startswith(API) or operation["security"] == [{"HTTPBearer": []}, {"session": []}]


def test_a_reason_is_needed(client: TestClient, plan: Plan, openapi: Any) -> None:
    """Where a command needs a reason, the document says so, and without it the command is refused."""
    for one in COMMANDS:
        if one.needs_reason:
            path = f"{API}/{one.things}/{{identity}}/{one.noun}"
            body = openapi["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
            shape = openapi["components"]["schemas"][body["$ref"].rpartition("/")[2]]
            assert "reason" in shape["required"]
    answer = client.post(f"{API}/actions/{plan.action}/cancellation", json={}, headers={"If-Match": "*"})
    assert answer.json()["errors"] == [{"field": "reason", "sentence": "This is needed."}]


def test_no_body_at_all(client: TestClient, plan: Plan, given: Given) -> None:
    """A command that needs nothing said may come without a body."""
    owner = {"owner": str(given.administrator)}
    client.post(f"{API}/actions/{plan.action}/owner", json=owner, headers={"If-Match": "*"})
    answer = client.post(f"{API}/actions/{plan.action}/acceptance", headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["delivery"]) == (200, "accepted")
