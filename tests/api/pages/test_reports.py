"""The report on ageing and slippage by the pages: asked for, waited for, shown, and taken as files."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from domain.store.application import Store
from projections.generations import FEEDING, take_lock
from projections.reports import asked
from scheduler.reporting import Reporter
from tests.api.conftest import BEGIN, Clock, FollowedViews
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, send, visit


@pytest.fixture
def reporter(views: FollowedViews, clock: Clock) -> Reporter:
    """The worker that makes reports, by hand."""
    return Reporter(views, now=clock)


def asked_for(client: TestClient, page: str = "/reports") -> str:
    """The address of a report that was asked for."""
    answer = send(client, page)
    assert answer.status_code == 303, Page(answer).text
    return str(answer.headers["location"])


def test_from_the_board_to_the_files(client: TestClient, late: Plan, reporter: Reporter) -> None:
    """The board leads to it; it has its tables on the page and as files."""
    place = visit(client, "/").links["Report on ageing and slippage, by agency"]
    report = asked_for(client, place)
    reporter.make_all()
    page = visit(client, report)
    assert "refresh" not in page.answer.headers
    assert page.table(0)[1] == ["Westonbury Council", "1", "0", "0", "0", "1"]
    kinds = {href.rpartition(".")[2] for href in page.links.values() if "/api/v1/" in href}
    assert kinds == {"xlsx", "csv"}
    for href in page.links.values():
        if "/api/v1/" in href:
            assert client.get(href).status_code == 200
    assert visit(client, "/reports").links["2 March 2026 at 09:30"] == report


def test_asked_for_twice(client: TestClient, late: Plan) -> None:
    """The button pressed twice asks for one report."""
    assert asked_for(client) == asked_for(client)


def test_while_it_is_made(client: TestClient, late: Plan, store: Store, views: FollowedViews) -> None:
    """The page says how far it is and loads itself again, until somebody stops that or it is there."""
    report = asked_for(client)
    # Somebody feeds the views, so there is a worker; nobody makes the report yet.
    with store.connection() as connection:
        assert take_lock(connection, FEEDING)
        page = visit(client, report)
        assert "The report waits for its turn." in page.text
        taken = asked.take(connection, now=BEGIN)
        assert taken
        asked.say(connection, taken.id, "2 actions are being counted.")
        page = visit(client, report)
        assert "The report is being made. 2 actions are being counted." in page.text
        assert page.answer.headers["refresh"] == "2"
        still = visit(client, page.links["Stop that"])
        assert "refresh" not in still.answer.headers
        assert still.links["Look again"] == report


def test_without_a_worker(client: TestClient, late: Plan) -> None:
    """It says that there is no worker, instead of letting people wait."""
    assert "The worker is not running" in visit(client, asked_for(client)).text


def test_one_that_failed(client: TestClient, late: Plan, store: Store, reporter: Reporter) -> None:
    """It says why, with a button that tries again."""
    report = asked_for(client)
    with store.connection() as connection:
        taken: Any = asked.take(connection, now=BEGIN)
        asked.fail(connection, taken.id, "The figures ran out.", now=BEGIN)
    page = visit(client, report)
    assert page.errors == ["The figures ran out."]
    assert "refresh" not in page.answer.headers
    again = client.post(page.form.action, data=page.sent_with())
    assert again.headers["location"] == report
    reporter.make_all()
    assert "Overdue actions by age" in visit(client, report).text


def test_of_the_past(client: TestClient, late: Plan, reporter: Reporter) -> None:
    """From the board of a day in the past it is the report of that day."""
    place = visit(client, "/?as_at=2026-03-01").links
    report = asked_for(client, "/reports?as_at=2026-03-01")
    reporter.make_all()
    page = visit(client, report)
    assert "as at 1 March 2026 at 23:59" in page.heading
    assert "No action is like this." in page.text or "All agencies" in page.text
    assert all(re.match(r"/|#", href) for href in place.values())


def test_what_is_no_day(client: TestClient, late: Plan) -> None:
    """A form that was tampered with is refused."""
    for as_at in ("yesterday", "2027-01-01"):
        assert client.post("/reports", data={"as_at": as_at}).status_code == 422
    assert client.post("/reports", data={"partnership": "NONE"}).status_code == 422


def test_no_such_report(client: TestClient, late: Plan) -> None:
    """An address of nothing says so."""
    assert "older than a day" in visit(client, f"/reports/{uuid4()}", 404).text
