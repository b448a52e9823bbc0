"""The frame of every page, its notices, and the pages of errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.demo import load
from api.sessions import issue_token, make_administrator
from domain.clocks import london_day
from domain.person import Person
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.tracker import Tracker, person
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews, Given
from tests.api.pages.conftest import Plan
from tests.api.pages.visiting import Page, visit, words

PLACES = (
    "/",
    "/actions",
    "/recommendations",
    "/reviews",
    "/agencies",
    "/people",
    "/import",
    "/outbox",
    "/log",
    "/changes",
    "/search",
    "/partnerships",
    "/help",
    "/accessibility",
    "/unsent",
)


def test_every_page_is_well_formed(client: TestClient, late: Plan, given: Given) -> None:
    """A title of its own, one first heading, headings in order, and no inline style or script."""
    things = [
        late.review,
        late.recommendation,
        late.action,
        f"{late.action}/progress",
    ]
    people = [
        f"/agencies/{given.council}",
        f"/people/{given.administrator}",
        f"/partnerships/{given.partnership}",
    ]
    titles = set()
    for place in (*PLACES, "/actions?overdue=true", *things, *people):
        page = visit(client, place)
        titles.add(page.title)
        levels = [int(one.tag[1]) for one in page.tree.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, place
        assert all(after <= before + 1 for before, after in pairwise(levels)), place
        assert page.tree.xpath("//@style") == []
        assert page.tree.xpath("//script[not(@src)]") == []
        assert page.tree.xpath("//table[not(caption)] | //th[not(@scope)]") == []
        identities = page.tree.xpath("//@id")
        assert len(identities) == len(set(identities)), place
    assert len(titles) == len(PLACES) + 1 + len(things) + len(people)


def test_the_navigation_says_where_one_is(client: TestClient, plan: Plan) -> None:
    """The place of the page is marked, and who is signed in can sign out."""
    page = visit(client, "/actions")
    (here,) = page.tree.xpath("//nav[@aria-label='Main']//a[@aria-current='page']")
    assert words(here) == "Actions"
    within = visit(client, plan.action).tree.xpath("//nav[@aria-label='Main']//a[@aria-current='true']")
    assert [words(one) for one in within] == ["Actions"]
    assert client.post("/sign-out").headers["location"] == "/sign-in"


def test_an_empty_installation_begins_with_a_partnership(
    empty_store: Store, empty_views: FollowedViews, settings: Settings, entered: Provenance, clock: Clock
) -> None:
    """Before there is a partnership the board says what comes first, and nobody can import anything."""
    ada = person.add(Tracker(empty_store), person.Details("Ada"), by=entered)
    make_administrator(empty_store, ada, now=BEGIN)
    empty_views.projector.catch_up()
    client = signed_in(empty_store, empty_views, settings, ada, clock)
    assert visit(client, "/").links["Register your partnership"] == "/partnerships/new"
    assert "Only the coordinator may import plans." in visit(client, "/import", 403).text
    for place in ("/actions", "/reviews", "/agencies", "/outbox", "/partnerships"):
        assert visit(client, place).tree.find_class("app-empty")


def test_a_trial_installation_says_so(
    store: Store, views: FollowedViews, tmp_path: Path, given: Given, clock: Clock
) -> None:
    """On every page, also before anybody has signed in."""
    trial = Settings(data=tmp_path, base_url=BASE_URL, trial=True)
    client = signed_in(store, views, trial, given.administrator, clock)
    assert "Trial installation." in client.get("/").text
    assert "Trial installation." in client.get("/sign-in").text


def test_demonstration_data_says_so(
    client: TestClient, tracker: Tracker, catch_up: Callable[[], None], given: Given
) -> None:
    """As soon as the invented partnership is there, every page says that it is invented."""
    assert "Demonstration data" not in client.get("/").text
    load(tracker, today=london_day(BEGIN))
    catch_up()
    assert "Demonstration data, invented." in client.get("/").text


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nothing", 404, "Page not found"),
        ("/actions/0f0e0d0c-0b0a-4908-8706-050403020100", 404, "Page not found"),
    ],
)
def test_pages_of_errors(client: TestClient, path: str, status: int, heading: str) -> None:
    """An error has a page in the frame, with what happened and what to do."""
    page = visit(client, path, status)
    assert page.heading == heading
    assert page.links["Go to the board"] == "/"


def test_a_page_that_is_asked_in_another_way(client: TestClient) -> None:
    """It is said in words, without any name of a method."""
    page = Page(client.post("/help"))
    assert page.answer.status_code == 405
    assert page.heading == "This page cannot be used like that"


@pytest.mark.parametrize("size", [60 * 1024 * 1024, 3 * 1024 * 1024])
def test_what_is_too_large_leads_back_to_its_form(client: TestClient, size: int) -> None:
    """Before anything of it is read, by the length that it claims; the page leads to the form again."""
    path = "/import" if size > 50 * 1024 * 1024 else "/agencies/new"
    page = Page(client.post(path, headers={"Content-Length": str(size)}, content=b"x"))
    assert page.answer.status_code == 413
    assert page.heading == "This is too large"
    assert "Nothing was saved." in page.text
    assert page.links["Go back to the form"] == path


def test_back_shows_a_refused_form_again(client: TestClient) -> None:
    """Browsers may keep forms, new or refused, and nothing else; signing out makes them forget these."""
    refused = client.post("/agencies/new", data={"name": ""})
    assert (refused.status_code, refused.headers["cache-control"]) == (422, "private, no-cache")
    assert client.get("/agencies/new").headers["cache-control"] == "private, no-cache"
    assert client.get("/agencies").headers["cache-control"] == "no-store"
    assert client.post("/api/v1/agencies", json={}).headers["cache-control"] == "no-store"
    assert client.post("/sign-out").headers["clear-site-data"] == '"cache"'


def test_a_form_is_sent_to_an_address_of_its_own(client: TestClient) -> None:
    """It says the same as that of the form; by it browsers know their copy of the form to be good still."""
    page = visit(client, "/actions/new?review=0f0e0d0c-0b0a-4908-8706-050403020100&text=A+%26+B")
    said = "?review=0f0e0d0c-0b0a-4908-8706-050403020100&text=A+%26+B&sent=1"
    assert page.form.get("action") == said
    assert Page(client.post(f"/agencies/new{said}", data={})).form.get("action") == said


def test_somebody_who_has_left(
    client: TestClient, tracker: Tracker, entered: Provenance, given: Given
) -> None:
    """Who is signed in and has left is told so."""
    tracker.change(Person.leave, Person, given.administrator, by=entered)
    page = visit(client, "/", 403)
    assert page.heading == "You may not do this"


def test_when_the_database_is_away(client: TestClient, store: Store, views: FollowedViews) -> None:
    """The page says that nothing was saved, and to try again; it needs no database itself."""
    views.close()
    store.close()
    page = Page(client.get("/"))
    assert page.answer.status_code == 503
    assert page.heading == "The tracker cannot be used just now"


@pytest.mark.parametrize("path", ["/sign-in", "/set-up/unknown"])
def test_pages_for_strangers(stranger: TestClient, path: str) -> None:
    """Who is not signed in sees how to get in, and nothing of the installation."""
    page = Page(stranger.get(path))
    assert "dhr person admin EMAIL" in page.text
    assert page.tree.xpath("//nav") == []


def test_the_link_is_used_by_its_button(stranger: TestClient, link: str) -> None:
    """To look at the link does not use it; the button does, once."""
    assert visit(stranger, link).heading == "Sign in to DHR Tracker"
    assert visit(stranger, link).heading == "Sign in to DHR Tracker"
    assert stranger.post(link, data={"next": "/actions"}).headers["location"] == "/actions"
    assert visit(stranger, link, 410).heading == "This link has been used"


def test_our_own_files(client: TestClient) -> None:
    """Everything that a page loads is there, and comes from the tracker itself."""
    page = visit(client, "/")
    files = page.tree.xpath("//link/@href | //script/@src")
    assert files
    for file in files:
        assert file.startswith("/static/")
        assert client.get(file).status_code == 200
    style = client.get("/static/tracker.css").text
    assert re.findall(r"url\(|@import|@font-face", style) == []


def signed_in(
    store: Store, views: FollowedViews, settings: Settings, administrator: UUID, clock: Clock
) -> TestClient:
    """A browser that comes with a token of the administrator."""
    app = create_app(settings, store, views, clock=clock)
    token = issue_token(store, administrator, "Tests", now=BEGIN)
    return TestClient(
        app, base_url=BASE_URL, follow_redirects=False, headers={"Authorization": f"Bearer {token}"}
    )
