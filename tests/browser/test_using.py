"""Using the pages by keyboard alone, and in a browser that runs no scripts."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.places import things
from tests.browser.site import Site


def test_by_keyboard_alone(page: Page, invented: Site) -> None:
    """The first key leads past the navigation; a form is filled in and sent without the mouse."""
    address = f"{invented.address}/actions/{things(invented).late}"
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    to_link(page, "Report progress")
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress")
    page.get_by_label("What has been done").focus()
    page.keyboard.type("Recorded by keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Report progress"
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


def test_the_focus_can_be_seen(page: Page, invented: Site) -> None:
    """Whatever has the focus looks otherwise than without it."""
    page.goto(invented.address + "/actions?overdue=true")
    for _ in range(25):
        page.keyboard.press("Tab")
        looks = page.evaluate(
            "(() => { const look = getComputedStyle(document.activeElement);"
            " return [look.outlineStyle, look.outlineWidth, look.boxShadow, look.backgroundColor]; })()"
        )
        outlined = looks[0] != "none" and looks[1] != "0px"
        assert outlined or looks[2] != "none" or looks[3] == "rgb(255, 221, 0)", looks


def test_without_scripts(plain: Page, invented: Site) -> None:
    """The main path works without scripts: the overdue list, an action, a form with an error, its record."""
    plain.goto(invented.address)
    plain.get_by_role("link", name="Show what is overdue").click()
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


def test_the_whole_menu_is_there_without_scripts(plain: Page, invented: Site) -> None:
    """On a narrow window every place of the navigation can be reached all the same."""
    plain.set_viewport_size({"width": 390, "height": 800})
    plain.goto(invented.address)
    for words in ("Board", "Actions", "Reviews", "Agencies", "People", "Import", "Outbox"):
        assert plain.get_by_role("navigation", name="Main").get_by_role("link", name=words).is_visible()


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
