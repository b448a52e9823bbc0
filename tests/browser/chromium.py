"""The browser of the tests: the Chromium of this computer, without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.browser.site import Site

NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise LookupError(
            "The tests of the pages need Chromium; install it with: apt-get install -y chromium"
        )
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(browser: Browser, running: Site) -> StorageState:
    """Use a one-time link as a person does; what the browser then keeps."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(running.link())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(running.address + "/")
    state = context.storage_state()
    context.close()
    return state
