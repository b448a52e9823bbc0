"""The page on which somebody makes a token for a program, is told it once, and revokes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access import Who
from api.pages.tokens import whose
from api.sessions import issue_link, issue_token, make_administrator
from domain.access_log import Kind
from domain.clocks import london_day
from domain.provenance import Provenance
from domain.standing import Held, Standing
from domain.store.application import Store
from domain.tracker import Tracker, person
from domain.vocabulary import Role
from tests.api.accesses import accesses
from tests.api.conftest import BASE_URL, BEGIN, Given
from tests.api.pages.visiting import Page, visit
from tests.api.rest.asking import API

TOKENS = "/tokens"
FORM = {"name": "Figures for the board", "roles": [Role.ADMINISTRATOR], "days": "90"}


def filled_in(client: TestClient, **typed: Any) -> dict[str, Any]:
    """What the form that makes a token would send."""
    form = visit(client, TOKENS).tree.get_element_by_id("main-content").xpath(".//form[@novalidate]")[0]
    return {"key": form.fields["key"], **FORM, **typed}


def made(client: TestClient, **typed: Any) -> Page:
    """The page on which a new token is told."""
    answer = client.post(TOKENS, data=filled_in(client, **typed))
    assert answer.status_code == 200
    return Page(answer)


def secret_on(page: Page) -> str:
    """The secret that a page tells."""
    return str(page.tree.get_element_by_id("secret").text.strip())


def works(app: FastAPI, secret: str) -> bool:
    """Whether a token lets a program in."""
    program = TestClient(app, base_url=BASE_URL, headers={"Authorization": f"Bearer {secret}"})
    return program.get(f"{API}/actions").status_code == 200


@pytest.fixture
def others(store: Store, tracker: Tracker, entered: Provenance, catch_up: Callable[[], None]) -> UUID:
    """A token of another administrator."""
    somebody, identity = person.add(tracker, person.Details("Sam"), by=entered), uuid4()
    make_administrator(store, somebody, now=BEGIN)
    issue_token(store, somebody, "Theirs", now=BEGIN, identity=identity)
    catch_up()
    return identity


def test_where_it_is(client: TestClient) -> None:
    """One's own page leads to it."""
    assert TOKENS in visit(client, "/sessions").links.values()


def test_making_one(app: FastAPI, client: TestClient) -> None:
    """It is told once, works at once, and is listed without its secret."""
    secret = secret_on(made(client))
    assert works(app, secret)
    page = visit(client, TOKENS)
    assert secret not in page.answer.text
    [row] = page.table()[1:]
    assert row[:4] == [
        "Figures for the board",
        "administrator",
        "2 March 2026 at 09:30",
        "31 May 2026 at 10:30",
    ]
    assert row[4] == "2 March 2026 at 09:30"


def test_no_address_leads_to_it(client: TestClient) -> None:
    """Neither the address of the answer nor Back or reload by GET shows it, and no browser keeps a copy."""
    answer = client.post(f"{TOKENS}?sent=1", data=filled_in(client))
    secret = secret_on(Page(answer))
    assert answer.headers["cache-control"] == "no-store"
    assert secret not in str(answer.url)
    assert secret not in client.get(str(answer.url)).text


def test_a_double_click(client: TestClient, store: Store) -> None:
    """One token, one row in the access log; the second answer says that the secret was shown on the first."""
    form = filled_in(client)
    secret = secret_on(Page(client.post(TOKENS, data=form)))
    second = client.post(TOKENS, data=form)
    assert (second.status_code, secret in second.text) == (409, False)
    assert "not shown twice" in Page(second).errors[0]
    assert len(visit(client, TOKENS).table()) == 2
    assert len(accesses(store, Kind.TOKEN_MADE)) == 1


def test_as_its_person(client: TestClient, store: Store) -> None:
    """Beside the roles the form offers that it acts as its person, which is chosen by itself."""
    made(client, roles=[Role.COORDINATOR])
    made(client, roles=[Role.COORDINATOR, "owner"])
    with store.connection() as connection:
        rows = connection.execute(
            "select roles from public.api_tokens order by cardinality(roles)"
        ).fetchall()
    assert [set(roles) for (roles,) in rows] == [{Role.COORDINATOR}, {Role.COORDINATOR, "owner"}]
    assert "Yourself, as the owner of your actions" in visit(client, TOKENS).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Say which program it is for."),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": [Role.CHAIR]}, "You can give it only roles that you hold yourself."),
        ({"days": ""}, "Choose how long it works."),
        ({"days": "36500"}, "Choose how long it works."),
    ],
)
def test_what_is_wrong(client: TestClient, typed: dict[str, Any], sentence: str) -> None:
    """The form says it, and keeps what was typed."""
    answer = client.post(TOKENS, data=filled_in(client, **typed))
    page = Page(answer)
    assert (answer.status_code, page.errors) == (422, [sentence])
    assert page.tree.get_element_by_id("name").value == typed.get("name", FORM["name"])
    assert page.title.startswith("Error: ")


