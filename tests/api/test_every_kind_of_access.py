"""Everything that the access log can say, done once: none of it is forgotten where it is to be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import linked_identities
from api.identity_provider import Identity
from api.sessions import issue_link
from domain.access_log import Kind
from domain.store.application import Store
from tests.api.accesses import accesses
from tests.api.conftest import BASE_URL, BEGIN, Given
from tests.api.rest.asking import API
from tests.api.test_sign_in_codes import TYPE


@dataclass(frozen=True)
class Scene:
    """A browser in which the administrator has signed in, and one in which nobody has."""

    client: TestClient
    stranger: TestClient
    store: Store
    given: Given

    @property
    def link(self) -> str:
        """Another one-time link of the administrator."""
        return f"/set-up/{issue_link(self.store, self.given.administrator, now=BEGIN)}"


def sign_out_one(on: Scene) -> None:
    """End a session in another browser."""
    on.stranger.post(on.link)
    on.client.post("/sessions", data={"session": ""})


def unlink(on: Scene) -> None:
    """Unlink an account that was linked, twice."""
    account = Identity("https://id.example.org", "1")
    linking = linked_identities.linking(account, on.given.administrator, now=BEGIN)
    with on.store.connection() as connection:
        connection.execute(*linking)
    [linked] = linked_identities.of_person(on.store, on.given.administrator)
    for _ in range(2):
        on.client.post("/sessions/unlinking", data={"account": str(linked.id)})


def make_token(on: Scene) -> None:
    """Make a token on its page."""
    said = {"name": "Figures", "days": "30", "roles": "administrator", "key": str(uuid4())}
    on.client.post("/tokens", data=said)


def revoke_token(on: Scene) -> None:
    """Revoke one."""
    make_token(on)
    with on.store.connection() as connection:
        [(identity,)] = connection.execute("select id from public.api_tokens").fetchall()
    on.client.post(f"/tokens/{identity}/revocation")


def read_review(on: Scene) -> None:
    """Be shown a review that is not published: the answer to opening it shows it."""
    on.client.post(f"{API}/reviews", json={"partnership": str(on.given.partnership), "reference": "DHR7"})


def send_no_plan(on: Scene) -> None:
    """Send a file that is no plan; its name names somebody."""
    on.client.post(f"{API}/imports", data={"review": "DHR7"}, files={"file": ("Ada.pdf", b"%PDF")})


DEEDS: Final[Mapping[Kind, Callable[[Scene], object]]] = {
    Kind.SIGNED_IN: lambda on: on.stranger.post(on.link),
    Kind.CODE_REFUSED: lambda on: on.stranger.post(TYPE, data={"code": "000000"}),
    Kind.SIGN_IN_REFUSED: lambda on: on.stranger.post("/set-up/some-secret"),
    Kind.TOKEN_REFUSED: lambda on: on.stranger.get(API, headers={"Authorization": "Bearer some-secret"}),
    Kind.FORM_REFUSED: lambda on: on.client.post("/tokens", headers={"Sec-Fetch-Site": "cross-site"}),
    Kind.FILE_REFUSED: send_no_plan,
    Kind.SIGNED_OUT: lambda on: on.client.post("/sign-out"),
    Kind.SESSION_ENDED: sign_out_one,
    Kind.SIGNED_OUT_EVERYWHERE: lambda on: on.client.post(f"/people/{on.given.chair}/sign-out"),
    Kind.ACCOUNT_UNLINKED: unlink,
    Kind.TOKEN_MADE: make_token,
    Kind.TOKEN_REVOKED: revoke_token,
    Kind.FILE_TAKEN: lambda on: on.client.get(f"{API}/people.csv"),
    Kind.HELD_TAKEN: lambda on: on.client.post(f"/people/{on.given.chair}/held"),
    Kind.REVIEW_READ: read_review,
}
SHOWN_ELSEWHERE: Final[Mapping[Kind, str]] = {
    Kind.NOT_ALLOWED: "test_refused_at_the_door.py::test_every_address",
    Kind.NOT_SHOWN: "test_not_shown.py::test_each_address",
    Kind.ACCOUNT_LINKED: "by_provider/test_linking.py::test_what_auditors_read",
    Kind.ADMINISTRATOR_MADE: "cli/test_directory_commands.py::test_what_the_access_log_says_of_it",
    Kind.ROLE_CHANGED: "pages/test_access_log.py::test_a_role",
}
"""What needs another stage than this; changes of roles stand in the log of events alone."""


@pytest.fixture
def scene(client: TestClient, app: FastAPI, store: Store, given: Given) -> Scene:
    """The two browsers."""
    return Scene(client, TestClient(app, base_url=BASE_URL, follow_redirects=False), store, given)


@pytest.mark.parametrize("kind", DEEDS)
def test_is_written_once(scene: Scene, kind: Kind) -> None:
    """One row more of its kind, with neither a name nor a secret in it."""
    before = len(accesses(scene.store, kind))
    DEEDS[kind](scene)
    written = accesses(scene.store, kind)[before:]
    assert [row.kind for row in written] == [kind]
    assert not any(word in str(written) for word in ("Ada", "Cora", "example.org", "some-secret"))


def test_none_is_forgotten() -> None:
    """Every kind stands in one of the two tables."""
    assert DEEDS.keys() | SHOWN_ELSEWHERE.keys() == set(Kind)
    for place in SHOWN_ELSEWHERE.values():
        file, _, name = place.partition("::")
        assert f"def {name}(" in (Path(__file__).parent / file).read_text(encoding="utf-8"), place
