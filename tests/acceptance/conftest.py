"""A browser, and an installation in which nobody has recorded anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from domain.store.embedded import Server
from tests.browser.chromium import chromium, sign_in
from tests.browser.site import Site, site
from tests.conftest import database


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser."""
    with chromium() as running:
        yield running


@pytest.fixture
def installation(postgres: Server, migrated: str, tmp_path: Path) -> Iterator[Site]:
    """A trial installation in which nobody has recorded anything."""
    now = datetime.now(UTC)
    with database(postgres, "acceptance", migrated) as url, site(url, tmp_path, now, trial=True) as running:
        yield running


@pytest.fixture
def page(browser: Browser, installation: Site) -> Iterator[Page]:
    """A page for the administrator, who has come in by the one-time link."""
    context = browser.new_context(storage_state=sign_in(browser, installation))
    yield context.new_page()
    context.close()
