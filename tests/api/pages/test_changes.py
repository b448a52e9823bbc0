"""What changed between two days, as people read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from domain.action import Action
from domain.clocks import LONDON
from domain.provenance import Provenance
from domain.store.application import Store
from domain.tracker import Tracker
from tests.api.conftest import Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import record, visit, words


@pytest.fixture
def reworded(client: TestClient, plan: Plan, token: str, clock: Clock) -> Plan:
    """The plan, whose action says otherwise; the clock goes along with the time of the database."""
    record(client, f"{plan.action}/wording", text="Train all new staff", reason="Clearer.")
    clock.now = datetime.now(UTC) + timedelta(seconds=1)
    client.headers["Authorization"] = f"Bearer {token}"
    return plan


def test_what_changed(client: TestClient, reworded: Plan) -> None:
    """Counted by kind, under a heading for each; every line leads to its thing."""
    page = visit(client, visit(client, "/").links["What changed in the last 28 days"])
    assert page.heading == "What changed"
    assert "3 Added 1 Reworded" in page.text
    assert page.links["Reworded"] == "#reworded"
    assert page.tree.get_element_by_id("reworded").tag == "h2"
    assert page.links["Action 3.140(a)/1"] == reworded.action
    assert page.links["Recommendation 3.140(a)"] == reworded.recommendation
    assert page.links["Review DHR7"] == reworded.review


def test_differences_in_words(client: TestClient, reworded: Plan) -> None:
    """What was taken away and what was added stand out, in marks that can be read aloud."""
    page = visit(client, "/changes")
    assert [one.text for one in page.tree.iter("del")] == ["front-line"]
    assert [one.text for one in page.tree.iter("ins")] == ["new"]


def test_every_line_opens_its_event(client: TestClient, reworded: Plan) -> None:
    """The entry of the log says who, when, how and why; a late one is marked as such."""
    page = visit(client, "/changes")
    (entry,) = page.tree.xpath("//h2[@id='reworded']/following-sibling::ul[1]//a[contains(., 'entry')]")
    assert "Reason Clearer." in visit(client, entry.get("href")).text
    assert "Late entry recorded" in page.text


def test_newly_overdue_has_no_event(client: TestClient, late: Plan, token: str, clock: Clock) -> None:
    """The passing of a day alone did it: the line says since when, and leads to the thing."""
    clock.now = datetime.now(UTC) + timedelta(seconds=1)
    client.headers["Authorization"] = f"Bearer {token}"
    page = visit(client, "/changes?from=2026-02-01")
    (line,) = page.tree.xpath("//h2[@id='newly-overdue']/following-sibling::ul[1]/li")
    assert "Was due on 20 February 2026" in words(line)
    assert "entry" not in words(line)


def test_between_moments(client: TestClient, reworded: Plan, store: Store) -> None:
    """A time of day beside a day makes it a moment, in London; the address may also say it at once."""
    (last,) = store.log.at([store.log.last_position()])
    there = last.recorded_at.astimezone(LONDON)
    day, time = there.date().isoformat(), f"{there:%H:%M}"
    page = visit(client, f"/changes?until={day}&until_time={time}")
    assert f"until {there.day}" in page.text
    assert f"at {time}." in page.text
    assert dict(page.tree.xpath("//main//form")[0].form_values())["until_time"] == time
    before = (last.recorded_at - timedelta(microseconds=1)).isoformat()
    until = quote((last.recorded_at + timedelta(microseconds=1)).isoformat())
    assert "1 Reworded" in visit(client, f"/changes?from={quote(before)}&until={until}").text
    assert "0 changes after" in visit(client, f"/changes?from={until}").text


def test_since_i_last_looked(client: TestClient, reworded: Plan) -> None:
    """Offered to who has marked the log as seen, from just after the last entry seen."""
    assert "Since I last looked" not in visit(client, "/changes").links
    client.post("/log/seen", data=visit(client, "/log").sent_with())
    page = visit(client, visit(client, "/changes").links["Since I last looked"])
    assert "0 changes after" in page.text
    assert "0 changes after" in visit(client, "/changes?from=looked&until=").text
    record(client, f"{reworded.action}/wording", text="Once more", reason="Clearer.")
    assert "1 Reworded" in visit(client, "/changes?from=looked").text


def test_who_never_looked(client: TestClient, reworded: Plan) -> None:
    """Then the address means the last 28 days, as without it."""
    assert "3 Added" in visit(client, "/changes?from=looked").text


def test_quick_choices(client: TestClient, reworded: Plan) -> None:
    """They keep review and agency, and the one that is shown says so."""
    review = reworded.review.rpartition("/")[2]
    page = visit(client, f"/changes?review={review}&from=2026-02-01&until=2026-03-02&until_time=10:00")
    assert page.links["In the last year"].startswith(f"/changes?review={review}&from=")
    assert "until" not in page.links["In the last year"]
    (here,) = visit(client, page.links["In the last 7 days"]).tree.xpath("//main//a[@aria-current]")
    assert words(here) == "In the last 7 days"


def test_counts_lead_to_the_page_of_their_kind(
    client: TestClient, reworded: Plan, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]
) -> None:
    """Also where it begins on another page of the list."""
    action = UUID(reworded.action.rpartition("/")[2])
    for number in range(60):
        tracker.change(Action.reword, Action, action, text=f"Text {number}", by=entered)
    tracker.change(Action.cancel, Action, action, by=replace(entered, reason="Enough."))
    catch_up()
    page = visit(client, "/changes")
    assert page.links["Cancelled"] == "/changes?page=2#cancelled"
    assert visit(client, "/changes?page=2").tree.get_element_by_id("cancelled") is not None
    assert visit(client, "/changes?page=2").links["Cancelled"] == "#cancelled"


def test_the_same_changes_as_files(client: TestClient, reworded: Plan, given: Given) -> None:
    """Between the same moments, and for the same agency."""
    page = visit(client, f"/changes?agency={given.police}")
    rows = client.get(page.links["These changes as CSV"])
    assert rows.status_code == 200, rows.text
    assert "Train all new staff" in rows.text
    assert client.get(page.links["These changes as Excel"]).status_code == 200


def test_links_from_a_review_and_an_agency(client: TestClient, reworded: Plan, given: Given) -> None:
    """Each leads to what changed in it."""
    for place in (reworded.review, f"/agencies/{given.police}"):
        links = visit(client, place).links
        (href,) = [href for name, href in links.items() if name.startswith("What changed")]
        assert "Reworded" in visit(client, href).links


def test_of_a_review_or_an_agency(client: TestClient, reworded: Plan, given: Given) -> None:
    """The address narrows it, and the form keeps what is chosen."""
    page = visit(client, f"/changes?agency={given.police}")
    assert "Action 3.140(a)/1" in page.links
    assert "Review DHR7" not in page.links
    (form,) = page.tree.xpath("//form[@action='/changes']")
    assert dict(form.form_values())["agency"] == str(given.police)
    review = reworded.review.rpartition("/")[2]
    assert "Review DHR7" in visit(client, f"/changes?review={review}").links


def test_a_time_without_changes(client: TestClient, reworded: Plan) -> None:
    """The page says so."""
    page = visit(client, "/changes?from=2020-01-01&until=2020-02-01")
    assert "0 changes after 1 January 2020, until the end of 1 February 2020." in page.text
    assert "Nothing changed in this time." in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=x", "The address asks for “x”, which is no day."),
        ("from=2020-02-01&until=2020-01-01", "The first day comes after the last one."),
        ("from=2020-01-01&from_time=25:99", "The address asks for “2020-01-01T25:99”, which is no day."),
        ("until=2999-01-01", "That lies in the future."),
        ("as_at=2026-03-01", "What changed lies between two moments: say until when, instead of as at when."),
        ("review=x", "The address asks for “x” under “Review”, which there is not."),
    ],
)
def test_addresses_that_are_wrong(client: TestClient, plan: Plan, query: str, sentence: str) -> None:
    """They are refused in a sentence."""
    assert sentence in visit(client, f"/changes?{query}", 422).text
