"""The name, the colour and the statement of an installation."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.accessibility import LIMITS, PREPARED_ON, TESTED
from api.app import create_app
from api.sessions import issue_link
from domain.settings import Settings
from domain.store.application import Store
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews, Given
from tests.api.pages.visiting import Page, visit, words


@pytest.fixture
def own(store: Store, views: FollowedViews, clock: Clock, tmp_path: Path, given: Given) -> TestClient:
    """A browser, signed in to an installation with a name, a colour and a contact of its own."""
    settings = Settings(
        data=tmp_path,
        base_url=BASE_URL,
        name="Westonbury <CSP>",
        colour="#5B3597",
        contact="help@westonbury.example",
    )
    client = TestClient(
        create_app(settings, store, views, clock=clock), base_url=BASE_URL, follow_redirects=False
    )
    client.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
    return client


def test_the_colour_comes_as_a_style_sheet(own: TestClient) -> None:
    """Linked after the tracker's own, so that it counts; without any style in the page itself."""
    answer = own.get("/static/look.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "--app-deep: #5b3597;" in answer.text
    page = visit(own, "/")
    sheets = page.tree.xpath("//link[@rel='stylesheet']/@href")
    assert sheets[-2:] == ["/static/tracker.css", "/static/look.css"]
    assert page.tree.xpath("//style | //@style") == []


def test_the_style_sheet_is_kept_until_it_changes(own: TestClient, client: TestClient) -> None:
    """A browser that has it gets it again only once another colour is set."""
    tag = own.get("/static/look.css").headers["etag"]
    answer = own.get("/static/look.css", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    other = client.get("/static/look.css", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["cache-control"] == "no-cache"


def test_the_name_stands_on_every_page(own: TestClient, client: TestClient) -> None:
    """Also before anybody has signed in; without the setting, the only partnership's name for insiders."""
    for place in ("/", "/sign-in", "/accessibility", "/nothing"):
        (shown,) = Page(own.get(place)).tree.find_class("app-header__partnership")
        assert words(shown) == "Westonbury <CSP>"
    (shown,) = visit(client, "/").tree.find_class("app-header__partnership")
    assert words(shown) == "Westonbury Community Safety Partnership"


def test_the_statement_is_for_everybody(stranger: TestClient) -> None:
    """Without signing in: what was tested, the known limits, how to complain, and of which day it is."""
    page = visit(stranger, "/accessibility")
    assert page.heading == "Accessibility statement for DHR Tracker"
    assert page.tree.xpath("//nav") == []
    for one in (*LIMITS, *TESTED, "Web Content Accessibility Guidelines version 2.2, level AA"):
        assert one in page.text
    assert f"prepared on {PREPARED_ON.day} November {PREPARED_ON.year}" in page.text
    assert "Equality Advisory and Support Service" in page.text
    assert "tell whoever gave you your link" in page.text


def test_the_statement_names_the_contact_that_is_set(own: TestClient) -> None:
    """Where an installation sets an address for those who cannot use a page, the statement names it."""
    page = visit(own, "/accessibility")
    assert page.links["help@westonbury.example"] == "mailto:help@westonbury.example"
    assert page.tree.xpath("//nav[@aria-label='Main']")


def test_every_page_leads_to_help_and_statement(client: TestClient, stranger: TestClient) -> None:
    """From the foot of each page; before signing in, to the statement alone."""
    foot = visit(client, "/").tree.find_class("app-footer")[0]
    assert {"/help", "/accessibility"} <= set(foot.xpath(".//a/@href"))
    client.cookies.clear()
    foot = visit(stranger, "/sign-in").tree.find_class("app-footer")[0]
    assert foot.xpath(".//a/@href") == ["/accessibility"]
