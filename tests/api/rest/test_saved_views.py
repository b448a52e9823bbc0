"""Saved views for programs: what a person keeps, and what others share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from api import saved_views
from api.access import Who
from domain.clocks import london_day
from domain.refusals import NotAllowed, NotFound, Refused
from domain.standing import Standing
from domain.store.application import Store
from tests.api.conftest import BASE_URL, BEGIN, Given
from tests.api.rest.asking import API, items, refused

VIEWS = f"{API}/saved-views"
LATE = {"list": "actions", "name": "Late", "query": "overdue=true&sort=-due"}


def kept(client: TestClient, **more: Any) -> Any:
    """A new view."""
    answer = client.post(VIEWS, json=LATE | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_saving_listing_and_deleting(client: TestClient, given: Given) -> None:
    """A view has the address of its page, and words that the list in JSON takes as well."""
    view = kept(client)
    assert (view["address"], view["own"], view["shared"]) == (
        f"{BASE_URL}/actions?overdue=true&sort=-due",
        True,
        False,
    )
    assert items(client, f"{view['list']}?{view['query']}") == []
    assert items(client, "saved-views") == [view] == items(client, "saved-views?list=actions")
    assert items(client, "saved-views?list=reviews") == []
    assert client.delete(f"{VIEWS}/{view['id']}").json() == view
    refused(client.delete(f"{VIEWS}/{view['id']}"), 404)
    assert items(client, "saved-views") == []


def test_the_same_again(client: TestClient, given: Given) -> None:
    """A request that is repeated makes no second view; another view of the name is refused."""
    assert kept(client)["id"] == kept(client)["id"]
    problem = refused(client.post(VIEWS, json=LATE | {"shared": True}), 422)
    assert problem["errors"][0]["field"] == "name"
    assert "Late" not in problem["detail"]


def test_renaming_and_sharing(client: TestClient, given: Given) -> None:
    """What is not named stays; a name that another view has is refused, and so is a view that is gone."""
    view, other = kept(client), kept(client, name="Other")
    place = f"{VIEWS}/{view['id']}"
    assert client.patch(place, json={"name": " Very  late "}).json() == view | {"name": "Very late"}
    assert client.patch(place, json={"shared": True}).json() == view | {"name": "Very late", "shared": True}
    assert client.patch(place, json={}).json()["name"] == "Very late"
    problem = refused(client.patch(f"{VIEWS}/{other['id']}", json={"name": "very late"}), 422)
    assert problem["errors"] == [{"field": "name", "sentence": saved_views.TAKEN}]
    refused(client.patch(place, json={"name": " "}), 422)
    refused(client.patch(place, json={"name": None, "query": "x"}), 422)
    client.delete(place)
    refused(client.patch(place, json={"name": "Gone"}), 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"list": "outbox"}, "list"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"query": "owner=x"}, "query"),
        ({"query": "limit=3"}, "query"),
        ({"person": "x"}, "person"),
    ],
)
def test_what_is_wrong(client: TestClient, given: Given, change: dict[str, Any], field: str) -> None:
    """Each wrong field is named."""
    problem = refused(client.post(VIEWS, json=LATE | change), 422)
    assert problem["errors"][0]["field"] == field


def test_who_may_change_a_view(store: Store, given: Given) -> None:
    """Others see a view once it is shared; only an administrator may then change it beside its maker."""
    maker = someone(given.administrator, given.partnership)
    view = saved_views.save(
        store, maker, things="actions", name="Late", query="overdue=true", shared=False, now=BEGIN
    )
    other = someone(uuid4(), given.partnership)
    administrator = replace(other, standing=replace(other.standing, administrator=True))
    with pytest.raises(NotFound):
        saved_views.delete(store, administrator, view.id)
    saved_views.change(store, maker, view.id, name="Late", shared=True)
    with pytest.raises(NotAllowed):
        saved_views.change(store, other, view.id, name="Mine", shared=True)
    with pytest.raises(NotAllowed):
        saved_views.delete(store, other, view.id)
    with pytest.raises(NotFound):
        saved_views.one_view(store, someone(uuid4(), uuid4()), view.id)
    assert saved_views.change(store, administrator, view.id, name="Overdue", shared=True).name == "Overdue"
    assert saved_views.delete(store, administrator, view.id).person == given.administrator


def test_there_is_room_for_a_hundred(store: Store, given: Given) -> None:
    """One person keeps a hundred views at most."""
    maker = someone(given.administrator)
    for number in range(saved_views.MOST):
        saved_views.save(
            store, maker, things="people", name=f"View {number}", query="", shared=False, now=BEGIN
        )
    with pytest.raises(Refused, match="You have 100 views"):
        saved_views.save(store, maker, things="people", name="One more", query="", shared=False, now=BEGIN)


def someone(identity: UUID, *partnerships: UUID) -> Who:
    """A person who owns actions in these partnerships, and has no role."""
    standing = Standing(identity, partnerships=frozenset(partnerships))
    return Who(identity, "", "", "", standing, False, london_day(BEGIN))
