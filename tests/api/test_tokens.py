"""What a token of a program may do, for how long, and for whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from api import tokens
from api.access import find_who
from api.refusals import MadeBefore
from api.repeating import Asked
from api.sessions import issue_token, make_administrator
from domain.access_log import CameBy
from domain.person import Person
from domain.provenance import Provenance
from domain.refusals import NotFound, Refused
from domain.sight import NOTHING
from domain.store.application import Store
from domain.tracker import Tracker
from domain.vocabulary import Role
from projections.sight import seen_by
from tests.api.conftest import BEGIN, Clock, Given
from tests.api.rest.asking import API

BOTH = (Role.ADMINISTRATOR, Role.COORDINATOR)


def asked(given: Given, key: UUID | None = None) -> Asked:
    """The form of the administrator, with a key."""
    return Asked(given.administrator, f"token {key or uuid4()}", "/tokens", "")


def made(store: Store, given: Given, *roles: str, days: str = "30") -> tokens.Made:
    """A token of the administrator."""
    wanted = tokens.wanted("Figures", roles, days, held=BOTH)
    return tokens.make(store, given.administrator, wanted, asked(given), now=BEGIN)


def status(browser: TestClient, secret: str, path: str = f"{API}/actions") -> int:
    """What a program with a token is answered."""
    return browser.get(path, headers={"Authorization": f"Bearer {secret}"}).status_code


class TestLettingIn:
    """It lets in with its roles until it ends."""

    def test_lets_in(self, stranger: TestClient, store: Store, given: Given) -> None:
        """With the role of an administrator one comes in."""
        assert status(stranger, made(store, given, Role.ADMINISTRATOR).secret) == 200

    def test_after_it_has_expired(
        self, stranger: TestClient, store: Store, given: Given, clock: Clock
    ) -> None:
        """From that moment on it lets nobody in."""
        secret = made(store, given, Role.ADMINISTRATOR).secret
        clock.move(days=30, seconds=-1)
        assert status(stranger, secret) == 200
        clock.move(seconds=1)
        assert status(stranger, secret) == 401

    def test_after_it_is_revoked(self, stranger: TestClient, store: Store, given: Given) -> None:
        """At once."""
        token = made(store, given, Role.ADMINISTRATOR)
        assert status(stranger, token.secret) == 200
        assert tokens.revoke(store, token.id, of=given.administrator, now=BEGIN)
        assert status(stranger, token.secret) == 401

    def test_with_fewer_roles(self, stranger: TestClient, store: Store, given: Given) -> None:
        """What its roles do not allow, their person's other roles do not either."""
        secret = made(store, given, Role.COORDINATOR).secret
        assert (status(stranger, secret), status(stranger, secret, "/metrics")) == (200, 403)

    def test_of_who_has_left(
        self, stranger: TestClient, store: Store, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """It is worth nothing."""
        secret = made(store, given, Role.ADMINISTRATOR).secret
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        assert status(stranger, secret) == 403


class TestRoles:
    """Those that are given to it, among those that its person holds."""

    @pytest.mark.parametrize(
        ("given_to_it", "has"),
        [
            (None, {Role.ADMINISTRATOR, Role.COORDINATOR}),
            ([Role.ADMINISTRATOR], {Role.ADMINISTRATOR}),
            ([Role.ADMINISTRATOR, Role.CHAIR], {Role.ADMINISTRATOR}),
        ],
    )
    def test_what_it_has(
        self, program: TestClient, store: Store, given: Given, given_to_it: list[str] | None, has: set[str]
    ) -> None:
        """Never more than they hold; without any said, all of them."""
        identity = uuid4()
        secret = issue_token(store, given.administrator, "", now=BEGIN, roles=given_to_it, identity=identity)
        headers = [(b"authorization", f"Bearer {secret}".encode())]
        with seen_by(NOTHING):
            who = find_who(Request({"type": "http", "headers": headers, "app": program.app}))
        assert who.roles == has
        assert (who.way_in, who.came_by, who.token) == (identity, CameBy.TOKEN, True)

    @pytest.mark.parametrize(
        ("roles", "owns"), [(None, True), ([Role.ADMINISTRATOR], False), ([*BOTH], False)]
    )
    def test_as_its_person(
        self, program: TestClient, store: Store, given: Given, roles: list[str] | None, *, owns: bool
    ) -> None:
        """It acts as the owner of actions, and on what is its person's, only where that was chosen."""
        for chosen, expected in ((roles, owns), (roles and [*roles, "owner"], True)):
            secret = issue_token(store, given.administrator, "", now=BEGIN, roles=chosen)
            headers = {"Authorization": f"Bearer {secret}"}
            answer = program.get(f"{API}/calendar-feeds", headers=headers)
            assert answer.status_code == (200 if expected else 403)

    def test_a_role_that_is_lost(self, stranger: TestClient, store: Store, given: Given) -> None:
        """Is lost to the token in the same moment."""
        secret = made(store, given, Role.ADMINISTRATOR).secret
        with store.connection() as connection:
            connection.execute("delete from public.administrators")
        assert status(stranger, secret, "/metrics") == 403
        make_administrator(store, given.administrator, now=BEGIN)
        assert status(stranger, secret, "/metrics") == 200


class TestMaking:
    """Once, and told once."""

    @pytest.mark.parametrize(
        ("name", "roles", "days", "field"),
        [
            (" ", BOTH, "30", "name"),
            ("x" * 101, BOTH, "30", "name"),
            ("Figures", (), "30", "roles"),
            ("Figures", ("chair",), "30", "roles"),
            ("Figures", BOTH, "", "days"),
            ("Figures", BOTH, "366", "days"),
            ("Figures", BOTH, "-1", "days"),
        ],
    )
    def test_what_it_cannot_be(self, name: str, roles: tuple[str, ...], days: str, field: str) -> None:
        """Without a name, a role or an end; with a role that its person has not."""
        with pytest.raises(Refused) as refusal:
            tokens.wanted(name, roles, days, held=BOTH)
        assert refusal.value.field == field

    def test_the_same_form_again(self, store: Store, given: Given) -> None:
        """It makes no other, and the secret is not told again: it is kept nowhere."""
        wanted, form = tokens.wanted("Figures", BOTH, "30", held=BOTH), asked(given)
        tokens.make(store, given.administrator, wanted, form, now=BEGIN)
        with pytest.raises(MadeBefore, match="not shown twice"):
            tokens.make(store, given.administrator, wanted, form, now=BEGIN)
        assert len(tokens.tokens_of(store)) == 1
        assert store.datastore.ask("select sealed from public.idempotency_keys") == [("",)]

    def test_at_the_same_moment(self, store: Store, given: Given) -> None:
        """Of many clicks at once one makes a token, and is told its secret."""
        wanted, form = tokens.wanted("Figures", BOTH, "30", held=BOTH), asked(given)

        def make(_: int) -> tokens.Made | None:
            try:
                return tokens.make(store, given.administrator, wanted, form, now=BEGIN)
            except MadeBefore:
                return None

        with ThreadPoolExecutor(4) as clicks:
            found = list(clicks.map(make, range(4)))
        assert [one is None for one in found].count(False) == 1
        assert len(tokens.tokens_of(store)) == 1

    def test_the_secret_is_not_kept(self, store: Store, given: Given) -> None:
        """The database has it in no words."""
        secret = made(store, given, Role.ADMINISTRATOR).secret
        for kept in (
            "select one::text from public.api_tokens one",
            "select one::text from public.idempotency_keys one",
        ):
            [row] = store.datastore.ask(kept)
            assert secret not in row[0]


class TestRevoking:
    """By whoever it belongs to."""

    def test_of_somebody_else(self, store: Store, given: Given) -> None:
        """It is as if it were not there."""
        token = made(store, given, Role.ADMINISTRATOR)
        with pytest.raises(NotFound):
            tokens.revoke(store, token.id, of=uuid4(), now=BEGIN)
        assert len(tokens.tokens_of(store, given.administrator)) == 1

    def test_twice(self, store: Store, given: Given) -> None:
        """The second time nothing happens, and the moment of the first stays."""
        token = made(store, given, Role.ADMINISTRATOR)
        assert tokens.revoke(store, token.id, of=None, now=BEGIN)
        assert not tokens.revoke(store, token.id, of=None, now=BEGIN + timedelta(days=1))
        assert store.datastore.ask("select revoked_at from public.api_tokens") == [(BEGIN,)]


def test_last_used(stranger: TestClient, store: Store, given: Given, clock: Clock) -> None:
    """When it was last used is known to the minute."""
    token = made(store, given, Role.ADMINISTRATOR)
    assert [one.last_used_at for one in tokens.tokens_of(store)] == [None]
    clock.move(hours=2)
    status(stranger, token.secret)
    clock.move(seconds=30)
    status(stranger, token.secret)
    assert [one.last_used_at for one in tokens.tokens_of(store)] == [BEGIN + timedelta(hours=2)]
