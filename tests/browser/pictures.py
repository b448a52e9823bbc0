"""Takes the pictures in docs/pictures: `python -m tests.browser.pictures FOLDER`, from invented data."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from api import demo
from api.demo.plans import dated
from domain.store.embedded import start
from projections.migrations import migrate
from tests.browser.chromium import chromium, sign_in
from tests.browser.places import places
from tests.browser.site import site
from tests.conftest import enterable_folder

SIZE = {"width": 1280, "height": 900}
TALLEST = 1500
WITH_HISTORY = 2500
SHOWN = {"board": "board", "overdue": "overdue", "action": "action-asked", "mail": "mail"}
"""The pictures by name, each with the page that it shows."""
PLAN = Path(demo.__file__).with_name("first_plan.csv")


def take(folder: Path) -> None:
    """Write the pictures, as PNG files, into a folder."""
    with enterable_folder() as data, start(data, binaries=None) as server:
        migrate(server.url)
        (data / "own").mkdir()
        with site(server.url, data / "own", datetime.now(UTC)) as running, chromium() as browser:
            running.load_demonstration(data / "mail")
            page = browser.new_context(
                storage_state=sign_in(browser, running),
                viewport=SIZE,  # type: ignore[arg-type]
            ).new_page()
            for name, place in SHOWN.items():
                page.goto(running.address + places(running)[place])
                picture(page, folder / f"{name}.png", WITH_HISTORY if name == "action" else TALLEST)
            page.goto(running.address + "/import")
            (data / PLAN.name).write_text(dated(PLAN.read_text("utf-8"), running.today), "utf-8")
            page.get_by_label("Action plan").set_input_files(data / PLAN.name)
            page.get_by_label("Reference of the review").fill("DEMO20")
            page.get_by_role("button", name="Read the plan").click()
            picture(page, folder / "import.png")


def picture(page: Page, file: Path, tallest: int = TALLEST) -> None:
    """One picture of the upper part of a page."""
    height = min(tallest, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(
        path=file, full_page=True, clip={"x": 0, "y": 0, "width": SIZE["width"], "height": height}
    )


if __name__ == "__main__":
    take(Path(sys.argv[1]))
