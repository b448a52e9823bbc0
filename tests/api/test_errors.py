"""Every kind of error, told to programs and to people in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.importing.refusing import UnreadablePlan
from domain.refusals import NotFound, Refused, SomeoneWasFirst
from domain.store.datastore import DatabaseUnavailable
from domain.store.keys import MasterKeyLost
from domain.store.mapper import UnreadableEvent
from tests.api.conftest import BASE_URL, FollowedViews, Given
from tests.api.rest.asking import API, refused

ERRORS: list[tuple[Exception, int, str]] = [
    (Refused("It cannot be.", field="due"), 422, "It cannot be."),
    (NotFound("It is not there."), 404, "It is not there."),
    (SomeoneWasFirst("Somebody was first."), 412, "Somebody was first."),
    (UnreadablePlan("plan.csv is empty."), 422, "plan.csv is empty."),
    (MasterKeyLost("The key is lost."), 503, "The key is lost."),
    (DatabaseUnavailable("The database is away."), 503, "The database is away."),
    (
        psycopg.OperationalError("server closed the connection: host db7"),
        503,
        "The database cannot be reached just now.",
    ),
    (psycopg.InterfaceError("the cursor is closed"), 503, "The database cannot be reached just now."),
    (psycopg.errors.DiskFull("could not extend file"), 503, "The disk of the database is full, so nothing"),
    (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), 503, "The database takes no changes"),
    (psycopg.errors.InternalError_("could not write: File too large"), 503, "The database has trouble"),
    (UnreadableEvent("Said by a person", 7), 500, "The event at position 7 of the log cannot be read"),
]


@pytest.fixture
def failing(app: FastAPI, client: TestClient) -> Callable[[Exception, str], Any]:
    """Asks an address whose route fails with an error."""

    def ask(error: Exception, before: str) -> Any:
        def fail() -> None:
            raise error

        app.add_api_route(f"{before}/failing", fail, methods=["GET"])
        return client.get(f"{before}/failing")

    return ask


@pytest.mark.parametrize(("error", "status", "sentence"), ERRORS)
def test_for_programs(failing: Callable[..., Any], error: Exception, status: int, sentence: str) -> None:
    """As a problem of RFC 9457, with the field where the sentence is about one."""
    problem = refused(failing(error, API), status)
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"].startswith(sentence)
    field = getattr(error, "field", None)
    assert problem.get("errors", []) == ([{"field": field, "sentence": sentence}] if field else [])


@pytest.mark.parametrize(("error", "status", "sentence"), ERRORS)
def test_for_people(failing: Callable[..., Any], error: Exception, status: int, sentence: str) -> None:
    """As a page with the same sentence."""
    answer = failing(error, "")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert sentence in answer.text


@pytest.mark.parametrize("before", [API, ""])
def test_what_nobody_expected(failing: Callable[..., Any], before: str) -> None:
    """Says nothing of the inside, but gives the reference under which it is logged."""
    with capture_logs() as logged:
        answer = failing(ZeroDivisionError("secret"), before)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
    (line,) = logged
    assert line["reference"] in answer.text
    assert line["route"] == f"{before}/failing"
    assert line["error"] == "ZeroDivisionError"
    assert "secret" not in str(line)


def test_outside_the_routes(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong before any route is reached is answered too."""

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app.state, "clock", broken)
    with capture_logs():
        assert refused(client.get(f"{API}/actions"), 500)["reference"]


def test_no_such_address(client: TestClient) -> None:
    """Whoever is signed in learns that there is nothing there, or that it is not asked that way."""
    assert refused(client.get(f"{API}/nothing"), 404)["detail"] == "There is nothing under this address."
    refused(client.delete(f"{API}/actions"), 405)
    refused(client.get(f"{API}/actions/not-an-id"), 422)


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({}, "name", "This is needed."),
        ({"name": ""}, "name", "This is needed."),
        ({"name": "   "}, "name", "This is needed."),
        ({"name": 7}, "name", "This must be text."),
        ({"name": "x" * 501}, "name", "At most 500 characters, please."),
        ({"name": "A", "colour": "red"}, "colour", "There is no such field here."),
        (
            {"name": "A", "happened_on": "31/03/2026"},
            "happened_on",
            "This must be a day, written like 2026-03-31.",
        ),
        (
            {"name": "A", "happened_on": "2026-03-03"},
            "happened_on",
            "What has happened cannot lie in the future.",
        ),
        ({"name": "A", "how": "import"}, "how", "This must be form, mail, meeting or phone."),
        ({"name": "Westshire police"}, "name", "Another agency goes by that name already."),
        ([], "", "This must be a JSON object."),
    ],
)
def test_fields(client: TestClient, given: Given, body: Any, field: str, sentence: str) -> None:
    """Each field that is wrong is named, with one sentence."""
    problem = refused(client.post(f"{API}/agencies", json=body), 422)
    assert problem["errors"] == [{"field": field, "sentence": sentence}]


def test_several_fields(client: TestClient, given: Given) -> None:
    """All that is wrong is said at once."""
    problem = refused(client.post(f"{API}/people", json={"agency": "police", "post": 1}), 422)
    assert {one["field"] for one in problem["errors"]} == {"name", "agency", "post"}


@pytest.mark.parametrize("content", [b"{", b"", b"\xff", b"name=A"])
def test_no_json(client: TestClient, given: Given, content: bytes) -> None:
    """What is no JSON is refused."""
    headers = {"Content-Type": "application/json"}
    answer = client.post(f"{API}/agencies", content=content, headers=headers)
    assert answer.status_code in (400, 422)
    refused(answer, answer.status_code)


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("GET", "agencies?words=%00", None),
        ("GET", "actions?words=%00", None),
        ("GET", "reviews?reference=%00", None),
        ("POST", "agencies", {"name": "A\0B"}),
        ("POST", "people", {"name": "A\0B"}),
        ("POST", "agencies", {"name": "A\ud800B"}),
    ],
)
def test_characters_that_no_text_has(
    client: TestClient, given: Given, method: str, address: str, body: Any
) -> None:
    """What the database could not keep is refused before it is recorded."""
    content = json.dumps(body).encode() if body else None
    headers = {"Content-Type": "application/json"}
    problem = refused(client.request(method, f"{API}/{address}", content=content, headers=headers), 422)
    assert problem["detail"].endswith(".")
    assert len(client.get(f"{API}/agencies").json()["items"]) == 2


def test_a_body_that_is_too_large(client: TestClient, given: Given) -> None:
    """A command of more than 2 MB is refused unread."""
    problem = refused(client.post(f"{API}/agencies", json={"name": "x" * 3_000_000}), 413)
    assert "2 MB" in problem["detail"]


def test_without_a_database(app: FastAPI, client: TestClient, views: FollowedViews) -> None:
    """While the database is away, programs and people are told so, and when to come back."""
    app.state.store.datastore.pool.close()
    answer = client.get(f"{API}/actions")
    assert "cannot be reached" in refused(answer, 503)["detail"]
    assert answer.headers["retry-after"] == "5"
    assert client.get("/actions", headers={"Host": BASE_URL.removeprefix("http://")}).status_code == 503
