"""Two people edit the same thing: the second sees who was first, and both, and loses nothing typed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.store.application import Store
from tests.api.conftest import Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, day, record, visit


def second(client: TestClient, path: str, theirs: dict[str, Any], mine: dict[str, Any]) -> Page:
    """Open a form, let somebody else record something by it first, and send it then."""
    form = visit(client, path).sent_with(**mine)
    record(client, path, **theirs)
    answer = client.post(path, data=form)
    assert answer.status_code == 412
    return Page(answer)


def rows(page: Page) -> list[list[str]]:
    """The fields side by side, without the heads of the table."""
    return page.table()[1:]


def test_both_side_by_side(client: TestClient, plan: Plan) -> None:
    """Who, when, what they recorded, and both texts; what was typed stays in its box."""
    mine = {"text": "Train all staff by June", "reason": "Mine."}
    page = second(client, f"{plan.action}/wording", {"text": "Train managers", "reason": "Theirs."}, mine)
    assert page.title.startswith("Error: ")
    assert "Entered by Community safety officer, Westonbury Council" in page.text
    assert page.tree.get_element_by_id("what-changed").find(".//time") is not None
    assert rows(page) == [["What is to be done", "Train managers", "Train all staff by June"]]
    assert page.sent_with()["text"] == ["Train all staff by June"]


def test_what_is_chosen_is_shown_in_words(client: TestClient, plan: Plan, given: Given) -> None:
    """Agencies and people by name, not by what the form sends."""
    path = f"{plan.action}/supporting-agencies"
    mine = {"supporting": [str(given.police), str(given.council)]}
    theirs = {"supporting": [str(given.council)]}
    record(client, f"{plan.action}/lead-agency", lead=str(given.police), reason="Moved.")
    page = second(client, path, theirs, mine)
    ((_, recorded, typed),) = rows(page)
    assert (recorded, typed) == ("Westonbury Council", "Westonbury Council, Westshire Police")


def test_sent_again_knowingly_it_counts(client: TestClient, plan: Plan, store: Store) -> None:
    """The form then stands for what it has shown: sent again as it is, it is recorded after the first."""
    before = store.log.last_position()
    mine = {"text": "Train all staff by June", "reason": "Mine."}
    page = second(client, f"{plan.action}/wording", {"text": "Train managers", "reason": "Theirs."}, mine)
    assert client.post(f"{plan.action}/wording", data=page.sent_with()).status_code == 303
    assert store.log.last_position() == before + 2
    assert "Train all staff by June" in visit(client, plan.action).text


def test_a_mistake_does_not_hide_who_was_first(client: TestClient, plan: Plan) -> None:
    """A form that was sent with something wrong still knows which version it was opened on."""
    path = f"{plan.action}/wording"
    form = visit(client, path).sent_with(text="", reason="Mine.")
    record(client, path, text="Train managers", reason="Theirs.")
    page = Page(client.post(path, data=form))
    assert page.answer.status_code == 422
    assert client.post(path, data=page.sent_with(text="Mine")).status_code == 412


@pytest.mark.parametrize("length", [4_000, 20_000])
def test_long_texts(client: TestClient, plan: Plan, length: int) -> None:
    """Both texts stand there whole, however long."""
    mine = "m" * (length - 1) + "."
    page = second(
        client, f"{plan.action}/wording", {"text": "Theirs", "reason": "x"}, {"text": mine, "reason": "y"}
    )
    assert rows(page)[0][2] == mine


def test_what_others_did_elsewhere_is_told_without_a_comparison(client: TestClient, owned: Plan) -> None:
    """Where the fields of the form did not change, there is nothing to compare."""
    form = visit(client, f"{owned.action}/extension-request").sent_with(
        reason="Late.", **day("until", 1, 8, 2026)
    )
    record(client, f"{owned.action}/forecast", forecast="at risk")
    page = Page(client.post(f"{owned.action}/extension-request", data=form))
    assert "Forecast: at risk" in page.text
    assert page.tree.find_class("app-table") == []
