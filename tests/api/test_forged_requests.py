"""Requests that somebody else has made up: from another site, for another host, with another's secrets."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access import is_open, safe_next
from api.sessions import issue_link, issue_token, revoke_token
from domain.store.application import Store
from tests.api.conftest import BASE_URL, BEGIN, Given
from tests.api.test_access import addresses

ELSEWHERE = "https://evil.example"
FORGED = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "javascript",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Original-URL": "/evil.example",
    "X-Rewrite-URL": "/evil.example",
    "Forwarded": "host=evil.example;proto=https",
    "Referer": "https://evil.example/",
}
SAFE = ("GET", "HEAD")
OTHER_SITES = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%5cevil.example\\",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,evil.example",
    "/\tevil.example\\",
    "/\r\nLocation: https://evil.example",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "/\u2028/evil.example",
]


def test_every_change_from_another_origin(app: FastAPI, client: TestClient, store: Store) -> None:
    """The cookie of somebody who is signed in, sent along by a page elsewhere, changes nothing anywhere."""
    before, asked = store.log.last_position(), 0
    for method, path in addresses(app):
        if method not in SAFE:
            answer = client.request(method, path, headers={"Origin": ELSEWHERE}, data={"next": "/"})
            assert (method, path, answer.status_code) == (method, path, 403)
            assert "another site" in answer.text
            asked += 1
    assert asked > 40
    assert store.log.last_position() == before
    assert client.get("/api/v1/actions").status_code == 200, "signing out from elsewhere is refused as well"


def test_no_answer_is_shared_with_other_origins(app: FastAPI, client: TestClient) -> None:
    """No page elsewhere reads an answer: none has a header of CORS, and no question before it is granted."""
    for method, path in addresses(app):
        if method in SAFE:
            answer = client.request(method, path, headers={"Origin": ELSEWHERE})
            assert not [one for one in answer.headers if one.startswith("access-control-")], path
        preflight = {"Origin": ELSEWHERE, "Access-Control-Request-Method": method}
        answer = client.options(path, headers=preflight)
        assert answer.status_code in (404, 405), path
        assert "access-control-allow-origin" not in answer.headers, path


def test_a_forged_host_shows_nowhere(app: FastAPI, client: TestClient, stranger: TestClient) -> None:
    """On no page, in no list, in no redirect: addresses are made from the setting alone."""
    asked = 0
    for browser in (client, TestClient(app, base_url=BASE_URL, follow_redirects=False)):
        for method, path in addresses(app):
            if method == "GET":
                answer = browser.get(path, headers=FORGED)
                said = f"{answer.text} {answer.headers}"
                assert "evil.example" not in said, path
                assert "javascript:" not in said, path
                asked += 1
    assert asked > 150


def test_a_forged_host_comes_into_no_address_that_is_sent_on(
    app: FastAPI, client: TestClient, store: Store, given: Given
) -> None:
    """A calendar's address, which is sent on by people, has the host of the setting whoever asks for it."""
    made = client.post("/api/v1/calendar-feeds", headers={**FORGED, "Origin": BASE_URL}, json={})
    assert made.status_code == 201
    assert made.json()["address"].startswith(f"{BASE_URL}/calendar/")


@pytest.mark.parametrize("wanted", OTHER_SITES)
def test_signing_in_leads_nowhere_else(stranger: TestClient, store: Store, given: Given, wanted: str) -> None:
    """Neither from the form of a link, nor from what the sign-in page was asked to remember."""
    for ask in ("form", "query"):
        stranger.cookies.clear()
        link = f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}"
        if ask == "query":
            assert "evil.example" not in stranger.get(f"/sign-in?next={quote(wanted)}").headers.get(
                "set-cookie", ""
            )
        answer = stranger.post(link, data={"next": wanted} if ask == "form" else {})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_remembered_page_is_judged_again(stranger: TestClient, store: Store, given: Given) -> None:
    """A cookie is what the browser says: one that was put there from elsewhere leads nowhere else either."""
    link = f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}"
    stranger.cookies.set("dhr-wanted", quote("//evil.example", safe=""))
    assert stranger.post(link).headers["location"] == "/"


@pytest.mark.parametrize("wanted", OTHER_SITES)
def test_a_page_of_the_tracker(wanted: str) -> None:
    """The one judge of where to go next takes none of them."""
    assert safe_next(wanted) == "/"


def test_no_page_leads_where_its_address_says(app: FastAPI, client: TestClient) -> None:
    """No query word of any page, whatever it is called, is followed to another site."""
    words = ("next", "url", "to", "from", "back", "return", "redirect", "place", "path", "done", "continue")
    said = "&".join(f"{word}={quote(ELSEWHERE)}" for word in words)
    for method, path in addresses(app):
        if method == "GET":
            location = client.get(f"{path}?{said}").headers.get("location", "/")
            assert location.startswith("/"), (path, location)
            assert not location.startswith("//"), (path, location)


def test_a_session_in_another_place(client: TestClient, stranger: TestClient, app: FastAPI) -> None:
    """A cookie is no token and no address: a secret opens only the door that it was made for."""
    secret = client.cookies["dhr"]
    another = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    for place in (f"/calendar/{secret}.ics", f"/set-up/{secret}"):
        assert another.get(place).status_code == 404
    assert another.get("/api/v1/actions", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_token_in_another_place(app: FastAPI, token: str) -> None:
    """A token is no cookie, no query word and no link."""
    another = TestClient(app, base_url=BASE_URL, follow_redirects=False)
    assert another.get(f"/api/v1/actions?token={token}&access_token={token}").status_code == 401
    assert another.get(f"/set-up/{token}").status_code == 404
    another.cookies.set("dhr", token)
    assert another.get("/api/v1/actions").status_code == 401


def test_a_token_after_its_revocation(app: FastAPI, store: Store, given: Given) -> None:
    """It was good; revoked it is good for no address at all, by no method."""
    token = issue_token(store, given.administrator, "Once", now=BEGIN)
    program = TestClient(
        app, base_url=BASE_URL, follow_redirects=False, headers={"Authorization": f"Bearer {token}"}
    )
    assert program.get("/api/v1/actions").status_code == 200
    revoke_token(store, token, now=BEGIN)
    for method, path in addresses(app):
        if not is_open(path):
            answer = program.request(method, path)
            assert answer.status_code == 401 or answer.headers["location"].startswith("/sign-in"), path


def test_signing_in_again_ends_the_session_before(
    app: FastAPI, client: TestClient, store: Store, given: Given
) -> None:
    """A cookie that was taken before is worth nothing once its browser has signed in anew (ASVS V7.2.4)."""
    before = client.cookies["dhr"]
    assert client.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}").status_code == 303
    assert client.cookies["dhr"] != before
    thief = TestClient(app, base_url=BASE_URL, follow_redirects=False, cookies={"dhr": before})
    assert (thief.get("/api/v1/actions").status_code, client.get("/api/v1/actions").status_code) == (401, 200)


def test_a_session_that_was_put_there(stranger: TestClient, store: Store, given: Given) -> None:
    """Whoever sets the cookie of a browser beforehand does not know what it becomes by signing in."""
    stranger.cookies.set("dhr", "known-to-the-thief")
    answer = stranger.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
    assert "known-to-the-thief" not in answer.headers["set-cookie"]
    stranger.cookies.clear()
    stranger.cookies.set("dhr", "known-to-the-thief")
    assert stranger.get("/api/v1/actions").status_code == 401
