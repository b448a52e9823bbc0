"""Imports, questions, changes, searches and mail: as lists, as files, and as at a moment."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from domain.store.application import Store
from projections import outbox
from projections.outbox import Digest, Reminder
from tests.api.conftest import Given
from tests.api.exporting.looking import sheets
from tests.api.rest.asking import API, Plan, act, get, items, make, refused
from tests.api.rest.past import Past
from tests.api.rest.test_imports import CHANGED, committed


def rows(client: TestClient, address: str) -> list[list[str]]:
    """The rows of a file of CSV, below its headings."""
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))[1:]


def sheet(client: TestClient, address: str) -> list[Any]:
    """The rows of the list in a workbook, with its headings."""
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    return next(found for name, found in sheets(answer.content).items() if name != "About")


def test_imports_of_one_review(client: TestClient, given: Given, past: Past) -> None:
    """Imports are found by review, by partnership and by day; as at a moment, those until then."""
    review = committed(client).json()["review"]
    then = past.moment()
    committed(client, CHANGED)
    other = committed(client, review="DHR8").json()["review"]
    assert [one["review"] for one in items(client, "imports")] == [review, review, other]
    assert len(items(client, f"imports?review={review}")) == 2
    assert len(items(client, "imports?partnership=WAL")) == 3
    assert items(client, "imports?since=2999-01-01") == []
    assert [one["review"] for one in past.asked("imports", then)["items"]] == [review]
    assert [one[3] for one in rows(client, "imports.csv")] == ["DHR7", "DHR7", "DHR8"]
    assert len(sheet(client, f"imports.xlsx?review={review}")) == 3


def test_a_history_as_at(client: TestClient, plan: Plan, past: Past) -> None:
    """As at a moment a history and a timeline end there; before the thing there was nothing."""
    then = past.moment()
    act(client, f"actions/{plan.action}/progress", progress="Two of three teams.")
    topics = [one["topic"] for one in past.asked(f"actions/{plan.action}/history", then)["items"]]
    assert topics == ["action.planned", "action.timescale_set"]
    events = past.asked(f"reviews/{plan.review}/timeline", then)["items"]
    assert "action.progress_reported" not in [one["topic"] for one in events]
    assert len(items(client, f"reviews/{plan.review}/timeline")) == len(events) + 1
    for address in (f"actions/{plan.action}/history", f"reviews/{plan.review}/timeline"):
        answer = client.get(f"{API}/{address}.csv", params={"as_at": then})
        assert "Two of three teams." not in answer.text
        assert "as-at-" in answer.headers["content-disposition"]
        refused(client.get(f"{API}/{address}", params={"as_at": "2001-01-01"}), 404)
        refused(client.get(f"{API}/{address}", params={"as_at": "2999-01-01"}), 422)


def test_names_as_at(client: TestClient, plan: Plan, given: Given, past: Past) -> None:
    """A history as at a moment names an agency as it was called then."""
    act(client, f"actions/{plan.action}/lead-agency", lead=str(given.police))
    then = past.moment()
    act(client, f"agencies/{given.police}/name", name="Police of the West")
    said = past.asked(f"actions/{plan.action}/history", then)["items"][-1]["sentence"]
    assert "Westshire Police" in said
    assert "Police of the West" in items(client, f"actions/{plan.action}/history")[-1]["sentence"]


def test_questions_as_a_file(client: TestClient, plan: Plan) -> None:
    """The questions of a review are a file too, as many as are asked for."""
    for number in range(3):
        act(client, f"reviews/{plan.review}/question", text=f"Question {number}?")
    assert [one[1] for one in rows(client, f"reviews/{plan.review}/questions.csv")] == [
        f"Question {number}?" for number in range(3)
    ]
    assert rows(client, f"reviews/{plan.review}/questions.csv?open=false") == []
    assert len(sheet(client, f"reviews/{plan.review}/questions.xlsx")) == 4
    refused(client.get(f"{API}/reviews/{uuid4()}/questions.csv"), 404)


def test_changes_and_searches_as_files(client: TestClient, plan: Plan, past: Past) -> None:
    """What changed, and what a search finds, are files with the rows of their lists."""
    then = past.moment()
    act(client, f"actions/{plan.action}/wording", text="Train everybody")
    (changed,) = rows(client, f"changes.csv?from={then.replace('+', '%2B')}")
    assert (changed[0], changed[4], changed[5]) == (
        "reworded",
        "Train all front-line staff",
        "Train everybody",
    )
    assert len(sheet(client, f"changes.xlsx?from={then.replace('+', '%2B')}&kind=reworded")) == 2
    assert [one[0] for one in rows(client, "search.csv?words=everybody")] == ["action"]
    assert len(sheet(client, "search.xlsx?words=everybody")) == 2
    refused(client.get(f"{API}/search.csv"), 422)


def test_partnerships_as_a_file(client: TestClient, given: Given) -> None:
    """Partnerships are pages and files like every list."""
    make(client, "partnerships", code="ZZZ", name="Zedshire")
    assert [one[0] for one in rows(client, "partnerships.csv")] == ["WAL", "ZZZ"]
    first = get(client, "partnerships?limit=1")
    assert [one["code"] for one in first["items"]] == ["WAL"]
    assert [one["code"] for one in client.get(first["next"]).json()["items"]] == ["ZZZ"]


@pytest.fixture
def mails(store: Store, plan: Plan, given: Given) -> list[UUID]:
    """Three days of mail to one person, the newest last; each tells of the action."""
    sent = []
    now = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    for day in (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)):
        digest = Digest(uuid4(), f"<{day}@example.org>", given.administrator, day)
        reminder = Reminder(
            UUID(plan.action),
            given.partnership,
            1,
            "due",
            1,
            given.administrator,
            digest.id,
            "decided",
            "",
            day,
        )
        with store.connection() as connection, connection.transaction():
            outbox.prepare(connection, [digest], [reminder], now=now)
            outbox.note_sent(connection, digest.id, f"Actions on {day}", f"Body of {day}", now=now)
        sent.append(digest.id)
    return sent


def test_the_outbox(client: TestClient, plan: Plan, given: Given, mails: list[UUID]) -> None:
    """Mail by JSON: the newest first, page by page, each with what it says and what it carries."""
    first = get(client, "outbox?limit=2")
    assert [one["id"] for one in first["items"]] == [str(mails[2]), str(mails[1])]
    second = client.get(first["next"]).json()
    assert ([one["id"] for one in second["items"]], second["next"]) == ([str(mails[0])], None)
    mail = get(client, f"outbox/{mails[0]}")
    assert mail["body"] == "Body of 2026-03-02"
    assert (mail["person"], mail["state"]) == (str(given.administrator), "sent")
    assert mail["actions"] == [{"action": plan.action, "step": "due"}]
    refused(client.get(f"{API}/outbox/{uuid4()}"), 404)
    for address in ("outbox", "outbox.csv"):
        problem = refused(client.get(f"{API}/{address}?as_at=2026-03-02"), 422)
        [error] = problem["errors"]
        assert error["field"] == "as_at"
        assert error["sentence"].startswith("The outbox is as it is now: ")


def test_the_outbox_as_a_file(client: TestClient, mails: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail as a file: all of it, to whom by post, and about which actions by their numbers."""
    monkeypatch.setattr("api.rest.outbox.BATCH", 2)
    found = rows(client, "outbox.csv")
    assert [one[0] for one in found] == ["2026-03-04", "2026-03-03", "2026-03-02"]
    assert found[0][1] == "Community safety officer, Westonbury Council"
    assert found[0][4].startswith("3.140(a)/1: ")
    assert len(sheet(client, "outbox.xlsx")) == 4
