"""Which pages of an installation are looked at, and what is said of what is wrong with them.

Each part has a test file of its own, so that the parts are looked at side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from playwright.sync_api import Browser, BrowserContext

from tests.browser.looking import Findings, looked_at, signed_in_at
from tests.browser.places import places
from tests.browser.site import Site
from tests.browser.waiting import waiting
from tests.soaking import SOAKING

Chosen = Callable[[BrowserContext, Site], Mapping[str, str]]

OF_A_THING = re.compile(r"(\}/[\w-]+|/new)$")
"""The names of pages under a thing, nearly all of them forms."""
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


def every_one(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """Every page, every form and every state."""
    return places(site, waiting(context, site))


def forms(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """Those under a thing."""
    return {name: place for name, place in every_one(context, site).items() if OF_A_THING.search(name)}


def all_but_forms(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """All others: things, lists, and the states that have a look of their own."""
    return {name: place for name, place in every_one(context, site).items() if not OF_A_THING.search(name)}


def those_of_many(context: BrowserContext, site: Site) -> Mapping[str, str]:
    """Every page in the long trials; else those that show many things, or long ones, at once."""
    found = every_one(context, site)
    return found if SOAKING else {name: found[name] for name in OF_MANY}


def looking_at(browser: Browser, site: Site, chosen: Chosen) -> dict[str, Findings]:
    """What is wrong with each of the pages chosen of an installation, to somebody who is signed in."""
    with signed_in_at(browser, site) as context:
        return looked_at(context, site.address, chosen(context, site))


def wrong_in(seen: Mapping[str, Findings], way: str) -> Iterator[str]:
    """What is wrong in one way of looking at pages, a line each. More than ten pages were looked at."""
    assert len(seen) > 10
    return (f"{name}: {one}" for name, found in seen.items() for one in found[way])
