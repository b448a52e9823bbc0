"""Whole reviews through the pages, each way: the same events as through the aggregate alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from api.commands import Command, command
from api.demo.course import Course, Given, resolved
from domain.clocks import in_words
from domain.provenance import Provenance
from domain.review import Review
from domain.store.scope import EVERYTHING, within
from domain.tracker import Tracker, agency, partnership, person, review
from domain.vocabulary import How
from tests.browser.site import Site
from tests.course import in_aggregate, told
from tests.domain.given import PARTNERSHIP, by


def prepared(site: Site) -> tuple[Course, UUID]:
    """A review of a partnership of its own, and the course that it is to take."""
    tracker, entered = Tracker(site.store), Provenance(How.COMMAND_LINE, site.today)
    with within(EVERYTHING):
        home = partnership.register(tracker, "COU", "Safer Coursetown (invented)", by=entered)
        agencies = [
            agency.add(tracker, f"Coursetown {one} (invented)", by=entered) for one in ("Police", "Council")
        ]
        people = [
            person.add(tracker, person.Details(f"{one} Coursetown (invented)"), post=one, by=entered)
            for one in ("Chair", "Author")
        ]
        opened = review.open_review(tracker, home, reference="COU1", by=entered)
    site.views.projector.catch_up()
    police, council = agencies
    chair, author = people
    return Course(site.today, agencies=(police, council), people=(chair, author)), opened


def test_the_same_events(page: Page, installation: Site) -> None:
    """From the notification to the conclusion, each form reached from the page of the review."""
    course = goes_the_same_way(page, installation, Course.concluded)
    expect(page.get_by_text(f"Concluded on {in_words(course.day(390))}.").first).to_be_visible()


def test_no_review(page: Page, installation: Site) -> None:
    """To a decision not to review, with which the board agrees, and its conclusion."""
    goes_the_same_way(page, installation, Course.not_reviewed)
    expect(page.get_by_text("decision not to review").first).to_be_visible()


def test_directed(page: Page, installation: Site) -> None:
    """To a review that is held because the Secretary of State directs it."""
    goes_the_same_way(page, installation, Course.directed)


def test_entered_midway(page: Page, installation: Site) -> None:
    """From the agreement of its panel on: what came before is not recorded, and nothing waits for it."""
    goes_the_same_way(page, installation, Course.midway)
    expect(page.get_by_text("not recorded").first).to_be_visible()


def goes_the_same_way(page: Page, site: Site, way: Callable[[Course], Iterator[Given]]) -> Course:
    """Drive a review all the way through the pages; its log is that of the aggregate alone."""
    course, identity = prepared(site)
    tracker, address = Tracker(site.store), f"{site.address}/reviews/{identity}"
    page.goto(address)
    for step in way(course):
        with within(EVERYTHING):
            said = resolved(step.body, tracker.get(Review, identity))
        give(page, address, step, said)
    alone = in_aggregate(Review.open(PARTNERSHIP, "COU1", by=by()), way(course), site.today)
    with within(EVERYTHING):
        log = [entry.event for entry in site.store.log.of(identity)]
    assert told(log[1:]) == told(alone.collect_events()[1:])
    return course


def give(page: Page, address: str, step: Given, said: dict[str, Any]) -> None:
    """Open the form from the page of the review, fill it in, and send it."""
    one = command("reviews", step.noun)
    link = page.locator(f'details a[href$="/{step.noun}"]')
    page.locator("details", has=page.locator(f'a[href$="/{step.noun}"]')).locator("summary").click()
    link.click()
    page.wait_for_url(f"{address}/{step.noun}*")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for name, value in {**said, "happened_on": step.on.isoformat()}.items():
        fill(page, one, name, value)
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url(f"{address}?*done={step.noun}*")


def fill(page: Page, one: Command, name: str, value: Any) -> None:
    """Fill one field in, by its widget."""
    extra: Any = one.body.model_fields[name].json_schema_extra
    box = page.locator(f'main form [name="{name}"]')
    if extra["widget"] == "date":
        for part in ("day", "month", "year"):
            number = getattr(date.fromisoformat(value), part)
            page.locator(f'main form [name="{name}-{part}"]').fill(str(number))
    elif isinstance(value, list) and extra["widget"] != "lines":
        for each in value:
            page.locator(f'main form [name="{name}"][value="{each}"]').check()
    elif extra["widget"] == "checkbox":
        box.set_checked(value)
    elif extra["widget"] in {"text", "textarea", "lines", "number"}:
        box.fill(value)
    else:
        choose(box, {True: "yes", False: "no"}.get(value, str(value)))


def choose(box: Locator, value: str) -> None:
    """Choose one of several, from a list or by its button."""
    if box.first.evaluate("one => one.tagName") == "SELECT":
        box.select_option(value)
    else:
        box.and_(box.page.locator(f'[value="{value}"]')).check()
