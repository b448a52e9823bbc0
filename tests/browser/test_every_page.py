"""Every page that there is, with no data, with invented data and with 2,000 actions, keeps WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.looking import WAYS, Findings, looked_at, signed_in_at
from tests.browser.places import UNKNOWN, places, without_ids
from tests.browser.site import Site
from tests.browser.waiting import waiting
from tests.soaking import SOAKING

pytestmark = pytest.mark.soak

Chosen = Callable[[BrowserContext, Site], Mapping[str, str]]


def of_the_invented(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """Every page, every form and every state."""
    return places(site, waiting(context, site))


def of_the_crowded(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """Every page in the long trials; else those that show many things, or long ones, at once."""
    found = places(site, waiting(context, site))
    return found if SOAKING else {name: found[name] for name in OF_MANY}


OF_MANY = (
    "/",
    "/actions",
    "actions-columns",
    "/recommendations",
    "/reviews",
    "/agencies",
    "/people",
    "/reviews/{identity:uuid}",
    "/agencies/{identity:uuid}",
    "/actions/{identity:uuid}",
    "/people/{identity:uuid}/calendars",
    "/actions/together/{change:uuid}",
    "/log",
    "changes",
    "search-found",
    "plan-action",
    "/actions/{identity:uuid}/owner",
)

SITES: Mapping[str, Chosen] = {
    "empty": lambda _, site: without_ids(site),
    "invented": of_the_invented,
    "crowded": of_the_crowded,
}


@pytest.fixture(scope="module", params=SITES)
def seen(request: pytest.FixtureRequest, browser: Browser) -> dict[str, Findings]:
    """What is wrong with each page of an installation."""
    site: Site = request.getfixturevalue(request.param)
    with signed_in_at(browser, site) as context:
        return looked_at(context, site.address, SITES[request.param](context, site))


def test_every_route_is_looked_at(browser: Browser, invented: Site) -> None:
    """No page is left out: a route that takes an id is known with one, in `places` or in `waiting`."""
    with signed_in_at(browser, invented) as context:
        found = of_the_invented(context, invented)
    assert [name for name, place in found.items() if UNKNOWN in place or "{" in place] == []


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_wrong(seen: dict[str, Findings], way: str) -> None:
    """In no way of looking at it is anything wrong with any page."""
    wrong = [f"{name}: {one}" for name, found in seen.items() for one in found[way]]
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 10
