"""Pages as at a day or a moment in the past: what stood then, and nothing that can be changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from domain.clocks import in_words, london_day
from domain.store.application import Store
from tests.api.conftest import Clock, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, record, visit


def moment(store: Store, clock: Clock) -> str:
    """Now, for an address: just after the last event, whose time is the database's own."""
    last = store.log.at([store.log.last_position()])[0].recorded_at + timedelta(microseconds=1)
    clock.now = last + timedelta(minutes=1)
    return quote(last.isoformat())


@pytest.fixture
def then(client: TestClient, late: Plan, token: str, store: Store, *, clock: Clock) -> str:
    """The moment before the action was reworded, and completed."""
    asked, before = moment(store, clock), clock.now
    clock.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    record(client, f"{late.action}/wording", text="Another wording", reason="Clearer.")
    moment(store, clock)
    assert clock.now >= before
    client.headers["Authorization"] = f"Bearer {token}"
    return f"as_at={asked}"


def places(plan: Plan, given: Given) -> list[str]:
    """Every page that can show the past."""
    return [
        "/",
        "/actions",
        "/reviews",
        "/agencies",
        "/people",
        plan.action,
        plan.review,
        f"{plan.review}/learning",
        f"{plan.review}/plan-versions",
        f"{plan.review}/statement",
        plan.recommendation,
        f"/agencies/{given.council}",
        f"/people/{given.administrator}",
    ]


def offers(page: Page) -> list[str]:
    """The links of a page to forms that record something."""
    nouns = (
        "new",
        "wording",
        "owner",
        "settlement",
        "name",
        "alias",
        "post",
        "issue",
        "withdrawal",
        "leaving",
    )
    return [href for href in page.links.values() if href.partition("?")[0].rpartition("/")[2] in nouns]


def test_the_past_is_said_and_offers_nothing(client: TestClient, late: Plan, then: str, given: Given) -> None:
    """Each page says as at when it stands, leads back to today, and offers no form that records."""
    for place in places(late, given):
        page = visit(client, f"{place}?{then}")
        (band,) = page.tree.find_class("app-notice--past")
        assert "This is the past; nothing can be changed here." in band.text_content()
        (back,) = band.iter("a")
        today = Page(client.get(back.get("href"), follow_redirects=True))
        assert today.tree.find_class("app-notice--past") == []
        assert today.heading == page.heading
        assert offers(page) == [], place
        assert page.tree.xpath("//main//form[@method='post']") == []


def test_what_stood_then(client: TestClient, late: Plan, then: str) -> None:
    """An action has the wording of then, wherever it is shown, and its history ends there."""
    for place in (late.action, late.review, late.recommendation, "/actions"):
        assert "Train all front-line staff" in visit(client, f"{place}?{then}").text
        assert "Another wording" not in visit(client, f"{place}?{then}").text
        assert "Another wording" in visit(client, place).text


def test_links_stay_in_the_past(client: TestClient, late: Plan, then: str) -> None:
    """From one page of the past every link leads to the same past, with its own query words kept."""
    links = visit(client, f"/?{then}").links
    assert "overdue=true" in links["1 action"]
    assert then in links["1 action"]
    overdue = visit(client, links["1 action"])
    assert overdue.heading == "Overdue actions"
    action = visit(client, overdue.links["3.140(a)/1"])
    assert "Train all front-line staff" in action.text
    assert then in action.tree.xpath("//nav[@aria-label='Main']//a")[1].get("href")
    assert "as_at" not in visit(client, "/").links["1 action"]


def test_files_of_the_past(client: TestClient, late: Plan, then: str) -> None:
    """What is downloaded from a page of the past is as at the same moment."""
    rows = client.get(visit(client, f"/actions?{then}").links["These actions as CSV"])
    assert "Train all front-line staff" in rows.text
    assert "as-at" in rows.headers["content-disposition"]
    plan = client.get(visit(client, f"{late.review}?{then}").links["The action plan as Word"])
    assert "as-at" in plan.headers["content-disposition"]


def test_the_form_that_chooses_a_day(client: TestClient, late: Plan) -> None:
    """It keeps the filters, needs no script, and today is the present."""
    page = visit(client, "/actions?overdue=true&page=1")
    form = page.tree.find_class("app-as-at")[0]
    assert dict(form.form_values()) == {"overdue": "true", "as_at": "2026-03-02"}
    assert visit(client, "/actions?as_at=2026-03-02").tree.find_class("app-notice--past") == []


def test_the_form_that_chooses_a_time_of_day(client: TestClient, late: Plan) -> None:
    """A second form takes a moment in London, and shows the one that is shown."""
    page = visit(client, "/actions?as_at=2026-03-01T18:45")
    box = page.tree.get_element_by_id("as-at-moment")
    assert (box.get("name"), box.get("value")) == ("as_at", "2026-03-01T18:45")
    assert "As at 1 March 2026" in page.text
    assert (
        visit(client, "/actions?as_at=2026-03-01").tree.get_element_by_id("as-at-moment").get("value") == ""
    )


def test_who_only_asks_is_not_told_of_saving(client: TestClient, late: Plan) -> None:
    """An address that asks for what there cannot be says nothing about what was typed."""
    page = visit(client, "/actions?as_at=2999-01-01", 422)
    assert "Nothing was saved" not in page.text
    assert "nothing was to be recorded" in page.text


def test_before_anything_was_recorded(client: TestClient, late: Plan, given: Given) -> None:
    """Lists say that nothing was recorded; a thing that was not there yet is not found."""
    nothing = "Nothing was recorded yet by 31 January 2020: the first entry is of "
    assert nothing in visit(client, "/?as_at=2020-01-31").text
    assert "As at 31 January 2020." in visit(client, "/?as_at=2020-01-31").answer.text
    for place in ("/actions?", "/reviews?", "/agencies?", "/log?", "/actions?overdue=true&"):
        assert nothing in visit(client, f"{place}as_at=2020-01-31").text
    for place in places(late, given)[5:]:
        assert "This was not recorded yet by then." in visit(client, f"{place}?as_at=2020-01-31", 404).text


def test_the_first_day_is_a_link(
    client: TestClient, late: Plan, store: Store, clock: Clock, token: str
) -> None:
    """Whoever looks too far back is led to the first day that has something, with the same filters."""
    first = london_day(store.log.at([1])[0].recorded_at)
    clock.now = store.log.at([1])[0].recorded_at + timedelta(days=2)
    client.headers["Authorization"] = f"Bearer {token}"
    page = visit(client, "/actions?overdue=true&as_at=2020-01-31")
    link = page.links[f"Show this page as at {in_words(first)}"]
    assert link == f"/actions?overdue=true&as_at={first}"
    assert "Nothing was recorded yet" not in visit(client, link).text
    clock.now = store.log.at([1])[0].recorded_at
    page = visit(client, "/actions?overdue=true&as_at=2020-01-31")
    assert page.links[f"Show this page as at {in_words(first)}"] == "/actions?overdue=true&as_at="


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("tomorrow", "The address asks for “tomorrow”, which is no day."),
        ("2026-02-30", "The address asks for “2026-02-30”, which is no day."),
        ("2026-03-03", "That lies in the future."),
    ],
)
def test_days_that_are_wrong(client: TestClient, late: Plan, said: str, sentence: str) -> None:
    """What is no day, and what lies in the future, is refused in a sentence."""
    assert sentence in visit(client, f"/actions?as_at={said}", 422).text
