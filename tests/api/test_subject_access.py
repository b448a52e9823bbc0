"""What is held about one person, as one file: from every table that knows people, and nothing of others."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api.sessions import issue_link, issue_token
from api.subject_access import HELD, held_about
from domain.action import Action
from domain.provenance import Provenance
from domain.refusals import NotFound
from domain.store.application import Store
from domain.tracker import Tracker, person
from projections.reading import Views
from tests.api.conftest import BEGIN, Given
from tests.api.rest.asking import act, make

IDENTITIES = """
    select table_name::text, column_name::text
    from information_schema.columns
    where table_schema = 'public' and data_type = 'uuid'
"""
OF_PEOPLE = {(table, "person") for table in HELD if table != "idempotency_keys"} | {
    ("idempotency_keys", "asked_by"),
    ("access_log", "about"),
    ("disclosures", "about"),
}
OF_OTHER_THINGS = {
    ("access_log", "id"),
    ("access_log", "way_in"),
    ("action_numbers", "recommendation"),
    ("agency_names", "agency"),
    ("api_tokens", "id"),
    ("calendar_feeds", "id"),
    ("changes_together", "id"),
    ("changes_together", "partnership"),
    ("disclosures", "export"),
    ("disclosures", "id"),
    ("disclosures", "partnership"),
    ("disclosures", "review"),
    ("drafts", "id"),
    ("drafts", "partnership"),
    ("erasures", "thing"),
    ("events", "correlation"),
    ("events", "originator_id"),
    ("events", "partnership"),
    ("idempotency_keys", "identity"),
    ("linked_identities", "id"),
    ("not_personal", "correlation"),
    ("outbox", "goes_with"),
    ("outbox", "id"),
    ("plan_things", "review"),
    ("plan_things", "thing"),
    ("reminders", "action"),
    ("reminders", "clock"),
    ("reminders", "outbox"),
    ("reminders", "partnership"),
    ("reports", "id"),
    ("saved_views", "id"),
    ("sessions", "id"),
    ("sign_in_codes", "id"),
    ("sign_in_links", "id"),
    ("text_keys", "id"),
    ("text_keys", "scope"),
    ("things_together", "change"),
    ("things_together", "thing"),
    ("unsent_forms", "id"),
}
"""Identities that are no person's; people in events are found by their identity, whatever the fact."""
WORDS = "Mentioned in confidence"


@pytest.fixture
def review(client: TestClient, given: Given) -> Any:
    """A review with one action, which the administrator owns and has reported on."""
    made = make(client, "reviews", partnership=str(given.partnership), reference="DHR7")["id"]
    recommendation = make(client, "recommendations", review=made, label="R1", wording=WORDS)["id"]
    action = make(client, "actions", text=WORDS, recommendations=[recommendation], due="2026-04-30")["id"]
    act(client, f"actions/{action}/owner", owner=str(given.administrator))
    act(client, f"actions/{action}/progress", progress=WORDS)
    return made


def told(tracker: Tracker, views: Views, who: UUID) -> Any:
    """What is held about somebody."""
    return json.loads(held_about(tracker, views, who, now=BEGIN))


def test_every_table_that_knows_people_is_in_it(store: Store) -> None:
    """A new identity in a table is somebody's, and then it is told of, or it is no person's."""
    with store.connection() as connection:
        found = set(connection.execute(IDENTITIES).fetchall())
    assert found == OF_PEOPLE | OF_OTHER_THINGS


@pytest.mark.usefixtures("review")
def test_what_it_tells(tracker: Tracker, views: Views, given: Given, program: TestClient) -> None:
    """Details, ways in and what they did, in sentences; each entry says whether it was theirs."""
    held = told(tracker, views, given.administrator)
    assert held["person"]["post"] == "Community safety officer"
    [details] = held["tables"]["person_details"]
    assert details == {"name": "Ada Administrator", "email": "ada@example.org", "telephone": ""}
    assert set(held["tables"]) == {
        "access_log",
        "administrators",
        "api_tokens",
        "person_details",
        "sessions",
        "sign_in_links",
    }
    sentences = [(one["sentence"], one["entered_by_them"]) for one in held["log"]]
    assert sentences[0][1] is False
    assert ("Progress was reported", True) in sentences
    assert any("Ada Administrator" in said for said, _ in sentences)


@pytest.mark.usefixtures("review")
def test_what_it_keeps_to_itself(
    tracker: Tracker, views: Views, given: Given, entered: Provenance, client: TestClient
) -> None:
    """No word of a case, no secret and no hash of one, and nobody else by name."""
    store = tracker.store
    secret = issue_token(store, given.administrator, "A program", now=BEGIN)
    link = issue_link(store, given.administrator, now=BEGIN)
    other = person.add(tracker, person.Details("Sam Somebody", "sam@example.org"), by=entered)
    [action] = client.get("/api/v1/actions").json()["items"]
    act(client, f"actions/{action['id']}/owner", owner=str(other))
    held = held_about(tracker, views, given.administrator, now=BEGIN).decode()
    for kept in (WORDS, secret, link, client.cookies["dhr"], "Sam", "hash", "sealed"):
        assert kept not in held
    assert "somebody else" in held


def test_somebody_of_whom_little_is_known(
    tracker: Tracker, views: Views, entered: Provenance, client: TestClient
) -> None:
    """The event that added them, by whoever did; tables that hold nothing of them are left out."""
    sam = person.add(tracker, person.Details("Sam"), by=entered)
    client.get("/people")
    held = told(tracker, views, sam)
    assert list(held["tables"]) == ["person_details"]
    assert [one["entered_by_them"] for one in held["log"]] == [False]


def test_nobody(tracker: Tracker, views: Views) -> None:
    """There has to be somebody."""
    with pytest.raises(NotFound):
        held_about(tracker, views, uuid4(), now=BEGIN)


def test_the_page(client: TestClient, given: Given) -> None:
    """A button on the page of the person gives the file; looking at the page gives nothing."""
    place = f"/people/{given.administrator}"
    assert f'action="{place}/held"' in client.get(place).text
    assert client.get(f"{place}/held").status_code == 405
    answer = client.post(f"{place}/held")
    assert answer.headers["content-type"] == "application/json"
    assert (
        answer.headers["content-disposition"]
        == f'attachment; filename="held-about-{given.administrator}.json"'
    )
    assert answer.json()["tables"]["person_details"][0]["email"] == "ada@example.org"
    assert client.post(f"/people/{uuid4()}/held").status_code == 404


@pytest.mark.usefixtures("review")
def test_an_event_that_names_them_is_found(
    tracker: Tracker, views: Views, entered: Provenance, client: TestClient
) -> None:
    """Also where somebody else made them the owner, past the forms."""
    sam = person.add(tracker, person.Details("Sam"), by=entered)
    [action] = client.get("/api/v1/actions").json()["items"]
    tracker.change(Action.assign_owner, Action, UUID(action["id"]), owner=sam, by=entered)
    assert len(told(tracker, views, sam)["log"]) == 2
