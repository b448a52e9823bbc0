"""Whoever is refused, by a token that is no good or as somebody who may not, stands in the access log."""

from __future__ import annotations

from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import issue_token, revoke_token
from domain.access_log import CameBy, Kind
from domain.person import Person
from domain.provenance import Provenance
from domain.sign_in import noted_in_all, noted_of_one
from domain.store.application import Store
from domain.tracker import Tracker, person
from tests.api.accesses import accesses, forget_nothing_more
from tests.api.conftest import BASE_URL, BEGIN, Clock, Given
from tests.api.rest.asking import API, act, make
from tests.api.test_access import addresses

ACTIONS = f"{API}/actions"
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def bearing(browser: TestClient, secret: str, path: str = ACTIONS, method: str = "GET") -> int:
    """What a program with a token is answered."""
    return browser.request(method, path, headers={"Authorization": f"Bearer {secret}"}).status_code


def counted(store: Store) -> int:
    """In how many rows tries are counted."""
    with store.connection() as connection:
        return len(connection.execute("select from public.sign_in_attempts").fetchall())


@pytest.fixture
def sam(store: Store, tracker: Tracker, entered: Provenance) -> str:
    """A token of somebody who has no role."""
    somebody = person.add(tracker, person.Details("Sam"), by=entered)
    return issue_token(store, somebody, "Tests", now=BEGIN)


class TestTokens:
    """One that lets nobody in."""

    def test_unknown(self, stranger: TestClient, store: Store) -> None:
        """Of nobody; the words of it stand nowhere."""
        assert bearing(stranger, "some-secret") == 401
        [row] = accesses(store)
        assert (row.kind, row.person, row.came_by, row.way_in) == (
            Kind.TOKEN_REFUSED,
            None,
            CameBy.TOKEN,
            None,
        )
        assert (row.address, row.source is not None, "some-secret" in str(row)) == (ACTIONS, True, False)

    def test_revoked(self, stranger: TestClient, store: Store, token: str, given: Given) -> None:
        """Whose it was, and which."""
        revoke_token(store, token, now=BEGIN)
        bearing(stranger, token)
        [row] = accesses(store)
        with store.connection() as connection:
            [(identity,)] = connection.execute("select id from public.api_tokens").fetchall()
        assert (row.kind, row.person, row.way_in) == (Kind.TOKEN_REFUSED, given.administrator, identity)

    def test_expired(self, stranger: TestClient, store: Store, given: Given, clock: Clock) -> None:
        """Whose it was."""
        token = issue_token(store, given.administrator, "", now=BEGIN, expires_at=BEGIN)
        bearing(stranger, token)
        assert [(row.kind, row.person) for row in accesses(store)] == [
            (Kind.TOKEN_REFUSED, given.administrator)
        ]

    def test_of_another_kind(self, stranger: TestClient, store: Store) -> None:
        """A name and a password are no token, and are not written down."""
        stranger.get(ACTIONS, headers={"Authorization": "Basic YWRhOnNlY3JldA=="})
        [row] = accesses(store)
        assert (row.kind, "YWRh" in str(row)) == (Kind.TOKEN_REFUSED, False)

    def test_that_nobody_brings(self, stranger: TestClient, store: Store) -> None:
        """Whoever has not signed in is led there, which is nothing to write down."""
        stranger.get("/actions")
        stranger.get(ACTIONS)
        stranger.post("/reviews/new", data={})
        assert accesses(store) == []

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            (f"/people/{UUID(int=1)}/held", f"/people/{UUID(int=1)}/..."),
            (f"{ACTIONS}/rose-miller?words=rose", f"{ACTIONS}/..."),
            ("/rose-miller", ""),
            (ACTIONS + ".csv", ACTIONS + ".csv"),
        ],
    )
    def test_the_address(self, stranger: TestClient, store: Store, path: str, said: str) -> None:
        """The kind of thing and its id; whatever else is in it may be words that somebody typed."""
        bearing(stranger, "some-secret", path)
        assert accesses(store)[-1].address == said


