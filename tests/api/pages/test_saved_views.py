"""Saved views: keeping how one looks at a list, sharing it, and finding it again."""

from __future__ import annotations

from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.sessions import issue_link, make_administrator
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, person
from tests.api.conftest import BASE_URL, BEGIN, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit

SOON = "due_within=28&columns=number,due&sort=due"


def keep(client: TestClient, name: str, query: str = SOON, things: str = "actions", **more: str) -> str:
    """Save a view as the form of the list does: the address to which that leads."""
    sent = {"list": things, "query": query, "name": name, **more}
    answer = client.post("/saved-views", data=sent)
    assert answer.status_code == 303, Page(answer).text
    address: str = answer.headers["location"]
    return address


def refusal(client: TestClient, name: str, query: str = SOON, things: str = "actions") -> str:
    """The page that comes back for a view that is refused."""
    answer = client.post("/saved-views", data={"list": things, "query": query, "name": name})
    assert answer.status_code == 422
    return Page(answer).text


@pytest.fixture
def colleague(
    app: object, client: TestClient, tracker: Tracker, store: Store, entered: Provenance
) -> TestClient:
    """The browser of somebody else."""
    other = person.add(tracker, person.Details("Bo Board"), post="Chair", agency=None, by=entered)
    make_administrator(store, other, now=BEGIN)
    browser = TestClient(app, base_url=BASE_URL, follow_redirects=False)  # type: ignore[arg-type]
    assert browser.post(f"/set-up/{issue_link(store, other, now=BEGIN)}").status_code == 303
    return browser


def test_saving_a_view(client: TestClient, plan: Plan) -> None:
    """The form above a list keeps filters, order and columns; the view then stands there as a link."""
    page = visit(client, f"/actions?{SOON}&page=1")
    assert "Saved views" not in page.text
    form = page.tree.xpath("//main//form[@action='/saved-views']")[0]
    sent = dict(form.form_values()) | {"name": "  Due   soon "}
    assert dict(parse_qsl(sent["query"])) == dict(parse_qsl(SOON))
    answer = client.post("/saved-views", data=sent)
    shown = visit(client, answer.headers["location"])
    assert "The view is saved" in shown.text
    assert set(parse_qsl(shown.links["Due soon"].partition("?")[2])) == set(parse_qsl(SOON))
    assert shown.tree.xpath("//a[@aria-current='page'][text()='Due soon']")


def test_the_current_view(client: TestClient, plan: Plan) -> None:
    """A view is marked where the list is as it keeps it, in whatever order the words stand."""
    keep(client, "Soon")
    current = "//a[@aria-current='page'][text()='Soon']"
    assert visit(client, "/actions?sort=due&due_within=28&columns=number,due").tree.xpath(current)
    assert not visit(client, "/actions?sort=due").tree.xpath(current)
    assert "Soon" not in visit(client, "/reviews").links


def test_a_relative_view_stays_relative(client: TestClient, plan: Plan) -> None:
    """It keeps "within 28 days", and no day: the same view in the past shows what was due soon then."""
    keep(client, "Soon")
    past = visit(client, "/actions?as_at=2026-03-01")
    assert "as_at=2026-03-01" in past.links["Soon"]
    assert "due_within=28" in past.links["Soon"]
    assert "Save this view" not in past.text


def test_the_plain_list_is_no_view(client: TestClient, plan: Plan) -> None:
    """Where nothing is filtered, sorted or chosen, there is nothing to save."""
    assert "Save this view" not in visit(client, "/actions").text
    assert "Save this view" in visit(client, "/actions?sort=due").text


def test_what_is_refused(client: TestClient, plan: Plan) -> None:
    """One sentence says what is wrong, beside the name; what was typed is still there."""
    answer = client.post("/saved-views", data={"list": "actions", "query": SOON, "name": "x" * 81})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors == ["The name has 81 characters; 80 are the most."]
    sent = page.sent_with(name="Soon", shared="yes")
    assert sent["query"] == [SOON]
    assert client.post("/saved-views", data=sent).status_code == 303


def test_only_lists_of_the_tracker(client: TestClient, plan: Plan) -> None:
    """No view leads to anything but a list."""
    for things in ("https://example.org/", "//example.org", "set-up", ""):
        answer = client.post("/saved-views", data={"list": things, "query": "", "name": "A"})
        assert answer.status_code == 422
        assert "There is no list" in answer.text
    address = keep(client, "A", "words=//example.org")
    assert address.startswith("/actions?words=%2F%2Fexample.org")


def test_names_are_unique_for_a_person_and_a_list(client: TestClient, plan: Plan) -> None:
    """Another view needs another name, in whatever case; the same view once more is a double click."""
    first = keep(client, "Soon")
    assert keep(client, "Soon") == first
    assert "You have another view of this list under that name" in refusal(client, "SOON", "overdue=true")
    assert keep(client, "Soon", "overdue=true", "reviews").startswith("/reviews?overdue=true")


def test_views_of_others(client: TestClient, colleague: TestClient, plan: Plan) -> None:
    """A view is seen by whoever made it, and once it is shared by everybody."""
    keep(client, "Mine")
    keep(client, "Ours", shared="yes")
    assert keep(colleague, "Ours").startswith("/actions?")
    seen = visit(colleague, "/saved-views")
    assert [row[:3] for row in seen.table()[1:]] == [
        ["Ours", "Actions", "Everybody"],
        ["Ours", "Actions", "Only you"],
    ] or [row[:3] for row in seen.table()[1:]] == [
        ["Ours", "Actions", "Only you"],
        ["Ours", "Actions", "Everybody"],
    ]
    assert "Ada Administrator, Community safety officer" in seen.text
    assert "Mine" not in visit(colleague, "/actions").links


def test_changing_and_deleting(client: TestClient, colleague: TestClient, plan: Plan) -> None:
    """A view is renamed, shared and deleted by a form; a deleted one is gone for everybody."""
    keep(client, "Soon")
    place = visit(client, "/saved-views").links["Change or delete the view Soon"]
    assert colleague.get(place).status_code == 404
    assert colleague.post(f"{place}/deletion").headers["location"] == "/saved-views"
    assert client.post(place, data={"name": "Very soon", "shared": "yes"}).status_code == 303
    assert "Very soon" in visit(colleague, "/actions").links
    keep(client, "Late", "overdue=true")
    again = client.post(place, data={"name": "late", "shared": "yes"})
    assert again.status_code == 422
    assert "You have another view of this list" in Page(again).text
    assert client.post(f"{place}/deletion").headers["location"] == "/saved-views?done=deletion"
    assert client.post(f"{place}/deletion").headers["location"] == "/saved-views"
    assert "Very soon" not in visit(colleague, "/actions").links
    assert "The view is deleted" in visit(client, "/saved-views?done=deletion").text


def test_nothing_saved_yet(client: TestClient, given: Given) -> None:
    """The page says how one saves a view."""
    assert "No view is saved yet." in visit(client, "/saved-views").text
    assert client.get(f"/saved-views/{UUID(int=7)}").status_code == 404
