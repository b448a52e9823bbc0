"""Every address of the running application, asked by one of every role: who is let in, and who is not.

The table stands in `role_table`. Let in is who is answered neither 401, 403 nor 404: also who is told that a
body is not complete (422), a version missing (428) or another one (412), as only they are told that much. Who
is not let in gets 403 or 404, and nothing is recorded; whoever has not signed in gets 401, or is led to the
page for signing in. What they may not see of a case is not there: 404.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.sessions import issue_link, issue_token
from domain.settings import Settings
from domain.store.application import Store
from domain.store.embedded import Server
from tests.api.conftest import BASE_URL, BEGIN, Clock, FollowedViews, Prepared, of_web
from tests.api.rest.test_commands import CASES
from tests.api.role_table import addresses, commands
from tests.api.role_table.people import EVERYBODY, SIGNED_IN, STRANGER, Stage, set_up
from tests.api.role_table.who import Row
from tests.api.test_access import patterns
from tests.conftest import database
from tests.soaking import SOAKING

OF_COMMANDS = commands.rows()
TABLE: dict[str, Row] = {**OF_COMMANDS, **dict(addresses.rows())}
FORMS = [address for address in OF_COMMANDS if "/api/" not in address]
ALIKE = FORMS + [address for address in TABLE if address.endswith((".csv", ".xlsx"))]
"""What the same code guards as a command as JSON, or as a list."""
CASE_WORDS = ("reviews", "recommendations", "actions")
LET_IN, REFUSED = "let in", "refused"
SIGNS_OUT = ("/sign-out", "/sessions", "/people/{identity}/sign-out")
A_VERSION_THAT_IS_NOT = {"If-Match": '"99999"'}


class Place(NamedTuple):
    """An installation for the whole module, and what stands in it."""

    app: FastAPI
    store: Store
    stage: Stage


@pytest.fixture(scope="module")
def place(postgres: Server, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """An installation with one person of every role."""
    with database(postgres, "every_role", prepared.name) as url:
        store = Store(url, prepared.master_key)
        stage, views = set_up(store), FollowedViews(store)
        views.projector.catch_up()
        settings = Settings(data=tmp_path_factory.mktemp("roles"), base_url=BASE_URL)
        with closing(of_web(store)) as serving:
            yield Place(create_app(settings, serving, views, clock=Clock()), store, stage)
        views.close()
        store.close()


class Asking:
    """Somebody who asks at every address."""

    def __init__(self, place: Place, who: str) -> None:
        self.place, self.who = place, who
        self.client = TestClient(
            place.app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False
        )
        self.sign_in()

    def sign_in(self) -> None:
        """Begin a session, again after one was ended."""
        if self.who != STRANGER:
            link = issue_link(self.place.store, self.place.stage.people[self.who], now=BEGIN)
            assert self.client.post(f"/set-up/{link}").status_code == 303

    def answer(self, address: str, *, second: bool) -> str:
        """What becomes of them there: `LET_IN` or `REFUSED`, or what is wrong besides."""
        method, _, pattern = address.partition(" ")
        before = self.place.store.log.last_position()
        answer = self.client.request(method, self._filled(pattern, second=second), **self._body(address))
        if answer.status_code >= 500 and pattern != "/readyz":
            return f"failed with {answer.status_code}"
        if not self._refuses(answer):
            if pattern in SIGNS_OUT:
                self.sign_in()
            return LET_IN
        if self.place.store.log.last_position() != before:
            return "refused, and something was recorded"
        is_told = is_of_a_case(address) and self.who != STRANGER and answer.status_code != 404
        return f"told {answer.status_code} of what is not there" if is_told else REFUSED

    def _refuses(self, answer: Any) -> bool:
        to_sign_in = answer.headers.get("location", "").startswith("/sign-in")
        return answer.status_code in (401, 403, 404) or (self.who == STRANGER and to_sign_in)

    def _filled(self, pattern: str, *, second: bool) -> str:
        stage, things = self.place.stage, pattern.removeprefix("/api/v1").split("/")[1]
        case = stage.unpublished if second else stage.published
        known: dict[str, UUID] = {"partnerships": stage.home, "agencies": stage.lead}
        known |= {word: getattr(case, word) for word in CASE_WORDS}
        known["people"] = stage.former if second else stage.people.get(self.who, stage.former)
        path = pattern.replace("{identity}", str(known.get(things, uuid4())))
        path = path.replace("{position}", str(stage.unpublished.last_position))
        return re.sub(r"\{\w+\}", str(uuid4()), path)

    def _body(self, address: str) -> dict[str, Any]:
        method, _, pattern = address.partition(" ")
        if method in ("GET", "HEAD", "DELETE"):
            return {}
        if not pattern.startswith("/api/"):
            return {"data": {"noun": "owner"}}
        things, _, noun = pattern.removeprefix("/api/v1/").partition("/{identity}/")
        case = CASES.get((things, noun))
        body = self._named(case.body) if case else {}
        # Nobody would coordinate a new partnership, and the administrator of the installation stand in.
        body |= {"code": "WAL"} if pattern == "/api/v1/partnerships" else {}
        return {"json": body, "headers": A_VERSION_THAT_IS_NOT}

    def _named(self, value: Any) -> Any:
        """The body of a case of a command, with ids of what stands here."""
        if isinstance(value, dict):
            return {name: self._named(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._named(one) for one in value]
        return self._identity(value[1:-1]) if isinstance(value, str) and value.startswith("{") else value

    def _identity(self, name: str) -> str:
        stage = self.place.stage
        known = {"partnership": stage.home, "council": stage.lead, "police": stage.supporting}
        known |= {name: getattr(stage.unpublished, f"{name}s") for name in ("review", "recommendation")}
        return str(known.get(name, stage.people["owner"]))


def is_of_a_case(address: str) -> bool:
    """Whether an address shows something of a review, and is no command."""
    things = address.partition(" ")[2].removeprefix("/api/v1").split("/")[1]
    return things in CASE_WORDS and "{identity}" in address and address not in OF_COMMANDS


def asked(address: str, who: str) -> Iterator[bool]:
    """With the ids of which review each address is asked for: here, or also there.

    In the short run a third of the roles ask for each form and each file, where the same code lets them in
    as for the command or the list in JSON, for which everybody asks; `make soak` asks for everything.
    """
    if address in ALIKE and not SOAKING and not_in_turn(address, who):
        return
    yield False
    if "{identity}" in address and TABLE[address].first != TABLE[address].second:
        yield True


def not_in_turn(address: str, who: str) -> bool:
    """Whether others ask for this in the short run."""
    return bool((ALIKE.index(address) + EVERYBODY.index(who)) % 3)


def test_every_address_stands_in_the_table(every_address: FastAPI) -> None:
    """What is missing from it fails, and so does a line for an address that is no longer there."""
    there = {f"{method} {pattern}" for method, pattern in patterns(every_address)}
    assert len(there) > 350
    assert sorted(there - TABLE.keys()) == []
    assert sorted(TABLE.keys() - there) == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_address(place: Place, who: str) -> None:
    """They are let in where the table says so, and nowhere else."""
    asking, wrong = Asking(place, who), dict[str, str]()
    for address, row in TABLE.items():
        for second in asked(address, who):
            expected = LET_IN if who in (row.second if second else row.first) else REFUSED
            found = asking.answer(address, second=second)
            if found != expected:
                wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_token_opens_what_its_person_may_see(place: Place, who: str) -> None:
    """A program with a token of somebody is let in to the things of reviews where they are, only there."""
    asking = Asking(place, who)
    token = issue_token(place.store, place.stage.people[who], "Tests", now=BEGIN)
    asking.client = TestClient(
        place.app,
        base_url=BASE_URL,
        raise_server_exceptions=False,
        headers={"Authorization": f"Bearer {token}"},
    )
    for things in CASE_WORDS:
        address = f"GET /api/v1/{things}/{{identity}}"
        for second in (False, True):
            row = TABLE[address]
            expected = LET_IN if who in (row.second if second else row.first) else REFUSED
            assert asking.answer(address, second=second) == expected, (address, second)
