"""Using the pages by keyboard alone, with two clicks for one, and on paper."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.places import things
from tests.browser.site import Site


def test_by_keyboard_alone(page: Page, invented: Site) -> None:
    """The first key leads past the navigation; a form is filled in and sent without the mouse."""
    address = f"{invented.address}/actions/{things(invented).late}"
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    to_link(page, "Report progress")
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress")
    page.get_by_label("What has been done").focus()
    page.keyboard.type("Recorded by keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Report progress")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/*done=progress")
    assert "Recorded by keyboard." in page.inner_text("main")


def to_link(page: Page, words: str) -> None:
    """Press the tab key until the focus is on a link."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(f"The tab key does not lead to “{words}”.")


def test_a_double_click_records_once(page: Page, invented: Site) -> None:
    """Who clicks a button twice records once."""
    before = invented.store.log.last_position()
    page.goto(f"{invented.address}/agencies/new")
    page.get_by_label("Name").fill("Anytown Ambulance (invented)")
    page.get_by_role("button", name="Add an agency").dblclick()
    page.wait_for_url("**/agencies/*done=new")
    assert invented.store.log.last_position() == before + 1


def test_print_leaves_out_what_is_for_the_screen(page: Page, invented: Site) -> None:
    """On paper stand the facts, not the navigation and the links to forms."""
    page.emulate_media(media="print")
    page.goto(f"{invented.address}/actions/{things(invented).late}")
    assert not page.get_by_text("What you can record").is_visible()
    assert page.get_by_role("heading", name="History").is_visible()