class TestWithoutEnd:
    """Whoever only wants to fill the disk does not fill it."""

    def test_from_one_source(self, stranger: TestClient, store: Store, clock: Clock) -> None:
        """So many an hour are written; then only a number goes up."""
        most = noted_of_one(Kind.TOKEN_REFUSED).times
        for _ in range(most + 20):
            bearing(stranger, "some-secret")
        assert len(accesses(store)) == most
        clock.move(hours=1)
        bearing(stranger, "some-secret")
        assert len(accesses(store)) == most + 1

    def test_from_many_sources(self, app: FastAPI, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """All together have their number, too, and none of the others is counted any more."""
        monkeypatch.setattr("domain.sign_in.NOTED_IN_ALL", 3)
        assert noted_in_all(Kind.TOKEN_REFUSED).times == 3
        for last in range(20):
            one = TestClient(app, base_url=BASE_URL, client=(f"192.0.2.{last}", 50_000))
            bearing(one, "some-secret")
        assert (len(accesses(store)), counted(store)) == (3, 4)

    def test_others_are_still_written(
        self, stranger: TestClient, store: Store, sam: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Tokens that are refused without end hide neither a wrong link nor who may not do something."""
        monkeypatch.setattr("domain.sign_in.NOTED_IN_ALL", 1)
        for _ in range(3):
            bearing(stranger, "some-secret")
        stranger.post("/set-up/some-secret")
        bearing(stranger, sam, "/metrics")
        kinds = [row.kind for row in accesses(store)]
        assert kinds == [Kind.TOKEN_REFUSED, Kind.SIGN_IN_REFUSED, Kind.NOT_ALLOWED]


class TestNotAllowed:
    """Who has come in, and asks for what they may not have."""

    def test_every_address(self, app: FastAPI, stranger: TestClient, store: Store, sam: str) -> None:
        """Each answer 403 leaves one row with person, token and address, and no other answer does."""
        whose, refused = accesses(store), 0
        with store.connection() as connection:
            [(somebody,)] = connection.execute("select person from public.api_tokens").fetchall()
        for method, path in addresses(app):
            with store.connection() as connection:
                connection.execute("delete from public.sign_in_attempts")
            before = len(accesses(store))
            status = bearing(stranger, sam, path, method)
            written = [row for row in accesses(store)[before:] if row.kind == Kind.NOT_ALLOWED]
            assert len(written) == (1 if status == 403 else 0), (method, path, status)
            assert {(row.person, row.came_by) for row in written} <= {(somebody, CameBy.TOKEN)}
            refused += len(written)
        assert (whose, refused > 0) == ([], True)

    def test_what_others_decide(self, client: TestClient, store: Store, given: Given) -> None:
        """Somebody may not decide on what they entered: by which session, and at which address."""
        review = make(client, "reviews", partnership=str(given.partnership), reference="DHR7")["id"]
        made = make(client, "recommendations", review=review, label="R1", wording="Train staff")["id"]
        action = make(client, "actions", text="Train staff", recommendations=[made], due="2026-04-30")["id"]
        act(client, f"actions/{action}/extension-request", until="2026-05-30", reason="Ill")
        place = f"{API}/actions/{action}/extension-grant"
        answer = client.post(place, json={}, headers={"If-Match": "*"})
        assert answer.status_code == 403, answer.text
        [row] = accesses(store, Kind.NOT_ALLOWED)
        assert (row.address, row.person, row.came_by) == (place, given.administrator, CameBy.SESSION)

    def test_who_has_left(
        self, client: TestClient, program: TestClient, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """By their token, or by a session that goes on in a browser."""
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        assert client.get("/actions").status_code == 403
        assert program.get(ACTIONS).status_code == 403
        session, token = accesses(tracker.store, Kind.NOT_ALLOWED)
        assert (session.person, session.came_by) == (given.administrator, CameBy.SESSION)
        assert (token.person, token.came_by) == (given.administrator, CameBy.TOKEN)

    def test_a_form_of_another_site(self, client: TestClient, store: Store) -> None:
        """It is written down with the session that it would have used."""
        assert client.post("/sessions", data={}, headers=ELSEWHERE).status_code == 403
        signed_in, refused = accesses(store)
        assert (refused.kind, refused.way_in) == (Kind.FORM_REFUSED, signed_in.way_in)
        assert (refused.person, refused.address) == (signed_in.person, "/sessions")

    def test_where_it_cannot_be_written(self, stranger: TestClient, store: Store) -> None:
        """Nobody is let in for that; the fault is told."""
        forget_nothing_more(store)
        assert bearing(stranger, "some-secret") == 500
