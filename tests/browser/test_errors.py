"""A form with errors, to somebody who cannot see it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.looking import violations
from tests.browser.places import things
from tests.browser.site import Site


def test_a_form_with_errors(page: Page, invented: Site) -> None:
    """The summary of errors takes the focus, and each of its links leads to its field."""
    page.goto(f"{invented.address}/actions/{things(invented).late}/extension-request")
    page.get_by_label("Day", exact=True).first.fill("31")
    page.get_by_label("Month", exact=True).first.fill("2")
    page.get_by_role("button", name="Ask for more time").click()
    assert page.title().startswith("Error: Ask for more time")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("link", name="“New due date asked for” must be a real day").click()
    expect(page.locator("#until-day")).to_be_focused()
