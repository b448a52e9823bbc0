"""Whoever comes in, is not let in, or goes, stands in the access log, and nobody who is not known here."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api.noting import bare_address
from api.sessions import issue_link
from domain.access_log import CameBy, Kind
from domain.sign_in import CODES_OF_AN_ADDRESS, NOTED_OF_ONE, WRONG_OF_A_SOURCE
from domain.store.application import Store
from tests.api.accesses import accesses
from tests.api.conftest import BASE_URL, BEGIN, Clock, Given
from tests.api.test_sign_in_codes import (
    ADA,
    ASK,
    NOBODY,
    TYPE,
    a_wrong_one,
    another,
    arrived,
    ask,
    code_in,
    typed,
)

__all__ = ["another", "arrived"]

Mails = Callable[[], list[EmailMessage]]


class TestComingIn:
    """One row for each time."""

    def test_by_a_link(self, stranger: TestClient, store: Store, given: Given, link: str) -> None:
        """Who, how, at which moment, and by which session from then on."""
        stranger.get(link)
        stranger.post(link)
        [row] = accesses(store)
        assert (row.kind, row.person, row.came_by, row.at) == (
            Kind.SIGNED_IN,
            given.administrator,
            CameBy.LINK,
            BEGIN,
        )
        with store.connection() as connection:
            assert connection.execute("select id from public.sessions").fetchall() == [(row.way_in,)]

    def test_by_a_code(self, stranger: TestClient, store: Store, arrived: Mails, given: Given) -> None:
        """That it was asked for is no row yet; that it was used is one."""
        ask(stranger)
        [mail] = arrived()
        assert accesses(store) == []
        assert typed(stranger, code_in(mail)) == ""
        [row] = accesses(store)
        assert (row.kind, row.came_by, row.person) == (Kind.SIGNED_IN, CameBy.CODE, given.administrator)

    def test_from_where(self, app: FastAPI, store: Store, given: Given) -> None:
        """Of two places one can tell that they are two, and not where they are."""
        for host in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
            browser = TestClient(app, base_url=BASE_URL, follow_redirects=False, client=(host, 50_000))
            browser.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
        first, again, elsewhere = (bytes(row.source) for row in accesses(store))
        assert first == again != elsewhere
        assert "192.0.2" not in str(accesses(store))


class TestNotLetIn:
    """What was tried, and why it failed."""

    def test_a_wrong_code(self, stranger: TestClient, store: Store, arrived: Mails, given: Given) -> None:
        """Of somebody known: who it would have been."""
        ask(stranger)
        [mail] = arrived()
        typed(stranger, a_wrong_one(code_in(mail)))
        [row] = accesses(store, Kind.CODE_REFUSED)
        assert (row.person, row.whose) == (given.administrator, None)
        assert row.why == "That is not the code. You can try 4 times more."

    def test_of_nobody(self, stranger: TestClient, store: Store, arrived: Mails) -> None:
        """An address that nobody has is a hash, the same each time, and stands nowhere in words."""
        for _ in range(2):
            ask(stranger, NOBODY)
            arrived()
            typed(stranger, "000000")
        first, second = accesses(store, Kind.CODE_REFUSED)
        assert (first.person, first.whose is not None) == (None, True)
        assert first.whose == second.whose
        assert "nobody" not in str(accesses(store))

    def test_too_often(self, stranger: TestClient, store: Store) -> None:
        """Whoever asks for too many codes is written down once that is refused."""
        for _ in range(CODES_OF_AN_ADDRESS.times):
            ask(stranger)
        assert accesses(store) == []
        assert stranger.post(ASK, data={"email": ADA}).status_code == 429
        assert [row.kind for row in accesses(store)] == [Kind.SIGN_IN_REFUSED]

    def test_a_link_that_was_used(
        self, another: TestClient, client: TestClient, store: Store, link: str, given: Given
    ) -> None:
        """Whose link it was, and that it was used."""
        another.post(link)
        row = accesses(store)[-1]
        assert (row.kind, row.person) == (Kind.SIGN_IN_REFUSED, given.administrator)
        assert (row.why, row.address) == ("This link is used.", "/set-up/{token}")

    def test_a_link_that_nobody_made(self, stranger: TestClient, store: Store) -> None:
        """Its secret stands nowhere."""
        stranger.post("/set-up/some-secret")
        [row] = accesses(store)
        assert (row.person, "some-secret" in str(row)) == (None, False)

    def test_without_end(self, stranger: TestClient, store: Store, clock: Clock) -> None:
        """Whoever only wants to fill the disk fills two hundred rows an hour, and no more."""
        for _ in range(NOTED_OF_ONE + 20):
            stranger.post(TYPE, data={"code": "000000"})
        assert len(accesses(store)) == NOTED_OF_ONE
        clock.move(hours=1)
        stranger.post(TYPE, data={"code": "000000"})
        assert len(accesses(store)) == NOTED_OF_ONE + 1

    def test_every_wrong_code(self) -> None:
        """As many as there may be are written down."""
        assert WRONG_OF_A_SOURCE.times < NOTED_OF_ONE


class TestGoing:
    """A session's end is as much of interest as its beginning."""

    def test_signing_out(self, client: TestClient, store: Store) -> None:
        """The session that began is the one that ended; once."""
        client.post("/sign-out")
        client.post("/sign-out")
        came, went = accesses(store)
        assert (went.kind, went.way_in, went.person) == (Kind.SIGNED_OUT, came.way_in, came.person)

    def test_ended_from_elsewhere(
        self, another: TestClient, client: TestClient, store: Store, given: Given
    ) -> None:
        """Which session ended, and by which other one."""
        another.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
        client.post("/sessions", data={"session": ""})
        one, other, ended = accesses(store)
        assert (ended.kind, ended.about, ended.way_in) == (Kind.SESSION_ENDED, other.way_in, one.way_in)


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/actions", "words=a&page=2", "/actions?words=...&page=2"),
        ("/actions", "delivery=in+progress&rag=red", "/actions?delivery=in+progress&rag=red"),
        ("/actions", "partnership=WAL", "/actions?partnership=WAL"),
        ("/", "as_at=2026-03-31T09:00:00Z", "/?as_at=2026-03-31T09:00:00Z"),
        ("/log", "said_by=Rose", "/log?said_by=..."),
        ("/log", "Rose+Miller=1", "/log"),
        ("/log", "x=1%0A2", "/log?x=..."),
        ("/log/12", "since=looked", "/log/12?since=looked"),
    ],
)
def test_what_is_kept_of_an_address(path: str, query: str, said: str) -> None:
    """Ids, days, numbers and words of lists; nothing else that somebody may have typed."""
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    assert bare_address(Request({**scope, "server": ("testserver", 80), "scheme": "http"})) == said
