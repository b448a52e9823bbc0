"""Every page with invented data, the forms of each thing, keeps WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.every_page import forms, looking_at, wrong_in
from tests.browser.looking import WAYS, Findings
from tests.browser.site import Site

pytestmark = pytest.mark.soak("every page with 2,000 actions", "all pages and forms, in four files")


@pytest.fixture(scope="module")
def seen(browser: Browser, invented: Site) -> dict[str, Findings]:
    """What is wrong with each of them."""
    return looking_at(browser, invented, forms)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_wrong(seen: dict[str, Findings], way: str) -> None:
    """In no way of looking at it is anything wrong with any page."""
    assert [*wrong_in(seen, way)] == []
