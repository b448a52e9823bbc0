"""Who comes in, by which way, for how long, and who does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.access import safe_next
from api.app import create_app
from api.sessions import issue_link, issue_token, make_administrator, revoke_token
from domain.person import Person
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.store.master_key import make_master_key
from domain.tracker import Tracker, person
from domain.vocabulary import Role
from projections.migrations import migrate
from projections.reading import Views
from tests.api.conftest import BASE_URL, BEGIN, Clock, Given

ACTIONS = "/api/v1/actions"


def addresses(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and address of the application, with some id in the place of each parameter."""
    for method, pattern in patterns(app):
        yield method, re.sub(r"\{\w+\}", lambda _: str(uuid4()), pattern)


def patterns(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path of the application, with the names of its parameters."""
    for route in app.routes:
        yield from _of(route, "")


def _of(route: Any, before: str) -> Iterator[tuple[str, str]]:
    inner = getattr(route, "original_router", None)
    if inner is not None:
        prefix = before + route.include_context.prefix
        for one in inner.routes:
            yield from _of(one, prefix)
    elif isinstance(route, APIRoute):
        for method in route.methods or ():
            yield method, re.sub(r"\{(\w+):\w+\}", r"{\1}", before + route.path)


class TestWithoutSignIn:
    """Nobody sees anything."""

    OPEN = ("/sign-in", "/accessibility", "/healthz", "/readyz", "/set-up/", "/static/", "/calendar/")

    def test_every_address_asks_for_it(self, app: FastAPI, stranger: TestClient) -> None:
        """Every route but the few open ones answers 401 to programs, and leads people to the sign-in page."""
        found = list(addresses(app))
        assert len(found) > 60
        for method, path in found:
            if not path.startswith(self.OPEN):
                answer = stranger.request(method, path)
                expected = 401 if path.startswith(("/api/", "/metrics")) else 303
                assert (method, path, answer.status_code) == (method, path, expected)

    def test_an_address_that_is_not_there(self, stranger: TestClient) -> None:
        """It is not told who has no business here which addresses there are."""
        assert stranger.get("/api/v1/nothing").status_code == 401
        assert stranger.get("/nothing").status_code == 303
        assert stranger.get("/api/v1/openapi.json").status_code == 401

    def test_a_problem_for_programs(self, stranger: TestClient) -> None:
        """A program learns what is missing, in the form of RFC 9457."""
        answer = stranger.get(ACTIONS)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["detail"] == "Sign in first."

    def test_leads_back(self, stranger: TestClient) -> None:
        """The sign-in page knows which page was wanted."""
        answer = stranger.get("/actions?overdue=true")
        assert answer.headers["location"] == "/sign-in?next=/actions%3Foverdue%3Dtrue"

    def test_nothing_is_read_of_the_body(self, stranger: TestClient) -> None:
        """Whoever is not signed in is refused before a large body has come."""

        def endless() -> Iterator[bytes]:
            yield b"x" * 1024
            pytest.fail("the body was read on")

        assert stranger.post("/api/v1/imports", content=endless()).status_code == 401

    def test_what_is_open(self, stranger: TestClient) -> None:
        """Health, readiness and the sign-in page answer anybody."""
        assert stranger.get("/healthz").json() == {"status": "up"}
        assert stranger.get("/readyz").status_code in (200, 503)
        assert stranger.get("/sign-in").status_code == 200


class TestOneTimeLink:
    """It shows on GET, acts on POST, once, within a day."""

    def test_signs_in(self, stranger: TestClient, link: str) -> None:
        """The button begins a session and leads to the board."""
        answer = stranger.post(link)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert stranger.get(ACTIONS).status_code == 200

    def test_looking_spends_nothing(self, stranger: TestClient, link: str) -> None:
        """Mail scanners may open the link as often as they like."""
        for _ in range(3):
            assert stranger.get(link).status_code == 200
            assert stranger.head(link).status_code == 200
        assert "dhr" not in stranger.cookies
        assert stranger.post(link).status_code == 303

    def test_works_once(self, app: FastAPI, client: TestClient, link: str) -> None:
        """Somebody who finds the link later cannot use it."""
        another = TestClient(app, base_url=BASE_URL, follow_redirects=False)
        answer = another.post(link)
        assert (answer.status_code, "dhr" in another.cookies) == (410, False)
        assert another.get(link).status_code == 410

    def test_lasts_a_day(self, stranger: TestClient, link: str, clock: Clock) -> None:
        """After 24 hours it is no good any more."""
        clock.move(hours=24)
        assert stranger.post(link).status_code == 410
        assert stranger.get(link).status_code == 410

    def test_unknown(self, stranger: TestClient) -> None:
        """A link that nobody made."""
        assert stranger.get("/set-up/none").status_code == 404
        assert stranger.post("/set-up/none").status_code == 404

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "evil",
            "javascript:alert(1)",
            "/a\nb",
            "",
        ],
    )
    def test_leads_nowhere_else(self, stranger: TestClient, link: str, wanted: str) -> None:
        """Signing in never leads to another site."""
        assert stranger.post(link, data={"next": wanted}).headers["location"] == "/"

    def test_leads_to_what_was_wanted(self) -> None:
        """A page of the tracker is gone to, with its query."""
        assert safe_next("/actions?overdue=true") == "/actions?overdue=true"

    def test_the_secret_is_not_kept(self, store: Store, link: str) -> None:
        """The database holds only the SHA-256 of the link."""
        secret = link.removeprefix("/set-up/")
        with store.connection() as connection:
            rows = connection.execute("select link::text from public.sign_in_links link").fetchall()
        assert len(rows) == 1
        assert secret not in rows[0][0]


class TestSession:
    """It ends by itself."""

    def test_idle(self, client: TestClient, clock: Clock) -> None:
        """Half an hour without a request ends it; requests keep it alive."""
        for _ in range(3):
            clock.move(minutes=29)
            assert client.get(ACTIONS).status_code == 200
        clock.move(minutes=31)
        assert client.get(ACTIONS).status_code == 401

    def test_eight_hours(self, client: TestClient, clock: Clock) -> None:
        """After eight hours it ends, however busy it was."""
        answers = []
        for _ in range(24):
            clock.move(minutes=20)
            answers.append(client.get(ACTIONS).status_code)
        assert answers == [200] * 23 + [401]

    def test_sign_out(self, client: TestClient) -> None:
        """Signing out ends it here, and the cookie is worth nothing to whoever kept it."""
        kept = client.cookies["dhr"]
        assert client.post("/sign-out").headers["location"] == "/sign-in"
        client.cookies.set("dhr", kept)
        assert client.get(ACTIONS).status_code == 401

    def test_made_up(self, stranger: TestClient) -> None:
        """A cookie that nobody was given."""
        stranger.cookies.set("dhr", "made-up")
        assert stranger.get(ACTIONS).status_code == 401

    def test_the_cookie(self, stranger: TestClient, link: str) -> None:
        """Scripts cannot read it, and other sites do not get it sent."""
        cookie = stranger.post(link).headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/" in cookie
        assert "secure" not in cookie

    def test_over_https(
        self, store: Store, views: Views, clock: Clock, settings: Settings, link: str
    ) -> None:
        """Over https the cookie is bound to the host, and browsers are told to come by https alone."""
        secure = settings.model_copy(update={"base_url": "https://tracker.example"})
        app = create_app(secure, store, views, clock=clock)
        browser = TestClient(app, base_url="https://tracker.example", follow_redirects=False)
        answer = browser.post(link)
        assert answer.headers["set-cookie"].startswith("__Host-dhr=")
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "strict-transport-security" in answer.headers
        assert browser.get(ACTIONS).status_code == 200

    def test_who_has_left(
        self, client: TestClient, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """Somebody who has left is out at once, with the session still open."""
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        answer = client.get(ACTIONS)
        assert (answer.status_code, "left" in answer.json()["detail"]) == (403, True)


class TestOtherSites:
    """A page of another site cannot act with the cookie of somebody who is signed in."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://testserver.evil.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": BASE_URL},
            {"Origin": "http://evil.example", "Host": "evil.example"},
        ],
    )
    def test_refused(self, client: TestClient, headers: dict[str, str]) -> None:
        """Whatever the page does, its origin gives it away."""
        answer = client.post("/api/v1/agencies", json={"name": "Probation"}, headers=headers)
        assert (answer.status_code, "another site" in answer.json()["detail"]) == (403, True)
        assert client.get("/api/v1/agencies").json()["items"][-1]["name"] == "Westshire Police"

    @pytest.mark.parametrize(
        "headers", [{}, {"Origin": BASE_URL}, {"Sec-Fetch-Site": "same-origin", "Origin": BASE_URL}]
    )
    def test_own_pages(self, client: TestClient, headers: dict[str, str]) -> None:
        """The tracker's own pages act, and so do programs without a browser."""
        answer = client.post("/api/v1/agencies", json={"name": "Probation"}, headers=headers)
        assert answer.status_code == 201

    def test_a_forged_host(self, client: TestClient, stranger: TestClient) -> None:
        """A Host header from outside shows in no address that the tracker gives."""
        answer = client.get("/api/v1/agencies?limit=1", headers={"Host": "evil.example"})
        assert answer.json()["next"].startswith(BASE_URL)
        assert "evil.example" not in answer.text + str(answer.headers)
        for path in ("/actions/", "/api/v1/actions/"):
            answer = client.get(path, headers={"Host": "evil.example"})
            assert (answer.status_code, "location" in answer.headers) == (404, False)

    def test_headers(self, client: TestClient) -> None:
        """Browsers are told to run nothing else, to be framed by nobody, and to keep nothing."""
        one, other = client.get("/healthz"), client.get("/api/v1/agencies")
        policy = one.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert policy != other.headers["content-security-policy"]
        assert other.headers["x-content-type-options"] == "nosniff"
        assert other.headers["referrer-policy"] == "same-origin"
        assert other.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/", "text/html; charset=utf-8"),
            ("/static/tracker.css", "text/css; charset=utf-8"),
            ("/static/tracker.js", "text/javascript; charset=utf-8"),
            ("/static/tracker.svg", "image/svg+xml; charset=utf-8"),
            ("/api/v1/actions", "application/json"),
            ("/api/v1/actions.csv", "text/csv; charset=utf-8"),
            ("/api/v1/nothing", "application/problem+json"),
            ("/metrics", "text/plain; version=1.0.0; charset=utf-8"),
        ],
    )
    def test_kinds(self, client: TestClient, path: str, kind: str) -> None:
        """Each answer says what it is, a text also in which characters, and that it is nothing else."""
        answer = client.get(path)
        assert answer.headers["content-type"] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_over_https_for_every_name_below(
        self, store: Store, views: Views, clock: Clock, settings: Settings
    ) -> None:
        """For a year, and whatever is answered."""
        secure = settings.model_copy(update={"base_url": "https://tracker.example"})
        browser = TestClient(
            create_app(secure, store, views, clock=clock), base_url="https://tracker.example"
        )
        for path in ("/sign-in", "/api/v1/actions", "/static/tracker.css", "/static/nothing", "/healthz"):
            told = browser.get(path, follow_redirects=False).headers["strict-transport-security"]
            assert told == "max-age=31536000; includeSubDomains"


