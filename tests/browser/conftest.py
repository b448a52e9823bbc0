"""A real browser, an installation with invented data, and one with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, StorageState

from domain.store.embedded import Server
from domain.tracker import Tracker
from domain.working_days import next_working_day
from scheduler.bank_holidays import BankHolidays
from tests.browser.chromium import chromium, sign_in
from tests.browser.crowd import record_many
from tests.browser.site import Site, site
from tests.conftest import database


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; it goes with the module, as Playwright's event loop would bar any other."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def invented(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A trial installation with the demonstration data and its first mail."""
    folder = tmp_path_factory.mktemp("invented")
    with database(postgres, "invented", migrated) as url, site(url, folder, now(), trial=True) as running:
        running.load_demonstration(folder / "mail")
        yield running


@pytest.fixture(scope="session")
def empty(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation in which nobody has recorded anything."""
    folder = tmp_path_factory.mktemp("empty")
    with database(postgres, "empty", migrated) as url, site(url, folder, now()) as running:
        yield running


@pytest.fixture(scope="session")
def crowded(postgres: Server, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation with 2,000 actions, and with names and texts as long as any."""
    folder = tmp_path_factory.mktemp("crowded")
    with database(postgres, "crowded", migrated) as url, site(url, folder, now(), trial=True) as running:
        record_many(Tracker(running.store), running.today)
        running.send_reminders(folder / "mail", next_working_day(running.today, BankHolidays()))
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, invented: Site) -> StorageState:
    """What the browser keeps of somebody who has signed in to the invented installation."""
    return sign_in(browser, invented)


@pytest.fixture
def page(browser: Browser, signed_in: StorageState) -> Iterator[Page]:
    """A page for somebody who is signed in there."""
    with_state = browser.new_context(storage_state=signed_in)
    yield with_state.new_page()
    with_state.close()


@pytest.fixture
def plain(browser: Browser, signed_in: StorageState) -> Iterator[Page]:
    """The same in a browser that runs no scripts."""
    context = browser.new_context(storage_state=signed_in, java_script_enabled=False)
    yield context.new_page()
    context.close()


def now() -> datetime:
    """The moment at which an installation stands: what the database records is as old."""
    return datetime.now(UTC)
