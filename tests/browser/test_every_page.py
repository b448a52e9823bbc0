"""That every page there is, is among those that are looked at."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.every_page import every_one
from tests.browser.looking import signed_in_at
from tests.browser.places import UNKNOWN
from tests.browser.site import Site


def test_every_route_is_looked_at(browser: Browser, invented: Site) -> None:
    """No page is left out: a route that takes an id is known with one, in `places` or in `waiting`."""
    with signed_in_at(browser, invented) as context:
        found = every_one(context, invented)
    assert [name for name, place in found.items() if UNKNOWN in place or "{" in place] == []
