"""The disclosure log as JSON: the files that were taken, and to whom each was handed on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from domain.access_log import Kind
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker, person
from tests.api.accesses import accesses
from tests.api.conftest import Given, acting
from tests.api.rest.asking import API, items, refused

LIST = "disclosures"
HANDED = {
    "to": "Westonbury Council, legal services",
    "purpose": "Meeting of the board",
    "day-day": "2",
    "day-month": "3",
    "day-year": "2026",
}


@pytest.fixture
def taken(client: TestClient, store: Store) -> str:
    """The id of a file that has just been taken."""
    assert client.get(f"{API}/actions.csv").status_code == 200
    [row] = accesses(store, Kind.FILE_TAKEN)
    return str(row.id)


def test_a_file(client: TestClient, taken: str, given: Given) -> None:
    """Who took which, with nothing that was recorded of it; then to whom it went, what for and when."""
    [found] = items(client, LIST)
    assert (found["id"], found["person"]) == (taken, str(given.administrator))
    assert (found["address"], found["format"], found["disclosures"]) == (f"{API}/actions.csv", "CSV", [])
    sent = client.post(f"/disclosures/{taken}", data={**HANDED, "key": str(uuid4())})
    assert sent.status_code == 303
    [[one]] = [each["disclosures"] for each in items(client, LIST)]
    assert (one["to"], one["purpose"]) == (HANDED["to"], HANDED["purpose"])
    assert (one["handed_on"], one["person"]) == ("2026-03-02", str(given.administrator))


def test_page_by_page(client: TestClient) -> None:
    """The newest first, and the next page goes on before the last one."""
    for name in ("actions", "reviews", "people"):
        client.get(f"{API}/{name}.csv")
    first = client.get(f"{API}/{LIST}?limit=2").json()
    second = client.get(first["next"]).json()
    found = [*first["items"], *second["items"]]
    assert len({one["id"] for one in found}) == 3
    assert (len(first["items"]), second["next"]) == (2, None)


def test_of_others(
    client: TestClient,
    taken: str,
    tracker: Tracker,
    entered: Provenance,
    catch_up: Callable[[], None],
) -> None:
    """Whoever is nothing in a partnership sees what they took themselves, and no more."""
    sam = person.add(tracker, person.Details("Sam"), by=entered)
    catch_up()
    with acting(client, sam):
        assert items(client, LIST) == []
        assert client.get(f"{API}/actions.csv").status_code == 200
        assert [one["person"] for one in items(client, LIST)] == [str(sam)]


def test_what_is_refused(client: TestClient) -> None:
    """Days the wrong way round, a word that it does not take, a past, and a page that is not there."""
    for words in ("from=2026-03-02&to=2026-03-01", "sort=when", "as_at=2026-03-01"):
        refused(client.get(f"{API}/{LIST}?{words}"), 422)
    refused(client.get(f"{API}/{LIST}?before={uuid4()}"), 404)
