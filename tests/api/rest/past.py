"""Asking how things stood, with the clock of the application at the time of the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Clock
from tests.api.rest.asking import API


class Past:
    """What stood at a moment. The log's time is the database's own, so the clock goes along with it."""

    def __init__(self, client: TestClient, clock: Clock, token: str) -> None:
        self.client, self.clock = client, clock
        client.headers["Authorization"] = f"Bearer {token}"

    def moment(self) -> str:
        """Now."""
        self.clock.now = datetime.now(UTC) + timedelta(seconds=1)
        last = self.client.get(f"{API}/events", params={"limit": 1000}).json()["items"][-1]
        after = datetime.fromisoformat(last["recorded_at"]) + timedelta(microseconds=1)
        return after.isoformat()

    def asked(self, address: str, as_at: str) -> Any:
        """What stood then."""
        answer = self.client.get(f"{API}/{address}", params={"as_at": as_at})
        assert answer.status_code == 200, answer.text
        return answer.json()