class TestRevoking:
    """Its owner or an administrator; nobody else learns that there is one."""

    def test_ones_own(self, app: FastAPI, client: TestClient, store: Store) -> None:
        """It works no longer, is no longer listed, and stands in the access log; once."""
        secret = secret_on(made(client))
        place = visit(client, TOKENS).form.get("action")
        for _ in range(2):
            assert client.post(place).headers["location"] == "/tokens?done=revoked"
        assert not works(app, secret)
        assert "revoked" in visit(client, "/tokens?done=revoked").text
        assert not visit(client, TOKENS).tree.find_class("app-table")
        made_one, revoked = accesses(store, Kind.TOKEN_MADE) + accesses(store, Kind.TOKEN_REVOKED)
        assert (revoked.about, str(revoked.about)) == (made_one.about, place.split("/")[2])

    def test_by_an_administrator(self, client: TestClient, others: UUID, store: Store, given: Given) -> None:
        """Sees whose they are, and may revoke them."""
        page = visit(client, TOKENS)
        assert page.table()[1][:3] == ["Theirs", "Sam", "All that its person holds"]
        assert client.post(f"{TOKENS}/{others}/revocation").status_code == 303
        [row] = accesses(store, Kind.TOKEN_REVOKED)
        assert (row.about, row.person) == (others, given.administrator)

    def test_whose(self, given: Given) -> None:
        """All but administrators of the installation see and revoke their own alone."""
        held = frozenset(Held(one, given.partnership) for one in (Role.COORDINATOR, Role.ADMINISTRATOR))
        for administrator, of in ((False, given.administrator), (True, None)):
            standing = Standing(given.administrator, administrator=administrator, held=held)
            who = Who(given.administrator, "", "", "", standing, token=False, today=london_day(BEGIN))
            assert whose(who) == of

    def test_one_that_is_not_there(self, client: TestClient) -> None:
        """An id of no token, and what is no id, lead nowhere; another's token is told of in the same way."""
        assert client.post(f"{TOKENS}/{uuid4()}/revocation").status_code == 404
        assert client.post(f"{TOKENS}/none/revocation").status_code == 404

    def test_looking_revokes_nothing(self, client: TestClient, others: UUID) -> None:
        """There is nothing to be got at the address of the button."""
        assert client.get(f"{TOKENS}/{others}/revocation").status_code in (404, 405)
        assert len(visit(client, TOKENS).table()) == 2


class TestFromElsewhere:
    """Neither another site nor a program makes or revokes one."""

    @pytest.mark.parametrize("path", [TOKENS, "/tokens/{others}/revocation"])
    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
    )
    def test_another_site(self, client: TestClient, others: UUID, path: str, headers: dict[str, str]) -> None:
        """With the cookie of somebody who is signed in, it is refused."""
        answer = client.post(path.format(others=others), data=filled_in(client), headers=headers)
        assert answer.status_code == 403
        assert len(visit(client, TOKENS).table()) == 2

    def test_a_program(self, program: TestClient, token: str, others: UUID, store: Store) -> None:
        """A token that was stolen makes no others that outlive it, and does not see which there are."""
        for answer in (
            program.get(TOKENS),
            program.post(TOKENS, data=FORM),
            program.post(f"{TOKENS}/{others}/revocation"),
        ):
            assert (answer.status_code, "Theirs" in answer.text) == (403, False)
        assert accesses(store, Kind.TOKEN_MADE) + accesses(store, Kind.TOKEN_REVOKED) == []


def test_of_nobody(stranger: TestClient, store: Store, given: Given) -> None:
    """Whoever is not signed in is led to where they can."""
    assert stranger.get(TOKENS).headers["location"] == "/sign-in?next=/tokens"
    stranger.post(f"/set-up/{issue_link(store, given.administrator, now=BEGIN)}")
    assert stranger.get(TOKENS).status_code == 200
