"""Long names and long texts wrap: nothing is cut off, and no page grows sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from domain.provenance import Provenance
from domain.tracker import Tracker, agency, person
from domain.tracker import action as actions
from domain.tracker import review as reviews
from domain.vocabulary import How
from tests.browser.places import things
from tests.browser.site import Site

LONG_NAME = "Anytown and Othertown Integrated Domestic Abuse, Housing and Community Safety Board (invented)"
UNBROKEN = "https://example.org/" + "a" * 280
LONG_TEXT = "A sentence of the plan that goes on. " * 100 + UNBROKEN


@pytest.fixture(scope="module")
def long_pages(invented: Site) -> list[str]:
    """The addresses of pages that show a long name, a long text and a word without an end."""
    tracker, by = Tracker(invented.store), Provenance(How.COMMAND_LINE, invented.today, reason=UNBROKEN)
    one = things(invented)
    board = agency.add(tracker, LONG_NAME, by=by)
    owner = person.add(tracker, person.Details("N" * 150), post=LONG_NAME, agency=board, by=by)
    new = actions.plan(tracker, text=LONG_TEXT, recommendations=(one.recommendation,), lead=board, by=by)
    actions.assign_owner(tracker, new, owner=owner, by=by)
    review = reviews.open_review(
        tracker, one.partnership, reference="R" * 60, pseudonym="Unbroken" * 20, by=by
    )
    invented.views.projector.catch_up()
    lists = ["/actions?sort=progress&words=sentence", "/agencies", "/people", "/reviews"]
    return [*lists, f"/actions/{new}", f"/actions/{new}/wording", f"/agencies/{board}", f"/reviews/{review}"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_grows_sideways(page: Page, invented: Site, long_pages: list[str], width: int) -> None:
    """Whatever the window, the page is no wider than it."""
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for place in long_pages:
        page.goto(invented.address + place)
        wide[place] = page.evaluate("document.documentElement.scrollWidth")
    assert {place: found for place, found in wide.items() if found > width} == {}
