"""Looking at a page as people do: in a narrow window, by keyboard, in colours of their own, on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import sign_in
from tests.browser.site import Site

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDTHS = (320, 390, 768, 1280)
"""Pixels; the first is a window of 1280 at 400 per cent."""
AXE = Axe()
SCRIPT = Path(__file__).with_name("looking.js").read_text("utf-8")
WAYS = ("axe", "narrow", "keyboard", "charts", "forced colours", "print", "browser")
"""The ways in which a page is looked at; what is wrong with it is told by them."""

Findings = dict[str, list[str]]


def violations(page: Page) -> list[str]:
    """What axe finds against a page, each in a line."""
    found = AXE.run(page, options=RULES).response
    assert found["passes"], "Axe has looked at nothing."
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def looked_at(context: BrowserContext, address: str, places: Mapping[str, str]) -> dict[str, Findings]:
    """What is wrong with each of the pages at these places, by the ways of looking at them; each once."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    found = {}
    for place, name in {place: name for name, place in places.items()}.items():
        complaints.clear()
        answer = page.goto(address + place)
        broken = [f"status {answer.status}"] if answer and answer.status >= 500 else []
        page.evaluate(SCRIPT)
        found[name] = {**of_one(page), "browser": broken + complaints}
    page.close()
    return found


def of_one(page: Page) -> Findings:
    """What is wrong with the page that is shown."""
    wrong = {"axe": violations(page), "charts": page.evaluate("look.drawn()"), "keyboard": by_keyboard(page)}
    wrong["narrow"] = [*narrow(page)]
    with emulated(page, forced_colors="active"):
        wrong["forced colours"] = [*page.evaluate("look.drawn()"), *page.evaluate("look.without_border()")]
    with emulated(page, media="print"):
        wrong["print"] = page.evaluate("look.on_paper()")
    return wrong


@contextmanager
def emulated(page: Page, **media: str) -> Iterator[None]:
    """The page as it is shown in other circumstances."""
    page.emulate_media(**media)  # type: ignore[arg-type]
    yield
    page.emulate_media(media="null", forced_colors="null")


def narrow(page: Page) -> Iterator[str]:
    """Where the page is wider than its window, or where something in it is cut off."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            yield f"{needed} pixels wide in a window of {width}"
        yield from (f"cut off at {width}: {one}" for one in page.evaluate("look.cut_off()"))


def by_keyboard(page: Page) -> list[str]:
    """What the tab key does not reach, in the order in which it stands, or reaches without being seen to."""
    for _ in range(page.evaluate("look.begin_keys()")):
        # Held down it goes on as fast as pressed again, at half the cost.
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    wrong: list[str] = page.evaluate("look.end_keys()")
    return wrong


@contextmanager
def signed_in_at(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A context of somebody who is signed in there."""
    context = browser.new_context(storage_state=sign_in(browser, site))
    yield context
    context.close()
