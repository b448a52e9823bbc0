"""Whether the tracker is up, of use, and what its figures are."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from domain.store.application import Store
from projections.generations import FEEDING, connect, take_lock
from tests.api.conftest import FollowedViews, Given
from tests.api.rest.asking import API, make

NO_WORKER = "No worker is at work: start `dhr worker`."


def ready(client: TestClient) -> tuple[int, Any]:
    """What `/readyz` says."""
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_ready(stranger: TestClient, store: Store) -> None:
    """Ready is who has a database, views that follow, and a worker."""
    with closing(connect(store.datastore.conninfo)) as worker:
        assert take_lock(worker, FEEDING)
        parts = {"status": "ready", "database": "ready", "views": "ready", "worker": "ready"}
        assert ready(stranger) == (200, parts)


def test_without_a_worker(stranger: TestClient) -> None:
    """It is said which part is missing, and what to do."""
    status, said = ready(stranger)
    assert (status, said["status"], said["database"], said["worker"]) == (
        503,
        "not ready",
        "ready",
        NO_WORKER,
    )


def test_views_that_stopped(stranger: TestClient, store: Store) -> None:
    """A view that cannot go on is named."""
    with store.connection() as connection:
        connection.execute(
            "update public.view_positions set failed_at = 3, failure = 'because' where view = 'actions'"
        )
    said = ready(stranger)[1]["views"]
    assert said == "Stopped at the position of an event that they cannot follow: actions at 3."


def test_without_views(stranger: TestClient, store: Store) -> None:
    """Before the first views are built it is not ready."""
    with store.connection() as connection:
        connection.execute("delete from public.generations")
    assert ready(stranger)[1]["views"] == "The lists are being built for the first time."


def test_without_a_database(app: FastAPI, stranger: TestClient, views: FollowedViews) -> None:
    """The process is up even if the database is away, but not ready."""
    app.state.store.datastore.pool.close()
    views.close()
    status, said = ready(stranger)
    assert (status, {said[part] for part in ("database", "views", "worker")}) == (
        503,
        {"The database cannot be reached."},
    )
    assert stranger.get("/healthz").status_code == 200


def test_figures(client: TestClient, given: Given) -> None:
    """Requests are counted by the pattern of their address, which names no thing; views by their lag."""
    made = make(client, "agencies", name="Probation")["id"]
    client.get(f"{API}/agencies/{made}")
    client.get(f"{API}/nothing")
    text = client.get("/metrics").text
    assert 'dhr_requests_total{method="GET",route="/api/v1/agencies/{identity}",status="200"} 1.0' in text
    assert 'dhr_requests_total{method="POST",route="/api/v1/agencies",status="201"} 1.0' in text
    assert 'status="404"' in text
    assert 'dhr_view_lag_events{view="agencies"} 0.0' in text
    assert 'dhr_view_stopped{view="agencies"} 0.0' in text
    assert "dhr_outbox_mails" in text
    assert "dhr_request_seconds_bucket" in text
    assert made not in text
