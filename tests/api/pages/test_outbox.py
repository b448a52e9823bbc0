"""The outbox: mail with its day, for whom by post, its state, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from domain.clocks import in_words, london_day
from domain.store.application import Store
from domain.tracker import Tracker
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from scheduler.post import Post, send_waiting
from scheduler.reminding import remind
from tests.api.conftest import BASE_URL, FollowedViews
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit

MAIL_FROM = "tracker@example.org"
NOW = datetime.now(UTC)
"""Reminders count from the day on which the database recorded a due date, so the due date lies after that."""
DUE = london_day(NOW) + timedelta(days=60)


@pytest.fixture
def reminded(client: TestClient, owned: Plan, store: Store, views: FollowedViews) -> Plan:
    """The reminders of a week after the due date, as prepared on a trial installation."""
    typed = {"timescale": in_words(DUE), "reason": "Mistyped."}
    record(client, f"{owned.action}/timescale-correction", **typed)
    holidays = BankHolidays()
    day = next_working_day(DUE + timedelta(days=7), holidays)
    remind(Tracker(store), views, day, now=NOW, holidays=holidays, mail_from=MAIL_FROM, trial=True)
    views.projector.catch_up()
    return owned


def test_mail_that_waits(client: TestClient, reminded: Plan) -> None:
    """A mail that waits says so, and for whom it is by post; it is written when it is sent."""
    page = visit(client, "/outbox")
    assert page.table()[1][1:] == [
        "Community safety officer, Westonbury Council",
        "1",
        "Waiting",
        "Not tried yet",
    ]
    mail = visit(client, next(href for href in page.links.values() if href.startswith("/outbox/")))
    assert "A mail is written when it is sent" in mail.text
    assert "Action 3.140(a)/1: 7 days after the due date" in mail.text


def test_mail_that_was_sent(
    client: TestClient, reminded: Plan, store: Store, views: FollowedViews, tmp_path: Path
) -> None:
    """A mail that was sent shows what it said; the history of the action tells of it, and of the lapse."""
    send_waiting(store, views, Post(tmp_path / "mail", BASE_URL, MAIL_FROM), now=NOW)
    page = visit(client, "/outbox")
    assert page.table()[1][3] == "Sent"
    mail = visit(client, next(href for href in page.links.values() if href.startswith("/outbox/")))
    assert "DHR7, action 3.140(a)/1" in mail.text
    history = visit(client, reminded.action).text.partition("History")[2]
    assert "Reminder sent to Ada Administrator, Community safety officer" in history
    assert "Reminder prepared to" in history
    assert f"The timescale lapsed: it was due on {in_words(DUE)}" in history


def test_the_past_is_refused_in_words(client: TestClient, plan: Plan) -> None:
    """Who asks for the outbox of a day is told that there is none, and not shown that of now."""
    assert "stands beside the log, and has no past." in visit(client, "/outbox?as_at=2026-03-01", 422).text


def test_mail_that_is_not_there(client: TestClient, plan: Plan) -> None:
    """No such mail, and no such page."""
    assert visit(client, "/outbox/0f0e0d0c-0b0a-4908-8706-050403020100", 404).heading == "Page not found"
    assert visit(client, "/outbox?after=x", 404).heading == "Page not found"
    assert visit(client, "/outbox?after=0f0e0d0c-0b0a-4908-8706-050403020100").heading == "Outbox"


def test_mail_that_is_held_after_a_restore(client: TestClient, store: Store) -> None:
    """The page says why no mail goes, since when, and how it may go again."""
    with store.connection() as connection:
        connection.execute(
            "insert into restorations (restored_at, backed_up_at, position)"
            " values ('2026-11-02 12:00+00', '2026-11-01 03:00+00', 1)"
        )
    page = visit(client, "/outbox")
    assert "No mail goes at present. The tracker was restored on 2 November 2026" in page.text
    assert "No mail is waiting." in page.text
    assert "dhr mail release" in page.text