class TestToken:
    """A program comes with a token."""

    def test_lets_in(self, program: TestClient) -> None:
        """A token lets in for whom it stands."""
        assert program.get(ACTIONS).status_code == 200

    @pytest.mark.parametrize("header", ["Bearer made-up", "Bearer ", "Basic YTpi", "", "made-up"])
    def test_unknown(self, client: TestClient, header: str) -> None:
        """A token that is not known lets nobody in, not even beside a good cookie."""
        answer = client.get(ACTIONS, headers={"Authorization": header})
        assert (answer.status_code, "token" in answer.json()["detail"]) == (401, True)

    def test_revoked(self, program: TestClient, store: Store, token: str) -> None:
        """A token that was revoked lets nobody in."""
        revoke_token(store, token, now=BEGIN)
        assert program.get(ACTIONS).status_code == 401

    def test_expired(self, stranger: TestClient, store: Store, given: Given, clock: Clock) -> None:
        """A token lets in until the moment at which it expires."""
        short = issue_token(store, given.administrator, "Short", now=BEGIN, expires_at=clock())
        assert stranger.get(ACTIONS, headers={"Authorization": f"Bearer {short}"}).status_code == 401

    def test_of_who_has_left(
        self, program: TestClient, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """The tokens of somebody who has left are worth nothing."""
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        assert program.get(ACTIONS).status_code == 403


class TestRoles:
    """Whoever is signed in comes in, and sees and does what their roles say."""

    def test_none(
        self, client: TestClient, stranger: TestClient, store: Store, tracker: Tracker, entered: Provenance
    ) -> None:
        """Somebody without any sees no case, and records none."""
        somebody = person.add(tracker, person.Details("Sam"), by=entered)
        stranger.post(f"/set-up/{issue_link(store, somebody, now=BEGIN)}")
        assert stranger.get(ACTIONS).json()["items"] == []
        assert stranger.post("/api/v1/agencies", json={"name": "Anytown Council"}).status_code == 403
        new = stranger.post("/api/v1/reviews", json={"partnership": "WAL", "reference": "DHR1"})
        assert (new.status_code, new.json()["errors"][0]["field"]) == (422, "partnership")

    def test_of_a_partnership(
        self, client: TestClient, stranger: TestClient, store: Store, given: Given
    ) -> None:
        """Its administrator sees its rules and people, and no case."""
        somebody = UUID(client.post("/api/v1/people", json={"name": "Sam"}).json()["id"])
        given_role = client.post(
            f"/api/v1/partnerships/{given.partnership}/role",
            json={"person": str(somebody), "role": Role.ADMINISTRATOR},
            headers={"If-Match": "*"},
        )
        assert given_role.status_code == 200
        stranger.post(f"/set-up/{issue_link(store, somebody, now=BEGIN)}")
        assert [one["code"] for one in stranger.get("/api/v1/partnerships").json()["items"]] == ["WAL"]
        assert stranger.get(ACTIONS).json()["items"] == []

    def test_before_any_view(
        self, database_url: str, settings: Settings, clock: Clock, entered: Provenance
    ) -> None:
        """The first administrator comes in before there is any partnership, or any list."""
        make_master_key(settings.master_key_file)
        migrate(database_url)
        with (
            closing(Store(database_url, settings.master_key_file)) as store,
            closing(Views(database_url)) as views,
        ):
            first = person.add(Tracker(store), person.Details("Ada"), by=entered)
            make_administrator(store, first, now=BEGIN)
            token = issue_token(store, first, "", now=BEGIN)
            browser = TestClient(create_app(settings, store, views, clock=clock))
            answer = browser.get(ACTIONS, headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, "first time" in answer.json()["detail"]) == (503, True)

    def test_of_nobody(self, stranger: TestClient, store: Store, given: Given) -> None:
        """A token for somebody who was never in the directory."""
        lost = issue_token(store, uuid4(), "", now=BEGIN)
        assert stranger.get(ACTIONS, headers={"Authorization": f"Bearer {lost}"}).status_code == 401
