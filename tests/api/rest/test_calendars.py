"""Calendar feeds: secret addresses that can be revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.store.application import Store
from tests.api.conftest import BASE_URL, Clock, Given, acting
from tests.api.rest.asking import API, Plan, act, items, make, refused

FEEDS = f"{API}/calendar-feeds"


def made(client: TestClient, **body: str) -> Any:
    """A new feed."""
    answer = client.post(FEEDS, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def outsider(app: Any) -> TestClient:
    """A calendar programme, which is not signed in."""
    return TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture
def owner(client: TestClient, plan: Plan) -> str:
    """Sam, who owns one of two actions."""
    sam = str(make(client, "people", name="Sam", email="sam@example.org")["id"])
    new = make(client, "actions", text="Secret text", recommendations=[plan.recommendation], due="2026-05-31")
    act(client, f"actions/{new['id']}/owner", owner=sam)
    return sam


def of_owner(client: TestClient, owner: str) -> str:
    """The address of a new feed that Sam has made."""
    with acting(client, UUID(owner)):
        return str(made(client)["address"])


def events(outsider: TestClient, address: str) -> list[str]:
    """The summaries in a calendar."""
    answer = outsider.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    return [line[8:] for line in answer.text.split("\r\n") if line.startswith("SUMMARY:")]


def test_of_an_administrator(client: TestClient, outsider: TestClient, owner: str, given: Given) -> None:
    """An administrator's calendar has everything that is due, without what people have written."""
    feed = made(client)
    assert feed["person"] == str(given.administrator)
    assert feed["address"].startswith(f"{BASE_URL}/calendar/")
    assert events(outsider, feed["address"]) == [
        "DHR7\\, action 3.140(a)/1: due (Westonbury Council)",
        "DHR7\\, action 3.140(a)/2: due (no lead agency)",
    ]
    assert "Secret" not in outsider.get(feed["address"]).text


def test_of_an_owner(client: TestClient, outsider: TestClient, owner: str) -> None:
    """Anybody else's has what they own."""
    address = of_owner(client, owner)
    assert events(outsider, address) == ["DHR7\\, action 3.140(a)/2: due (no lead agency)"]


def test_of_somebody_else(client: TestClient, owner: str) -> None:
    """Nobody makes, lists or revokes the feeds of others: who has an address reads what it shows."""
    for answer in (
        client.post(FEEDS, json={"person": owner}),
        client.get(f"{FEEDS}?person={owner}"),
        client.delete(f"{FEEDS}?person={owner}"),
    ):
        said = refused(answer, 403)["detail"]
        assert said == "Only the person themselves may use this person's calendars."


def test_revoked(client: TestClient, outsider: TestClient, owner: str) -> None:
    """A revoked address is no good any more; those of others are."""
    mine, again, other = made(client), made(client), of_owner(client, owner)
    assert mine["address"] != again["address"]
    assert client.delete(FEEDS).json() == {"revoked": 2}
    assert client.delete(FEEDS).json() == {"revoked": 0}
    for feed in (mine, again):
        assert "revoked" in refused(outsider.get(feed["address"]), 404)["detail"]
    assert len(events(outsider, other)) == 1
    with acting(client, UUID(owner)):
        assert client.delete(FEEDS).json() == {"revoked": 1}
    refused(outsider.get(other), 404)


def test_one_is_revoked(client: TestClient, outsider: TestClient, owner: str) -> None:
    """One of several addresses can be revoked by itself, once, and only of its own person."""
    first, second = made(client), made(client)
    assert {one["id"] for one in items(client, "calendar-feeds")} == {first["id"], second["id"]}
    with acting(client, UUID(owner)):
        refused(client.delete(f"{FEEDS}/{first['id']}"), 404)
    assert client.delete(f"{FEEDS}/{first['id']}").json() == {"revoked": 1}
    refused(client.delete(f"{FEEDS}/{first['id']}"), 404)
    refused(outsider.get(first["address"]), 404)
    assert len(events(outsider, second["address"])) == 2
    assert [one["id"] for one in items(client, "calendar-feeds")] == [second["id"]]


def test_the_last_use_is_noted(client: TestClient, outsider: TestClient, owner: str, clock: Clock) -> None:
    """A list tells when each calendar was last asked for, to a quarter of an hour, and never its address."""
    address = of_owner(client, owner)

    def last_used() -> Any:
        with acting(client, UUID(owner)):
            (feed,) = items(client, "calendar-feeds")
        assert feed.keys() == {"id", "person", "made_at", "last_used_at"}
        return feed["last_used_at"]

    assert last_used() is None
    for minutes, noted in ((0, "09:30:00"), (10, "09:30:00"), (10, "09:50:00")):
        clock.move(minutes=minutes)
        events(outsider, address)
        assert noted in last_used()


@pytest.mark.usefixtures("owner")
def test_repeated_with_its_key(client: TestClient, outsider: TestClient, store: Store) -> None:
    """With the same key it is made once, and its address is neither told again nor kept."""
    headers = {"Idempotency-Key": "k1"}
    first = client.post(FEEDS, json={}, headers=headers)
    again = client.post(FEEDS, json={}, headers=headers)
    assert "not shown twice" in refused(again, 409)["detail"]
    assert len(items(client, "calendar-feeds")) == 1
    assert len(events(outsider, first.json()["address"])) == 2
    assert store.datastore.ask("select sealed from public.idempotency_keys") == [("",)]


def test_of_who_has_left(client: TestClient, outsider: TestClient, owner: str) -> None:
    """Whoever leaves takes no calendar along."""
    address = of_owner(client, owner)
    act(client, f"people/{owner}/leaving")
    refused(outsider.get(address), 404)


@pytest.mark.parametrize("path", ["none.ics", "none", ".ics", "%00.ics"])
def test_unknown(outsider: TestClient, path: str, given: Given) -> None:
    """An address that nobody was given."""
    refused(outsider.get(f"/calendar/{path}"), 404)


def test_only_with_its_ending(client: TestClient, outsider: TestClient, given: Given) -> None:
    """The secret alone is not the address."""
    refused(outsider.get(made(client)["address"].removesuffix(".ics")), 404)


def test_the_secret_is_not_kept(client: TestClient, given: Given, store: Store) -> None:
    """The database holds only the SHA-256 of the secret, and no figure names it."""
    address = made(client)["address"]
    secret = address.rpartition("/")[2]
    assert client.get(address).status_code == 200
    with store.connection() as connection:
        (row,) = connection.execute("select feed::text from public.calendar_feeds feed").fetchall()
    assert secret.removesuffix(".ics") not in row[0]
    figures = client.get("/metrics").text
    assert "/calendar/{secret}" in figures
    assert secret not in figures


def test_wrong(client: TestClient, outsider: TestClient, given: Given) -> None:
    """A word that is not known, and a stranger, are refused."""
    refused(client.post(FEEDS, json={"persona": "x"}), 422)
    refused(client.delete(f"{FEEDS}?persona=x"), 422)
    refused(outsider.post(FEEDS), 401)
    refused(outsider.delete(FEEDS), 401)
    assert client.post(FEEDS).status_code == 201
