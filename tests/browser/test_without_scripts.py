"""Everything that people mainly do, in a browser that runs no scripts."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.api.importing.invented import NUMBERED, WORDING, commas
from tests.browser.places import things
from tests.browser.site import Site


def test_signing_in_and_out(browser: Browser, invented: Site) -> None:
    """The link shows a button; the button signs in, and another one signs out."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(invented.link())
    page.get_by_role("button", name="Sign in").click()
    assert page.inner_text("h1").endswith("Board")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{invented.address}/actions")
    assert "sign in" in page.inner_text("h1").lower()
    context.close()


def test_overdue_to_complete(plain: Page, invented: Site) -> None:
    """From the overdue list to an action, a form with an error, and its record."""
    plain.goto(invented.address)
    plain.get_by_role("link", name=re.compile(r"\d+ actions?$")).first.click()
    assert "overdue" in plain.inner_text("h1").lower()
    plain.goto(f"{invented.address}/actions/{things(invented).late}")
    plain.get_by_role("link", name="Report it complete").click()
    plain.get_by_role("button", name="Report it complete").click()
    assert "“What was done” is needed." in plain.inner_text(".govuk-error-summary")
    plain.get_by_label("What was done").fill("Recorded without scripts.")
    plain.get_by_text("Give a reason, or record this for somebody else").click()
    plain.get_by_label("Who said so (optional)").fill("Head of training")
    plain.get_by_role("button", name="Report it complete").click()
    text = plain.inner_text("main")
    assert "Recorded without scripts." in text
    assert "said by Head of training" in text


def test_the_whole_menu(plain: Page, invented: Site) -> None:
    """On a narrow window every place of the navigation can be reached all the same."""
    plain.set_viewport_size({"width": 390, "height": 800})
    plain.goto(invented.address)
    for words in ("Board", "Actions", "Reviews", "Agencies", "People", "Import", "Outbox"):
        assert plain.get_by_role("navigation", name="Main").get_by_role("link", name=words).is_visible()


def test_filtering_and_sorting(plain: Page, invented: Site) -> None:
    """A list is narrowed by its form and sorted by the links in its head; the address holds both."""
    plain.goto(f"{invented.address}/actions")
    plain.get_by_text("Filter the list").click()
    plain.get_by_label("Words in the action, or its number").fill("train")
    plain.get_by_role("button", name="Show actions").click()
    rows = plain.locator("tbody tr")
    assert 0 < rows.count() < 10
    assert all("train" in row.lower() for row in rows.all_inner_texts())
    plain.get_by_role("columnheader", name="Due").get_by_role("link").click()
    assert "words=train" in plain.url
    assert "sort=due" in plain.url


def test_importing(plain: Page, invented: Site, tmp_path: Path) -> None:
    """A plan is read, shown and recorded."""
    file = tmp_path / "plan.csv"
    file.write_bytes(commas([NUMBERED, ["1", WORDING, "Write", "Anytown Police", "1 May 2031", "", "", ""]]))
    plain.goto(f"{invented.address}/import")
    plain.get_by_label("Action plan").set_input_files(file)
    plain.get_by_label("Reference of the review").fill("PLAIN1")
    plain.get_by_role("button", name="Read the plan").click()
    plain.get_by_label("Open the review PLAIN1").check()
    plain.get_by_role("button", name="Record the plan").click()
    assert "Review PLAIN1" in plain.inner_text("h1")
    assert WORDING in plain.inner_text("main")


def test_many_at_once(plain: Page, invented: Site) -> None:
    """Actions are selected in their list and asked about together; what became of each is said."""
    plain.goto(f"{invented.address}/actions?without_owner=true")
    for box in plain.get_by_role("checkbox", name="Select action").all()[:2]:
        box.check()
    plain.get_by_role("button", name="Set the timescale").first.click()
    assert "2 actions" in plain.inner_text("main")
    plain.get_by_label("Timescale, in words").fill("ongoing")
    plain.get_by_role("button", name="Set the timescale").click()
    assert plain.inner_text("main").count("/") >= 2


def test_going_back(plain: Page, invented: Site) -> None:
    """Back leads from a form to where it was opened; nothing is recorded, and what was typed is there."""
    before = invented.store.log.last_position()
    plain.goto(f"{invented.address}/actions/{things(invented).late}")
    plain.get_by_role("link", name="Report progress").click()
    plain.get_by_label("What has been done").fill("Typed, and not sent.")
    plain.go_back()
    assert "History" in plain.inner_text("main")
    plain.go_forward()
    assert plain.get_by_label("What has been done").input_value() == "Typed, and not sent."
    assert invented.store.log.last_position() == before
