"""Since I last looked: what is new to whom, on the log and on the board."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from domain.action import Action
from tests.api.conftest import Clock
from tests.api.pages.conftest import Plan, Record
from tests.api.pages.visiting import Page, record, visit, what, words


def test_what_is_new_to_me(client: TestClient, plan: Plan, change: Record, clock: Clock) -> None:
    """Once marked as seen, the log shows what others recorded since: a mark between, and these alone."""
    page = visit(client, "/log")
    assert "Want to know what is new?" in page.text
    assert client.get("/log?since=looked").status_code == 200
    assert "since you last looked" not in visit(client, "/log").text
    answer = client.post("/log/seen", data=page.sent_with())
    assert (answer.status_code, answer.headers["location"]) == (303, "/log")
    assert (
        "Nothing new from others since you last looked on 2 March 2026 at 09:30."
        in visit(client, "/log").text
    )
    record(client, f"{plan.action}/forecast", forecast="at risk")
    change(Action.reword, text="One")
    change(Action.reword, text="Two")
    page = visit(client, "/log")
    assert "2 changes by others since you last looked on 2 March 2026 at 09:30." in page.text
    (mark,) = page.tree.find_class("app-history__mark")
    assert [words(one) for one in mark.getparent()].index(words(mark)) == 3
    new = visit(client, page.links["Show only these"])
    assert new.heading == "What is new to you"
    assert len(what(new)) == 2
    clock.move(minutes=10)
    client.post("/log/seen", data=new.sent_with())
    assert "since you last looked on 2 March 2026 at 09:40." in visit(client, "/log").text
    assert "Nothing new." in visit(client, "/log?since=looked").text


def test_the_board_says_what_is_new(client: TestClient, plan: Plan, change: Record) -> None:
    """One line that leads there, or to the log for somebody who has not marked anything as seen."""
    assert visit(client, "/").links["Mark the log as seen"] == "/log"
    client.post("/log/seen", data=visit(client, "/log").sent_with())
    assert "Nothing new from others since you last looked" in visit(client, "/").text
    change(Action.reword, text="One")
    new = visit(client, "/").links["1 change by others since you last looked on 2 March 2026 at 09:30"]
    assert len(what(visit(client, new))) == 1
    assert "since you last looked" not in visit(client, "/?as_at=2026-03-01").text


@pytest.mark.parametrize("position", ["", "x", "99999", "-1"])
def test_marking_what_is_not_there(client: TestClient, plan: Plan, position: str) -> None:
    """A form without a place in the log is refused, and marks nothing."""
    answer = client.post("/log/seen", data={"position": position})
    assert answer.status_code == 422
    assert "This form was not complete." in Page(answer).text
    assert "Want to know what is new?" in visit(client, "/log").text


def test_looking_marks_nothing(client: TestClient, plan: Plan, change: Record) -> None:
    """Only the button does: neither a page that is fetched in advance, nor Back."""
    client.post("/log/seen", data=visit(client, "/log").sent_with())
    change(Action.reword, text="One")
    for _ in range(2):
        assert "1 change by others" in visit(client, "/log").text
        visit(client, "/log?since=looked")
