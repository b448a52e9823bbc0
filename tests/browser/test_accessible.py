"""Every page, with invented data and with none, keeps WCAG 2.2 AA as far as axe can tell."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.chromium import sign_in
from tests.browser.places import LISTS, places, things
from tests.browser.site import Site

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
NARROW = {"width": 320, "height": 640}
"""A window of 1280 pixels at 400 per cent."""


def violations(page: Page) -> list[str]:
    """What axe finds against a page, each in a line."""
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "Axe has looked at nothing."
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def test_pages_with_invented_data(page: Page, invented: Site) -> None:
    """No page has a violation, and none writes an error into the console."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    wrong = {}
    for name, place in places(invented).items():
        page.goto(invented.address + place)
        wrong[name] = violations(page)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert complaints == []


def test_pages_without_data(browser: Browser, empty: Site) -> None:
    """The same holds for an installation in which nobody has recorded anything."""
    context = browser.new_context(storage_state=sign_in(browser, empty))
    page, wrong = context.new_page(), {}
    for name, place in LISTS.items():
        page.goto(empty.address + place)
        wrong[name] = violations(page)
    context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_form_with_errors(page: Page, invented: Site) -> None:
    """The summary of errors takes the focus, and each of its links leads to its field."""
    page.goto(f"{invented.address}/actions/{things(invented).late}/extension-request")
    page.get_by_label("Day", exact=True).first.fill("31")
    page.get_by_label("Month", exact=True).first.fill("2")
    page.get_by_role("button", name="Ask for more time").click()
    assert page.title().startswith("Error: Ask for more time")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert violations(page) == []
    page.get_by_role("link", name="“New due date asked for” must be a real day").click()
    assert page.evaluate("document.activeElement.id") == "until-day"


def test_nothing_is_cut_off_at_320_pixels(browser: Browser, signed_in: StorageState, invented: Site) -> None:
    """At 400 per cent no page scrolls sideways; wide tables do so in regions of their own."""
    context = browser.new_context(storage_state=signed_in, viewport=NARROW)  # type: ignore[arg-type]
    page, wide = context.new_page(), {}
    for name, place in places(invented).items():
        page.goto(invented.address + place)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {name: width for name, width in wide.items() if width > NARROW["width"]} == {}
