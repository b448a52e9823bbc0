"""Importing a plan by JSON: looked at first, then recorded as a whole, or refused in one sentence."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from domain.review import review_identity
from domain.store.application import Store
from tests.api.conftest import Given
from tests.api.rest.asking import API, get, items, make, refused

PLAN = (
    b"No,Recommendation,Action,Lead agency,Target date\n"
    b"R1,Train all staff,Write a course,Westonbury Council,30/04/2026\n"
    b"R2,Share data,Sign an agreement,Homes for All,March 2026\n"
)
CHANGED = PLAN + b"R3,Publish a leaflet,Print it,Westshire Police,31/05/2026\n"
LARGEST = 50 * 1024 * 1024


def sent(
    client: TestClient, content: bytes = PLAN, name: str = "plan.csv", key: str = "", **form: Any
) -> Any:
    """A plan that is sent for the review DHR7 unless the form says otherwise."""
    headers = {"Idempotency-Key": key} if key else {}
    data = {"review": "DHR7", **form}
    return client.post(f"{API}/imports", files={"file": (name, content)}, data=data, headers=headers)


def committed(client: TestClient, content: bytes = PLAN, **form: Any) -> Any:
    """A plan that is recorded, the review opened if there is none."""
    return sent(client, content, commit="true", open_review="true", **form)


def test_to_look_at(client: TestClient, given: Given) -> None:
    """Without `commit` all that it would record is shown, and nothing is recorded."""
    before = items(client, "events")
    answer = sent(client)
    assert answer.status_code == 200
    shown = answer.json()
    assert [one["label"] for one in shown["recommendations"]] == ["R1", "R2"]
    action = shown["recommendations"][0]["actions"][0]
    assert (action["text"], action["lead"]) == ("Write a course", "Westonbury Council")
    assert action["timescale"] == {"raw": "30/04/2026", "due": "2026-04-30", "why_no_date": None}
    assert any("Homes for All" in one["text"] for one in shown["questions"])
    assert [one["what"] for one in shown["differences"]].count("new action") == 2
    told = {
        name: shown[name]
        for name in ("committed", "nothing_new", "already_imported", "opens_review", "position")
    }
    assert told == {
        "committed": False,
        "nothing_new": False,
        "already_imported": False,
        "opens_review": True,
        "position": 0,
    }
    assert items(client, "events") == before


def test_recorded(client: TestClient, given: Given) -> None:
    """With `commit` all of it is recorded: review, recommendations, actions and questions."""
    answer = committed(client)
    assert answer.status_code == 201
    recorded = answer.json()
    assert recorded["committed"] is True
    assert answer.headers["Location"] == f"/api/v1/reviews/{recorded['review']}"
    assert recorded["review"] == str(review_identity(given.partnership, "DHR7"))
    review = get(client, f"reviews/{recorded['review']}")
    assert (review["recommendations"], review["actions"]) == (2, 2)
    assert review["issued_on"] == "2026-03-02"
    assert review["open_questions"] == len(recorded["questions"])
    assert {one["how"] for one in items(client, f"reviews/{recorded['review']}/timeline")} == {"import"}
    assert recorded["position"] == items(client, "events")[-1]["position"]


def test_not_issued(client: TestClient, given: Given) -> None:
    """A plan that has not been issued yet gets no colours."""
    committed(client, issued="false")
    assert {one["rag"] for one in items(client, "actions")} == {"no colour"}


def test_the_same_file_again(client: TestClient, given: Given) -> None:
    """The same file records nothing; a changed one only what is new."""
    committed(client)
    again = committed(client)
    assert again.status_code == 200
    assert again.json()["already_imported"]
    assert again.json()["nothing_new"]
    assert not again.json()["committed"]
    changed = committed(client, CHANGED).json()
    assert [one["number"] for one in changed["differences"] if one["what"] == "new recommendation"] == ["R3"]
    assert len(items(client, "actions")) == 3


def test_the_list(client: TestClient, given: Given) -> None:
    """Every file that was imported, with its SHA-256, what it held and who did it."""
    committed(client)
    committed(client, CHANGED)
    first, second = items(client, "imports")
    expected = {
        "file": "plan.csv",
        "sha256": sha256(PLAN).hexdigest(),
        "recommendations": 2,
        "actions": 2,
        "reference": "DHR7",
        "imported_on": "2026-03-02",
        "entered_by": str(given.administrator),
    }
    assert first | expected == first
    assert second["recommendations"] == 3
    page = get(client, "imports?limit=1")
    assert page["items"] == [first]
    assert client.get(page["next"]).json() == {"items": [second], "next": None}


def test_no_such_review(client: TestClient, given: Given) -> None:
    """A review that is not there is opened only where that is asked for."""
    problem = refused(sent(client, commit="true"), 422)
    assert problem["errors"][0]["field"] == "review"
    assert items(client, "reviews") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.csv", b""),
        ("plan.csv", b"Name,Age\nA,1\n"),
        ("plan.docx", b"not a document"),
        ("plan.xlsx", b"PK\x03\x04 cut off"),
        ("plan.pdf", b"%PDF-1.7"),
        ("plan.xlsm", b"PK\x03\x04"),
    ],
)
def test_no_plan(client: TestClient, given: Given, name: str, content: bytes) -> None:
    """What is no plan is refused in one sentence, and nothing is recorded."""
    before = items(client, "events")
    problem = refused(sent(client, content, name, commit="true", open_review="true"), 422)
    assert problem["detail"].endswith(".")
    assert "\n" not in problem["detail"]
    assert items(client, "events") == before


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"review": ""}, "review"),
        ({"review": "x" * 61}, "review"),
        ({"commit": "perhaps"}, "commit"),
        ({"partnership": "NONE"}, "partnership"),
    ],
)
def test_wrong_fields(client: TestClient, given: Given, form: dict[str, str], field: str) -> None:
    """What is wrong in the form is said by name."""
    answer = client.post(
        f"{API}/imports", files={"file": ("plan.csv", PLAN)}, data={"review": "DHR7", **form}
    )
    assert refused(answer, 422)["errors"][0]["field"] == field


def test_no_file(client: TestClient, given: Given) -> None:
    """A form without a file, or with words in its place, is refused."""
    for form in ({"review": "DHR7"}, {"review": "DHR7", "file": "words"}):
        problem = refused(client.post(f"{API}/imports", data=form), 422)
        assert problem["errors"][0]["field"] == "file"


def test_several_partnerships(client: TestClient, given: Given) -> None:
    """Where there are several partnerships it has to be said for which one."""
    new = make(client, "partnerships", code="NEW", name="Newbury CSP")["id"]
    assert refused(sent(client), 422)["errors"][0]["field"] == "partnership"
    committed(client, partnership="new")
    assert [one["partnership"] for one in items(client, "reviews")] == [new]


def test_too_large(client: TestClient, given: Given) -> None:
    """A file of more than 50 MB is refused by the length that it claims."""
    problem = refused(sent(client, b"x" * (LARGEST + 2 * 1024 * 1024)), 413)
    assert "50 MB" in problem["detail"]


def test_too_large_without_saying_so(app: FastAPI, given: Given, token: str) -> None:
    """A body that claims no length is read no further than 50 MB and what the form needs beside it."""
    begin = b'--b\r\nContent-Disposition: form-data; name="file"; filename="plan.csv"\r\n\r\n'
    chunks, answers = iter([begin, *[b"x" * 1024 * 1024] * 60]), list[Any]()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": next(chunks), "more_body": True}

    async def send(message: Any) -> None:
        answers.append(message)

    headers = {"authorization": f"Bearer {token}", "content-type": "multipart/form-data; boundary=b"}
    asyncio.run(app(asked_with(headers), receive, send))
    assert answers[0]["status"] == 413
    assert len(list(chunks)) == 60 - 51


def asked_with(headers: dict[str, str]) -> dict[str, Any]:
    """A POST of a plan as a server hands it to the application."""
    return {
        "type": "http",
        "method": "POST",
        "path": f"{API}/imports",
        "raw_path": b"",
        "query_string": b"",
        "scheme": "http",
        "server": ("testserver", 80),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def test_a_repeat(client: TestClient, given: Given) -> None:
    """The repeat under the same key gets the same answer, and records nothing."""
    first = committed(client, key="a")
    again = committed(client, key="a")
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(items(client, "imports")) == 1
    assert refused(committed(client, CHANGED, key="a"), 422)["errors"][0]["field"] == "Idempotency-Key"


def test_repeats_at_once(client: TestClient, given: Given) -> None:
    """Of four repeats at the same time one is recorded, and all get its answer."""
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda _: committed(client, key="a"), range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.text for answer in answers}) == 1
    assert len(items(client, "imports")) == 1


def test_the_answer_that_is_kept_is_sealed(client: TestClient, given: Given, store: Store) -> None:
    """The text of a plan is not kept in the clear, and is gone once the review's text is erased."""
    review = committed(client, key="a").json()["review"]
    with store.connection() as connection:
        (row,) = connection.execute("select answer::text from public.idempotency_keys answer").fetchall()
    assert "Train" not in row[0]
    store.keys.destroy(review)
    assert "erased" in refused(committed(client, key="a"), 422)["detail"]
