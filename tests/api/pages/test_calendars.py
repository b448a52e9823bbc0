"""Calendars of due dates by the pages: made, their address shown once, made anew, revoked."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import BASE_URL, Given, acting
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, record, visit


@pytest.fixture
def place(client: TestClient, plan: Plan, given: Given) -> str:
    """The page of the calendars of the administrator."""
    return f"/people/{given.administrator}/calendars"


@pytest.fixture
def outsider(app: Any) -> TestClient:
    """A calendar programme, which is not signed in."""
    return TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)


def made(client: TestClient, place: str, **typed: str) -> tuple[Page, str]:
    """The page with a new calendar, and its address."""
    sent = visit(client, place).tree.get_element_by_id("make")
    answer = client.post(place, data={**dict(sent.form_values()), **typed})
    assert answer.status_code == 200, answer.text
    page = Page(answer)
    return page, page.tree.get_element_by_id("address").text.strip()


def in_use(client: TestClient, place: str) -> list[Any]:
    """The rows of the calendars that are in use."""
    return list(visit(client, place).tree.xpath("//tbody/tr"))


def test_it_is_made_and_its_address_shown_once(client: TestClient, outsider: TestClient, place: str) -> None:
    """The address works at once; the page, opened again, does not tell it."""
    page, address = made(client, place)
    assert "Copy it now: it is shown this once." in page.text
    assert outsider.get(address).text.startswith("BEGIN:VCALENDAR")
    again = visit(client, place)
    assert address.rpartition("/")[2] not in again.answer.text
    assert "1 calendar." in again.text
    assert "3 March 2026" not in again.text
    assert "2 March 2026 at 09:30" in again.table()[1][1]


def test_what_a_browser_may_keep(client: TestClient, place: str) -> None:
    """Back shows the form again, under the same key; but of an address that is told once there is no copy."""
    assert client.get(place).headers["Cache-Control"] == "private, no-cache"
    assert made(client, place)[0].answer.headers["Cache-Control"] == "no-store"


def test_the_button_pressed_twice(client: TestClient, place: str) -> None:
    """The same form makes one calendar; the second answer says that its address was shown with the first."""
    key = str(uuid4())
    _, address = made(client, place, key=key)
    again = client.post(place, data={"key": key, "instead": ""})
    assert (again.status_code, address in again.text) == (409, False)
    assert Page(again).errors[0].startswith("This calendar was made, and its address was shown then")
    assert len(in_use(client, place)) == 1


def test_it_is_made_anew(client: TestClient, outsider: TestClient, place: str) -> None:
    """A new address takes the place of the old one; pressed in an old window, it says so and makes none."""
    _, old = made(client, place)
    form = visit(client, place).tree.xpath("//tbody//form")[0]
    answer = client.post(place, data=dict(form.form_values()))
    new = Page(answer).tree.get_element_by_id("address").text.strip()
    assert outsider.get(old).status_code == 404
    assert outsider.get(new).status_code == 200
    assert len(in_use(client, place)) == 1
    late = client.post(place, data={**dict(form.form_values()), "key": str(uuid4())})
    assert late.status_code == 422
    assert Page(late).errors == ["This calendar was revoked already. Make a new one."]


def test_it_is_revoked(client: TestClient, outsider: TestClient, place: str) -> None:
    """The address is no good any more; the button does it once."""
    _, address = made(client, place)
    (form,) = (one for one in visit(client, place).tree.xpath("//tbody//form") if "revocation" in one.action)
    first, second = client.post(form.action), client.post(form.action)
    assert first.headers["location"] == second.headers["location"]
    assert "The address was revoked" in visit(client, first.headers["location"]).text
    assert outsider.get(address).status_code == 404
    assert in_use(client, place) == []


def test_of_an_owner(client: TestClient, place: str, given: Given) -> None:
    """An owner's calendar shows what they own, and their page leads to it; that of others does not."""
    sam = record(client, "/people/new", name="Sam", agency=str(given.council))
    assert "Calendar of due dates" not in visit(client, sam).links
    assert "all open actions" in visit(client, place).text
    assert visit(client, "/actions").links["See in your calendar when actions are due"] == place
    with acting(client, UUID(sam.rpartition("/")[2])):
        assert "the actions that you own" in visit(client, f"{sam}/calendars").text


def test_of_somebody_else(client: TestClient, place: str, given: Given) -> None:
    """Whoever they are, an administrator neither sees nor makes nor revokes the calendars of others."""
    for identity in (given.validator, uuid4(), given.council):
        assert client.get(f"/people/{identity}/calendars").status_code == 403
        assert client.post(f"/people/{identity}/calendars").status_code == 403
        assert client.post(f"/people/{identity}/calendars/{uuid4()}/revocation").status_code == 403
