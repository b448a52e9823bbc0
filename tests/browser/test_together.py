"""Changing several actions at once in a browser: with a script and without, and the page that sums it up."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.looking import SCRIPT, of_one
from tests.browser.site import Site


def test_selecting_a_page_ticks_its_boxes(page: Page, invented: Site) -> None:
    """With a script people see what they select; taking one away takes the whole page away."""
    page.goto(f"{invented.address}/actions")
    boxes, whole = page.get_by_label("Select action"), page.get_by_label("on this page")
    whole.check()
    assert boxes.count() == 50
    assert all(box.is_checked() for box in boxes.all())
    boxes.first.uncheck()
    assert not whole.is_checked()


def test_without_a_script_and_what_it_came_to(plain: Page, page: Page, invented: Site) -> None:
    """Selected, filled in, sent, summed up; the page that says so is one for everybody."""
    plain.goto(f"{invented.address}/actions?delivery=planned")
    plain.get_by_label("Select all").first.check()
    plain.get_by_role("button", name="Set the timescale").first.click()
    plain.get_by_label("Timescale, in words").fill("31 March 2031")
    plain.get_by_role("button", name="Set the timescale").click()
    assert "recorded, " in plain.inner_text(".app-lead")
    assert "It has a due date" in plain.inner_text("main")
    page.goto(plain.url)
    page.evaluate(SCRIPT)
    assert {way: wrong for way, wrong in of_one(page).items() if wrong} == {}
