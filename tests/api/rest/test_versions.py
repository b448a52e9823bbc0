"""Two people on one thing: nobody overwrites what they have not seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import Clock, FollowedViews
from tests.api.rest.asking import API, Plan, act, get, refused


def progress(client: TestClient, action: str, words: str, *, seen: str) -> Any:
    """Report progress, having seen that version."""
    address = f"{API}/actions/{action}/progress"
    return client.post(address, json={"progress": words}, headers={"If-Match": seen})


def test_a_change_says_what_it_has_seen(client: TestClient, plan: Plan) -> None:
    """Without If-Match a change is refused, and nothing is recorded."""
    answer = client.post(f"{API}/actions/{plan.action}/progress", json={"progress": "Half."})
    assert "If-Match" in refused(answer, 428)["detail"]
    assert get(client, f"actions/{plan.action}")["version"] == 2


def test_somebody_was_first(client: TestClient, plan: Plan) -> None:
    """The second of two who saw the same version is told who was first, by post, and when."""
    seen = client.get(f"{API}/actions/{plan.action}").headers["ETag"]
    assert progress(client, plan.action, "Half.", seen=seen).status_code == 200
    problem = refused(progress(client, plan.action, "All.", seen=seen), 412)
    assert problem["by"] == {"post": "Community safety officer", "agency": "Westonbury Council"}
    assert problem["version"] == 3
    assert datetime.fromisoformat(problem["at"]).tzinfo == UTC
    assert problem["detail"].startswith("Community safety officer, Westonbury Council was first")
    assert get(client, f"actions/{plan.action}")["version"] == 3


@pytest.mark.parametrize("tag", ['"2"', 'W/"2"', "2", "*"])
def test_tags(client: TestClient, plan: Plan, tag: str) -> None:
    """A version may come as tags come; `*` is any version."""
    assert progress(client, plan.action, "Half.", seen=tag).status_code == 200


@pytest.mark.parametrize("tag", ['"abc"', "", '"1", "2"', "-1"])
def test_no_tags(client: TestClient, plan: Plan, tag: str) -> None:
    """What is no ETag of a thing is refused by name."""
    problem = refused(progress(client, plan.action, "Half.", seen=tag), 422)
    assert problem["errors"][0]["field"] == "If-Match"


def test_many_at_once(client: TestClient, plan: Plan) -> None:
    """Of eight who saw the same version at the same time, exactly one gets through."""
    seen = client.get(f"{API}/actions/{plan.action}").headers["ETag"]
    with ThreadPoolExecutor(8) as people:
        answers = people.map(lambda who: progress(client, plan.action, f"By {who}", seen=seen), range(8))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    assert get(client, f"actions/{plan.action}")["version"] == 3


def test_the_past_has_no_tag(client: TestClient, plan: Plan, clock: Clock, token: str) -> None:
    """What stood at another time cannot be changed, so it has no ETag."""
    act(client, f"actions/{plan.action}/progress", progress="Half.")
    clock.now = datetime.now(UTC) + timedelta(seconds=1)
    moment = clock.now.isoformat()
    client.headers["Authorization"] = f"Bearer {token}"
    answer = client.get(f"{API}/actions/{plan.action}", params={"as_at": moment})
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


def test_while_the_lists_are_behind(client: TestClient, plan: Plan, views: FollowedViews) -> None:
    """A change is recorded though no worker is at work, and says so: 202, with version and position."""
    views.following = False
    answer = progress(client, plan.action, "Half.", seen='"2"')
    assert answer.status_code == 202
    told = answer.json()
    assert (told["id"], told["version"], told["being_updated"]) == (plan.action, 3, True)
    views.projector.catch_up()
    assert get(client, f"actions/{plan.action}")["version"] == 3
