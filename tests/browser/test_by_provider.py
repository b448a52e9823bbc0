"""Signing in by an identity provider that is a process of its own, at another site, in a real browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from domain.clocks import london_day
from domain.provenance import Provenance
from domain.store.embedded import Server
from domain.tracker import Tracker, invitation, person
from domain.vocabulary import How
from scheduler.invitations import send_invitations
from scheduler.post import Post
from tests.browser.conftest import now
from tests.browser.site import MAIL_FROM, Site, site
from tests.conftest import database
from tests.scheduler.mail_server import free_port
from tests.scheduler.test_worker import until

NAME = "your Anytown account"
SUBJECT = "00000000-1111-2222-3333-444444444444"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The issuer of a provider that runs. By that name it is another site than the tracker."""
    port = free_port()
    address = f"http://localhost:{port}"
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--require-nonce",
    ]
    with subprocess.Popen([*command, "true"], stderr=subprocess.DEVNULL) as process:
        until(lambda: answers(address))
        yield address
        process.terminate()


def answers(address: str) -> bool:
    """Whether the provider is there."""
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=1).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def tracker_at(postgres: Server, migrated: str, tmp_path: Path, issuer: str) -> Iterator[Site]:
    """A tracker that the provider knows, in which nobody has recorded anything."""
    of_provider: dict[str, Any] = {
        "oidc_issuer": issuer,
        "oidc_client_id": "tracker",
        "oidc_client_secret": "secret",
    }
    with (
        database(postgres, "by_provider", migrated) as url,
        site(url, tmp_path, now(), oidc_name=NAME, **of_provider) as running,
    ):
        yield running


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A browser that runs no scripts, and to which no page does what its policy forbids."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", note)
    yield page
    context.close()
    assert complaints == []


def invited(running: Site, folder: Path) -> str:
    """The link that comes to the administrator by mail."""
    running.link()
    tracker = Tracker(running.store)
    ada = person.by_email(tracker, "ada@example.org")
    assert ada
    invitation.invite(tracker, ada, by=Provenance(How.COMMAND_LINE, london_day(running.clock.now)))
    send_invitations(tracker, Post(folder, running.address, MAIL_FROM), now=now())
    [file] = folder.glob("*.eml")
    text = message_from_bytes(file.read_bytes(), policy=SMTP).get_body(("plain",))
    assert text
    [link] = re.findall(r"http\S+/set-up/\S+", text.get_content())
    return str(link)


def test_invited_linked_and_back_again(visitor: Page, tracker_at: Site, tmp_path: Path, issuer: str) -> None:
    """The mail, the account, the board; then the account alone. Who says no there is told so here."""
    running = tracker_at
    visitor.goto(invited(running, tmp_path / "mail"))
    visitor.get_by_role("button", name=f"Accept with {NAME}").click()
    visitor.wait_for_url(f"{issuer}/**")
    visitor.get_by_placeholder("sub").fill(SUBJECT)
    visitor.get_by_role("button", name="Authorize").click()
    visitor.wait_for_url(f"{running.address}/")
    expect(visitor.get_by_role("link", name="Ada Administrator")).to_be_visible()
    visitor.get_by_role("link", name="Ada Administrator").click()
    expect(visitor.get_by_role("rowheader", name="localhost")).to_be_visible()
    visitor.get_by_role("button", name="Sign out", exact=True).click()
    go(visitor, issuer)
    visitor.get_by_role("button", name="Deny").click()
    expect(visitor.get_by_role("alert")).to_contain_text("You did not agree to sign in")
    go(visitor, issuer)
    visitor.get_by_role("button", name=SUBJECT).click()
    visitor.wait_for_url(f"{running.address}/")
    expect(visitor.get_by_role("link", name="Ada Administrator")).to_be_visible()


def go(visitor: Page, issuer: str) -> None:
    """From the page to sign in to the provider."""
    visitor.get_by_role("button", name=f"Sign in with {NAME}").click()
    visitor.wait_for_url(f"{issuer}/**")
