"""A request that is sent twice under one Idempotency-Key is carried out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient

from tests.api.conftest import Given, acting
from tests.api.rest.asking import API, Plan, act, get, items, refused

PROGRESS = {"progress": "Half of them."}


def sent(client: TestClient, address: str, key: str, **body: Any) -> Any:
    """A request under a key, whatever version there is."""
    headers = {"Idempotency-Key": key, "If-Match": "*"}
    return client.post(f"{API}/{address}", json=body, headers=headers)


def test_a_change(client: TestClient, plan: Plan) -> None:
    """The repeat gets the same answer, and nothing more is recorded."""
    first = sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    again = sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    assert (first.status_code, first.json(), first.headers["ETag"]) == (
        again.status_code,
        again.json(),
        again.headers["ETag"],
    )
    assert len(items(client, f"actions/{plan.action}/history")) == 3


def test_later(client: TestClient, plan: Plan) -> None:
    """The repeat gets what stood then, though more has happened since."""
    first = sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    act(client, f"actions/{plan.action}/completion", what_was_done="All.")
    again = sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    assert again.json() == first.json()
    assert get(client, f"actions/{plan.action}")["delivery"] == "reported complete"


def test_a_new_thing(client: TestClient, plan: Plan) -> None:
    """The repeat of a request that makes something leads to what was made."""
    first = sent(client, "agencies", "a", name="Probation")
    again = sent(client, "agencies", "a", name="Probation")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again.headers["Location"]) == (first.json(), first.headers["Location"])


def test_a_split(client: TestClient, plan: Plan) -> None:
    """A change that makes further things is answered with what was changed."""
    agencies = [one["id"] for one in items(client, "agencies")]
    first = sent(client, f"actions/{plan.action}/split", "a", agencies=agencies)
    again = sent(client, f"actions/{plan.action}/split", "a", agencies=agencies)
    assert (first.json()["id"], again.json()) == (plan.action, first.json())
    assert len(items(client, "actions")) == 3


def test_another_body(client: TestClient, plan: Plan) -> None:
    """A key belongs to one request: with another body, or at another address, it is refused."""
    sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    other = sent(client, f"actions/{plan.action}/progress", "a", progress="All of them.")
    elsewhere = sent(client, f"actions/{plan.action}/wording", "a", text="Train")
    for answer in (other, elsewhere):
        assert refused(answer, 422)["errors"][0]["field"] == "Idempotency-Key"
    assert get(client, f"actions/{plan.action}")["version"] == 3


def test_a_refusal_is_not_kept(client: TestClient, plan: Plan) -> None:
    """What was refused recorded nothing, so that the same key may be used again once it can be done."""
    assert sent(client, f"actions/{plan.action}/acceptance", "a").status_code == 422
    ada = items(client, "people")[0]["id"]
    act(client, f"actions/{plan.action}/owner", owner=ada)
    assert sent(client, f"actions/{plan.action}/acceptance", "a").status_code == 200


def test_keys_of_others(client: TestClient, plan: Plan, given: Given) -> None:
    """Two people may use the same key: each key is theirs alone."""
    sent(client, f"actions/{plan.action}/progress", "a", **PROGRESS)
    with acting(client, given.validator):
        assert sent(client, f"actions/{plan.action}/progress", "a", progress="All.").status_code == 200


def test_many_at_once(client: TestClient, plan: Plan) -> None:
    """Of eight repeats at the same time one is carried out, and all get its answer."""
    address = f"actions/{plan.action}/progress"
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: sent(client, address, "a", **PROGRESS), range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.text for answer in answers}) == 1
    assert get(client, f"actions/{plan.action}")["version"] == 3


def test_many_new_things_at_once(client: TestClient, plan: Plan) -> None:
    """The same where the request makes something: a name that is taken by its own repeat is no refusal."""
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: sent(client, "agencies", "a", name="Probation"), range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_key_has_an_end(client: TestClient, plan: Plan) -> None:
    """A key of more than 200 characters is refused."""
    assert sent(client, "agencies", "a" * 201, name="Probation").status_code == 422
