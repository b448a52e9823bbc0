"""Files from the pages: the same rows as the list that offers them, for the person who is signed in."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import visit

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def rows(client: TestClient, address: str) -> list[list[str]]:
    """The rows of a file below its headings."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


@pytest.mark.parametrize(
    ("place", "what", "count"),
    [
        ("/actions", "These actions", 1),
        ("/actions?overdue=true", "These actions", 1),
        ("/actions?sort=-due&page=7&nothing=known", "These actions", 1),
        ("/actions?words=front-line&delivery=planned&without_owner=true", "These actions", 1),
        ("/reviews", "These reviews", 1),
        ("/agencies", "These agencies", 2),
        ("/agencies?words=westshire", "These agencies", 1),
        ("/people", "These people", 3),
    ],
)
def test_lists_as_files(client: TestClient, late: Plan, place: str, what: str, count: int) -> None:
    """Each list is offered as CSV and as Excel, with the rows that it shows."""
    links = visit(client, place).links
    assert len(rows(client, links[f"{what} as CSV"])) == count
    assert client.get(links[f"{what} as Excel"]).headers["content-type"] == EXCEL


def test_what_an_agency_leads_as_a_file(client: TestClient, late: Plan, given: Given) -> None:
    """The file is narrowed to the lead agency, and an empty list offers none."""
    led = visit(client, f"/actions?overdue=true&lead={given.council}").links["These actions as CSV"]
    assert f"lead={given.council}" in led
    assert len(rows(client, led)) == 1
    assert rows(client, led.replace(str(given.council), str(given.police))) == []
    assert "These actions as CSV" not in visit(client, f"/actions?lead={given.police}").links


def test_the_plan_and_its_timeline_as_files(client: TestClient, late: Plan) -> None:
    """The page of a review offers its action plan, that of its timeline all entries."""
    links = visit(client, late.review).links
    types: dict[str, Any] = {"Word": WORD, "Excel": EXCEL}
    for form, media_type in types.items():
        answer = client.get(links[f"The action plan as {form}"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    log = client.get(f"{late.review}/timeline").headers["location"]
    timeline = visit(client, log).links["These entries as CSV"]
    assert any("Timescale corrected" in " ".join(row) for row in rows(client, timeline))


def test_a_file_needs_a_session(client: TestClient, late: Plan) -> None:
    """The address of a file gives nothing to somebody who has signed out."""
    address = visit(client, "/actions").links["These actions as CSV"]
    client.post("/sign-out")
    client.cookies.clear()
    assert client.get(address).status_code == 401
