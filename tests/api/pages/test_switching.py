"""Somebody who sees several partnerships: one of them is shown, or all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.access import SHOWN
from tests.api.conftest import Given, acting
from tests.api.pages.visiting import record, visit


@pytest.fixture
def another(client: TestClient, given: Given) -> str:
    """Another partnership, with a review; the first has one, too."""
    record(client, "/reviews/new", partnership=str(given.partnership), reference="DHR1")
    identity = record(client, "/partnerships/new", code="FEN", name="Fenland Partnership").rpartition("/")[2]
    record(client, "/reviews/new", partnership=identity, reference="DHR2")
    return identity


def choose(client: TestClient, partnership: str) -> int:
    """Choose what is shown, by the form of the frame."""
    sent = {"partnership": partnership, "next": "/reviews"}
    answer = client.post("/partnerships/shown", data=sent)
    assert answer.status_code != 303 or answer.headers["location"] == "/reviews"
    return answer.status_code


def test_one_of_several(client: TestClient, another: str) -> None:
    """Lists and counts are those of the one that was chosen, and each page says which; then of all again."""
    assert all(one in client.get("/reviews").text for one in ("DHR1", "DHR2"))
    assert choose(client, another) == 303
    page = visit(client, "/reviews")
    assert ("DHR1" in page.text, "DHR2" in page.text) == (False, True)
    assert page.tree.xpath("//select[@id='shown']/option[@selected]/text()") == ["Fenland Partnership"]
    assert choose(client, "") == 303
    assert all(one in client.get("/reviews").text for one in ("DHR1", "DHR2"))


@pytest.mark.usefixtures("another")
def test_it_leads_back_to_the_same_list(client: TestClient) -> None:
    """Narrowed as it was and as at the same day, but for the partnership and the page of the address."""
    page = visit(client, "/actions?overdue=true&as_at=2026-03-02&partnership=FEN&page=1")
    [leads] = page.tree.xpath("//form[@action='/partnerships/shown']//input[@name='next']/@value")
    assert leads == "/actions?overdue=true&as_at=2026-03-02"


def test_its_address_is_still_there(client: TestClient, given: Given, another: str) -> None:
    """What was chosen narrows lists, not what may be opened."""
    choose(client, another)
    assert client.get(f"/partnerships/{given.partnership}").status_code == 200


@pytest.mark.usefixtures("another")
def test_one_that_is_not_theirs(client: TestClient) -> None:
    """It is not there; a cookie that names it is as good as none."""
    assert choose(client, str(uuid4())) == 404
    for said in (str(uuid4()), "no id"):
        client.cookies.set(SHOWN, said)
        assert all(one in client.get("/reviews").text for one in ("DHR1", "DHR2"))


def test_a_program_asks_for_itself(client: TestClient, given: Given, another: str) -> None:
    """A cookie narrows nothing for a token, which names a partnership in its address."""
    choose(client, another)
    with acting(client, given.administrator):
        found = [one["reference"] for one in client.get("/api/v1/reviews").json()["items"]]
    assert sorted(found) == ["DHR1", "DHR2"]


def test_who_sees_one_alone(client: TestClient) -> None:
    """There is nothing to choose."""
    assert not visit(client, "/reviews").tree.xpath("//select[@id='shown']")
