"""The examples of the document are what its shapes say; what it says of errors is what is answered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import errors
from api.access import BY_MACHINES
from api.commands import COMMANDS, Body
from api.rest.answers import HEADERS, SENTENCES
from api.rest.commands import body_of
from api.rest.examples import EMPTY, INSTEAD, WORDS, example
from api.rest.openapi import operations
from domain.vocabulary import How
from tests.api.conftest import Given
from tests.api.rest.asking import API, Plan, refused


@pytest.fixture
def document(app: FastAPI) -> Any:
    """The OpenAPI document."""
    return app.openapi()


def contents(operation: Any) -> list[Any]:
    """Whatever an operation takes or gives."""
    said = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [one for body in said for one in body.get("content", {}).items()]


def test_every_address_is_explained(document: Any) -> None:
    """Every operation has a summary, a description, a tag and an id of its own."""
    found = [one for _, one in operations(document)]
    for one in found:
        assert all(one.get(word) for word in ("summary", "description", "tags", "operationId")), one
    assert len({one["operationId"] for one in found}) == len(found)
    assert not [one["operationId"] for one in found if "_api_" in one["operationId"]]


def test_everything_has_an_example(document: Any) -> None:
    """Whatever is JSON or a form has an example, and each is valid under its own shape."""
    checked = 0
    for path, one in operations(document):
        for media_type, content in contents(one):
            if media_type in ("application/json", errors.PROBLEM, "multipart/form-data"):
                shape = content["schema"] | {"components": document["components"]}
                assert "example" in content, (path, media_type)
                jsonschema_rs.validator_for(shape, validate_formats=True).validate(content["example"])
                checked += 1
    assert checked > 500


def test_every_command_takes_its_example(document: Any) -> None:
    """The example of each command is a body that it understands."""
    for one in COMMANDS:
        path = f"{API}/{one.things}/{{identity}}/{one.noun}" if one.noun else f"{API}/{one.things}"
        content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        assert body_of(one).model_validate(content["example"]).said_by == "Head of safeguarding"


def test_no_example_is_left_over(document: Any) -> None:
    """Every word that has an example stands somewhere in a shape, as does every shape that has one."""
    schemas = document["components"]["schemas"]
    known = {word for shape in schemas.values() for word in shape.get("properties", {})}
    assert set(WORDS) | EMPTY <= known, (set(WORDS) | EMPTY) - known
    assert set(INSTEAD) <= set(schemas)


def test_an_example_is_made_of_its_kind() -> None:
    """A word without an example of its own is shown by one of its kind, its format or its closed list."""
    shape = {
        "properties": {
            "day": {"type": "string", "format": "date"},
            "list": {"type": "array", "items": {"enum": ["b", "c"], "type": "string"}},
            "lead": {"type": "string", "format": "uuid"},
            "either": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "fixed": {"const": "only"},
            "next": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        }
    }
    assert example(shape, {}) == {
        "day": "2026-04-30",
        "list": ["b"],
        "lead": WORDS["lead"][0],
        "either": 1,
        "fixed": "only",
        "next": None,
    }


def test_bodies_say_that_they_may_be_unreadable(document: Any) -> None:
    """Whatever takes a body may answer that it cannot be read, or that it is too large."""
    for path, one in operations(document):
        assert "requestBody" not in one or {"400", "413"} <= set(one["responses"]), path


def test_headers_of_answers(document: Any, client: TestClient, plan: Plan) -> None:
    """A thing says its version, a new thing its address, and errors what to send and when."""
    said = document["paths"][f"{API}/actions/{{identity}}"]["get"]["responses"]
    assert (list(said["200"]["headers"]), "ETag" in client.get(f"{API}/actions/{plan.action}").headers) == (
        ["ETag"],
        True,
    )
    assert list(said["401"]["headers"]) == list(HEADERS[401])
    made = document["paths"][f"{API}/agencies"]["post"]["responses"]
    assert (
        set(made["201"]["headers"]) == set(made["202"]["headers"]) == {"ETag", "Location", "Looks-Personal"}
    )
    answer = client.post(f"{API}/agencies", json={"name": "Homes for All"})
    assert answer.headers["Location"] == f"{API}/agencies/{answer.json()['id']}"
    assert answer.headers["ETag"] == '"1"'


def test_what_errors_say(client: TestClient, stranger: TestClient, plan: Plan, given: Given) -> None:
    """The sentences of the document are those that are answered."""
    wording, match = f"{API}/actions/{plan.action}/wording", {"If-Match": "*"}
    heard = {
        400: client.post(wording, content=b"\xff", headers=match | {"Content-Type": "application/json"}),
        404: client.get(f"{API}/actions/{uuid4()}"),
        412: client.post(wording, json={"text": "New"}, headers={"If-Match": '"1"'}),
        413: client.post(wording, content=b" " * 2_100_000, headers=match),
        422: client.post(f"{API}/actions/{plan.action}/timescale", json={"due": "31/03/2026"}, headers=match),
        428: client.post(wording, json={"text": "New"}),
    }
    for status, answer in heard.items():
        said = refused(answer, status)["detail"]
        post = "Head of safeguarding", "Community safety officer"
        assert said == SENTENCES[status].replace(*post) or status == 412, (status, said)
    assert "was first: this was changed on" in heard[412].json()["detail"]
    client.cookies.clear()
    problem = refused(stranger.get(f"{API}/actions"), 401)
    assert problem["detail"] == SENTENCES[401]


def test_how_people_tell_things(document: Any) -> None:
    """A body says how somebody told something, never what only machines do."""
    (said, _) = document["components"]["schemas"]["NameBody"]["properties"]["how"]["anyOf"]
    assert said["enum"] == ["form", "mail", "meeting", "phone"]
    for how in {*BY_MACHINES, How.JSON}:
        with pytest.raises(ValueError, match="This must be form, mail, meeting or phone"):
            Body(how=how)
