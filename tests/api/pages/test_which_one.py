"""Filters of lists with more agencies or people than anybody chooses from: a name is typed instead."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.pages.filters import MOST_OFFERED
from domain.provenance import Provenance
from domain.tracker import Tracker, agency, person
from tests.api.conftest import FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.test_narrowing import on
from tests.api.pages.visiting import visit

LIGHT = 100_000
"""Characters that no list may send because of its choices."""


@pytest.fixture
def many(tracker: Tracker, views: FollowedViews, entered: Provenance, late: Plan) -> Plan:
    """More agencies, and more people, than a form offers."""
    for number in range(MOST_OFFERED + 1):
        one = agency.add(tracker, f"Invented Agency {number}, of a name as long as some have", by=entered)
        details = person.Details(f"Demo{number} Person")
        person.add(tracker, details, post="Head of safeguarding", agency=one, by=entered)
    views.projector.catch_up()
    return late


def test_a_name_is_typed_where_there_are_too_many(client: TestClient, many: Plan, given: Given) -> None:
    """The form has a box for it, which shows the name of the one that is chosen; the page stays light."""
    page = visit(client, "/actions")
    boxes = {name: page.tree.get_element_by_id(name).tag for name in ("agency", "owner", "review")}
    assert boxes == {"agency": "input", "owner": "input", "review": "select"}
    assert len(page.answer.text) < LIGHT
    for place in ("/log", "/changes", "/people", "/recommendations"):
        assert len(visit(client, place).answer.text) < LIGHT
    page = visit(client, f"/log?who={given.administrator}")
    assert page.tree.get_element_by_id("who").get("value") == "Ada Administrator"
    page = visit(client, f"/changes?agency={given.council}")
    assert page.tree.get_element_by_id("agency").get("value") == "Westonbury Council"
    page = visit(client, f"/actions?agency={given.council}&owner={given.administrator}")
    assert page.tree.get_element_by_id("agency").get("value") == "Westonbury Council"
    assert page.tree.get_element_by_id("owner").get("value") == "Ada Administrator"
    assert on(page)[0] == "Agency: Westonbury Council"
    assert on(visit(client, f"/actions?agency={given.administrator.int >> 1:032x}"))[0] == "Agency: not known"


def test_the_name_leads_to_the_address_with_the_id(client: TestClient, given: Given, late: Plan) -> None:
    """In full, in part or mistyped, with everything else that the address says."""
    for typed in ("Westonbury+Council", "westonbury", "Westonbery"):
        answer = client.get(f"/actions?agency={typed}&overdue=true&page=2", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/actions?agency={given.council}&overdue=true"
    answer = client.get("/log?who=ada&agency=westshire", follow_redirects=True)
    assert answer.url.query.decode() == f"who={given.administrator}&agency={given.police}"
    answer = client.get("/actions?owner=ada&agency=westshire", follow_redirects=True)
    assert answer.url.query.decode() == f"owner={given.administrator}&agency={given.police}"


def test_it_asks_which_one_is_meant(client: TestClient, many: Plan) -> None:
    """Where several are called like that: each leads to the list, and so does the way without the filter."""
    page = visit(client, "/actions?overdue=true&agency=invented")
    assert page.heading == "Which agency do you mean?"
    chosen = visit(client, page.links["Invented Agency 0, of a name as long as some have"])
    assert "Agency: Invented Agency 0, of a name as long as some have" in on(chosen)
    assert page.links["show the list without this filter"] == "/actions?overdue=true"


@pytest.mark.usefixtures("late")
def test_nobody_is_called_so(client: TestClient) -> None:
    """One sentence, with the label of the field."""
    page = visit(client, "/actions?owner=zzyzx", 422)
    assert "The address asks for “zzyzx” under “Owner”, which there is not." in page.text
