"""The feed of events for other systems, and pages of lists, while others write."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from domain.store.application import Store
from tests.api.conftest import BASE_URL, Given
from tests.api.rest.asking import API, Plan, act, get, items, make, refused

WRITERS, EACH, A_PAGE = 4, 12, 7


def program_of(app: FastAPI, token: str) -> TestClient:
    """A program of its own."""
    return TestClient(app, base_url=BASE_URL, headers={"Authorization": f"Bearer {token}"})


def write(app: FastAPI, token: str, writer: int) -> list[int]:
    """Add agencies, one after the other; their positions in the log."""
    client = program_of(app, token)
    return [make(client, "agencies", name=f"Agency {writer}.{one}")["position"] for one in range(EACH)]


def followed(client: TestClient, after: int, writing: list[Future[Any]]) -> Iterator[Any]:
    """All events after a position, asked for while others write, and once more after them."""
    while True:
        ended = all(one.done() for one in writing)
        page = get(client, f"events?after={after}&limit={A_PAGE}")
        yield from page["items"]
        if page["items"]:
            after = page["items"][-1]["position"]
        elif ended:
            assert page["next"] is None
            return


def test_following_while_others_write(app: FastAPI, token: str, store: Store, given: Given) -> None:
    """Whoever follows the feed with the last position gets every event once, in order, whoever writes."""
    before = store.log.last_position()
    with ThreadPoolExecutor(WRITERS) as threads:
        writing = [threads.submit(write, app, token, one) for one in range(WRITERS)]
        seen = list(followed(program_of(app, token), before, writing))
    written = sorted(position for one in writing for position in one.result())
    assert [one["position"] for one in seen] == written
    assert written == list(range(before + 1, before + 1 + WRITERS * EACH))
    moments = [one["recorded_at"] for one in seen]
    assert moments == sorted(moments)


def test_the_last_page_of_the_feed(client: TestClient, plan: Plan, store: Store) -> None:
    """`next` leads on as long as there is more; at the end one asks again with the last position."""
    last = store.log.last_position()
    page = get(client, f"events?after={last - 3}&limit=2")
    assert [one["position"] for one in page["items"]] == [last - 2, last - 1]
    rest = client.get(page["next"]).json()
    assert ([one["position"] for one in rest["items"]], rest["next"]) == ([last], None)
    assert get(client, f"events?after={last}") == {"items": [], "next": None}
    act(client, f"actions/{plan.action}/progress", progress="Half.")
    (new,) = items(client, f"events?after={last}")
    assert (new["position"], new["topic"]) == (last + 1, "action.progress_reported")


def test_pages_fit_together(client: TestClient, plan: Plan, given: Given) -> None:
    """A list that is paged through while others write shows each thing once, as it stood at the beginning."""
    names = [f"Agency {letter}" for letter in "BDFHJ"]
    for name in names:
        make(client, "agencies", name=name)
    page = get(client, "agencies?limit=2")
    found = [one["name"] for one in page["items"]]
    late = make(client, "agencies", name="Agency A")["id"]
    act(client, f"agencies/{given.police}/name", name="A police force")
    while page["next"]:
        page = client.get(page["next"]).json()
        found += [one["name"] for one in page["items"]]
    assert found == [*names, "Westonbury Council", "Westshire Police"]
    assert late in [one["id"] for one in items(client, "agencies")]


def test_pages_of_what_changed(client: TestClient, plan: Plan, given: Given) -> None:
    """So it is with what changed, and with what a search finds."""
    for number in range(3):
        act(client, f"actions/{plan.action}/wording", text=f"Train all teams, {number}")
    page = get(client, "changes?from=2026-03-01&limit=1")
    total = sum(page["counts"].values())
    act(client, f"recommendations/{plan.recommendation}/wording", wording="Train everybody.")
    pages = 1
    while page["next"]:
        page, pages = client.get(page["next"]).json(), pages + 1
        assert sum(page["counts"].values()) == total
    assert pages == total
    assert "&position=" in get(client, "search?words=train&limit=1")["next"]


def test_a_position_that_lies_ahead(client: TestClient, given: Given, store: Store) -> None:
    """A list cannot begin at a position that the log has not reached."""
    problem = refused(client.get(f"{API}/agencies?position={store.log.last_position() + 1}"), 422)
    assert problem["errors"] == [{"field": "position", "sentence": "The log has not come that far."}]


def test_a_view_that_has_stopped(client: TestClient, plan: Plan, store: Store) -> None:
    """One view that follows the log no longer does not keep the lists of the others back."""
    with store.connection() as connection:
        connection.execute(
            "update public.view_positions set position = 0, failed_at = 1, failure = 'A test.'"
            " where view = 'timeline'"
        )
    assert [one["id"] for one in items(client, "actions")] == [plan.action]
