"""One command for many actions by JSON: each judged by itself, all of it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.rest.together import MOST
from tests.api.conftest import FollowedViews, Given
from tests.api.rest.asking import API, Plan, act, get, items, make, refused


@pytest.fixture
def bare(client: TestClient, plan: Plan, given: Given) -> str:
    """An action of the police without a timescale or an owner, beside that of the plan."""
    action = make(
        client, "actions", text="Bare", recommendations=[plan.recommendation], lead=str(given.police)
    )
    return str(action["id"])


class Bench(NamedTuple):
    """A browser, and the two actions of the plan."""

    client: TestClient
    plan: Plan
    bare: str


@pytest.fixture
def bench(client: TestClient, plan: Plan, bare: str) -> Bench:
    """All that stands at the beginning."""
    return Bench(client, plan, bare)


def seen(client: TestClient, *actions: str) -> list[dict[str, Any]]:
    """The actions as they stand."""
    return [{"id": one, "version": get(client, f"actions/{one}")["version"]} for one in actions]


def give(client: TestClient, noun: str, key: str | None = None, **body: Any) -> Any:
    """Give a command to many actions."""
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{API}/actions/together/{noun}", json=body, headers=headers)


def counts(answer: Any) -> tuple[int, ...]:
    """How many were recorded, found nothing new, were refused, and wait."""
    return tuple(answer.json()[name] for name in ("recorded", "nothing_new", "refused", "waiting"))


def results(answer: Any) -> list[tuple[str, str]]:
    """What became of each, and why."""
    return [(one["result"], one["why"]) for one in answer.json()["actions"]]


def test_each_is_judged_by_itself(client: TestClient, plan: Plan, given: Given, bare: str) -> None:
    """What can be recorded is, under one correlation; what cannot says why."""
    act(client, f"actions/{bare}/cancellation", reason="No.")
    rows = [*seen(client, plan.action, bare), {"id": str(uuid4()), "version": 1}]
    answer = give(client, "owner", actions=rows, owner=str(given.administrator), reason="Agreed.")
    assert (answer.status_code, counts(answer)) == (200, (1, 0, 2, 0))
    assert results(answer) == [
        ("recorded", ""),
        ("refused", "It has been cancelled: reopen it first."),
        ("refused", "There is nothing under this address, or no longer."),
    ]
    event = items(client, f"actions/{plan.action}/history")[-1]
    assert event["correlation"] == answer.json()["correlation"]
    assert (event["topic"], event["reason"]) == ("action.owner_assigned", "Agreed.")


def test_whoever_was_first_is_named(client: TestClient, plan: Plan, given: Given, bare: str) -> None:
    """An action that changed after it was seen is refused, and the others go on."""
    rows = seen(client, plan.action, bare)
    act(client, f"actions/{plan.action}/progress", progress="Half of them.")
    answer = give(client, "owner", actions=rows, owner=str(given.administrator))
    assert counts(answer) == (1, 0, 1, 0)
    why = results(answer)[0][1]
    assert why.startswith("Community safety officer, Westonbury Council was first: this was changed on")
    assert get(client, f"actions/{plan.action}")["owner"] is None


@pytest.mark.parametrize(
    ("noun", "body", "changed", "events"),
    [
        ("progress-request", {"question": "How far is it?"}, (False, False), 0),
        ("timescale", {"due": "2026-05-31"}, (False, True), 1),
        ("split", {}, (True, False), 5),
    ],
)
def test_every_command_for_many(bench: Bench, noun: str, body: Any, changed: Any, events: int) -> None:
    """As for one: there may be nobody to ask, a due date already, or one agency alone."""
    client = bench.client
    answer = give(client, noun, actions=seen(client, bench.plan.action, bench.bare), **body)
    assert tuple(result == "recorded" for result, _ in results(answer)) == changed
    assert len(items(client, f"events?correlation={answer.json()['correlation']}")) == events


def test_sent_again_it_is_recorded_once(client: TestClient, plan: Plan, given: Given, bare: str) -> None:
    """The repeat gets the same answer, also once a refused one could be recorded."""
    rows = seen(client, plan.action, bare)
    body: dict[str, Any] = {"actions": rows, "timescale": "31 May 2026"}
    first = give(client, "timescale", "a", **body)
    again = give(client, "timescale", "a", **body)
    assert (first.status_code, again.json()) == (200, first.json())
    assert counts(first) == (1, 0, 1, 0)
    assert len(items(client, f"actions/{bare}/history")) == 2
    other = give(client, "owner", "a", actions=rows, owner=str(given.administrator))
    assert refused(other, 422)["errors"][0]["field"] == "Idempotency-Key"
    without = give(client, "timescale", **body)
    assert without.json()["correlation"] != first.json()["correlation"]
    assert counts(without) == (0, 0, 2, 0)


def test_an_action_that_is_named_twice_counts_once(
    client: TestClient, plan: Plan, given: Given, bare: str
) -> None:
    """With the version that was named first."""
    rows = [*seen(client, bare), {"id": bare, "version": 7}, *seen(client, plan.action)]
    answer = give(client, "owner", actions=rows, owner=str(given.administrator))
    assert [one["id"] for one in answer.json()["actions"]] == [bare, plan.action]
    assert counts(answer) == (2, 0, 0, 0)


def test_lists_that_have_not_followed_yet(
    client: TestClient, plan: Plan, given: Given, views: FollowedViews
) -> None:
    """All of it is recorded, and the answer says that the lists come later."""
    rows = seen(client, plan.action)
    views.following = False
    answer = give(client, "owner", actions=rows, owner=str(given.administrator))
    assert (answer.status_code, counts(answer)) == (202, (1, 0, 0, 0))


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (lambda body: body.update(actions=[]), "actions", "At least 1 of these, please."),
        (
            lambda body: body.update(actions=body["actions"] * (MOST + 1)),
            "actions",
            f"At most {MOST} of these, please.",
        ),
        (lambda body: body["actions"][0].pop("version"), "actions.0.version", "This is needed."),
        (lambda body: body["actions"][0].update(version=2**40), "actions.0.version", "2147483647 or less"),
        (lambda body: body["actions"][0].update(note="x"), "actions.0.note", "There is no such field here."),
        (lambda body: body.pop("owner"), "owner", "This is needed."),
        (
            lambda body: body.update(happened_on="2026-03-03"),
            "happened_on",
            "What has happened cannot lie in the future.",
        ),
        (lambda body: body.update(how="import"), "how", "This must be form, mail, meeting or phone."),
    ],
)
def test_what_is_wrong_with_the_whole_is_refused_at_once(
    bench: Bench, given: Given, change: Callable[[Any], Any], field: str, sentence: str
) -> None:
    """Nothing is judged, and the key may be used again."""
    client, plan = bench.client, bench.plan
    body: dict[str, Any] = {"actions": seen(client, plan.action), "owner": str(given.administrator)}
    wrong = {**body, "actions": [dict(one) for one in body["actions"]]}
    change(wrong)
    problem = refused(give(client, "owner", "a", **wrong), 422)
    assert problem["errors"][0]["field"] == field
    assert sentence in problem["detail"]
    assert counts(give(client, "owner", "a", **body)) == (1, 0, 0, 0)


def test_only_these_commands_are_for_many(client: TestClient, plan: Plan) -> None:
    """The others are given to one action at a time."""
    answer = give(client, "cancellation", actions=seen(client, plan.action), reason="No.")
    assert answer.status_code in {404, 422}
    assert get(client, f"actions/{plan.action}")["delivery"] == "planned"
