"""Takes a picture of every page, to look at: `python -m tests.browser.screens FOLDER`, wide and narrow."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser

from domain.store.embedded import start
from domain.tracker import Tracker
from projections.migrations import migrate
from tests.browser.chromium import chromium
from tests.browser.crowd import record_many
from tests.browser.looking import signed_in_at
from tests.browser.places import places
from tests.browser.site import Site, site
from tests.browser.waiting import waiting
from tests.conftest import database, enterable_folder

WIDTHS = (1280, 390)
TALLEST = 2_400
"""Pixels of a picture: what stands below is cut off."""


def take_all(folder: Path) -> None:
    """Pictures of every page with invented data, and with 2,000 actions, in folders by what they show."""
    with ExitStack() as stack:
        data = stack.enter_context(enterable_folder())
        server = stack.enter_context(start(data, binaries=None))
        browser = stack.enter_context(chromium())
        for name in ("invented", "crowded"):
            (data / name).mkdir()
            url = stack.enter_context(database(server, name))
            migrate(url)
            running = stack.enter_context(site(url, data / name, datetime.now(UTC), trial=True))
            if name == "invented":
                running.load_demonstration(data / name / "mail")
            else:
                record_many(Tracker(running.store), running.today)
                running.send_reminders(data / name / "mail", running.today)
            take(browser, running, folder / name)


def take(browser: Browser, running: Site, folder: Path) -> None:
    """Pictures of every page of one installation."""
    with signed_in_at(browser, running) as context:
        found = places(running, waiting(context, running))
        page = context.new_page()
        for name, place in found.items():
            page.goto(running.address + place)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
                file = folder / str(width) / f"{name.strip('/').replace('/', ' ') or 'first'}.png"
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=file, full_page=True, clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    take_all(Path(sys.argv[1]))
