"""An identity provider that runs, browsers that go to it, and somebody who is invited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from domain.provenance import Provenance
from domain.settings import Settings
from domain.sign_in import INVITATION_KEY, secret_of_invitation
from domain.store.application import Store
from domain.tracker import Tracker, invitation, person
from tests.api.by_provider.provider_for_tests import CLIENT, SECRET, ProviderForTests
from tests.api.conftest import BASE_URL, Clock, Given

ACTIONS, GO, ANSWER = "/api/v1/actions", "/sign-in/provider", "/sign-in/provider/answer"
NAME = "Westonbury account"
NOT_BELIEVED = "could not be verified, so nobody was signed in"
ELSEWHERE = "This sign-in was not begun in this browser, or more than ten minutes ago"
UNAVAILABLE = "Nobody can sign in with Westonbury account just now"
NEWEST = """
    select id from public.sign_in_links where person = %s and invitation and not withdrawn and used_at is null
"""
LINKED = "select issuer, subject, person from public.linked_identities order by linked_at"
EVERYTHING = """
    select one::text from public.linked_identities one
    union all
    select one::text from public.sessions one
    union all
    select one::text from public.sign_in_attempts one
"""


@pytest.fixture
def provider(clock: Clock) -> Iterator[ProviderForTests]:
    """An identity provider that runs."""
    with ProviderForTests(clock).running() as running:
        yield running


@pytest.fixture
def settings(settings: Settings, provider: ProviderForTests) -> Settings:
    """Settings of a tracker that this provider knows."""
    of_provider = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return settings.model_copy(update={**of_provider, "oidc_name": NAME})


@dataclass
class Browser:
    """A browser, and the provider at which somebody agrees."""

    client: TestClient
    provider: ProviderForTests

    def go(self, invitation: str = "") -> str:
        """The address at the provider to which the tracker leads."""
        answer = self.client.post(GO, data={"invitation": invitation})
        assert answer.status_code == 200, answer.text
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found
        return unescape(found[1])

    def come_back(self, answer: dict[str, str]) -> Response:
        """Come back with the answer of the provider."""
        return self.client.get(ANSWER, params=answer)

    def sign_in(self, invitation: str = "") -> Response:
        """All the way."""
        return self.come_back(self.provider.agree(self.go(invitation)))

    def refused(self, answer: Any, sentence: str, status: int = 403) -> None:
        """Nobody is signed in: the page says why, and offers the code as well."""
        text = unescape(answer.text)
        assert (answer.status_code, sentence in text) == (status, True), text.partition("<main")[2]
        assert "Send me a code" in text
        assert "dhr" not in self.client.cookies


@pytest.fixture
def browser(stranger: TestClient, provider: ProviderForTests) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(stranger, provider)


@pytest.fixture
def another(app: FastAPI, provider: ProviderForTests) -> Browser:
    """Another one."""
    return Browser(TestClient(app, base_url=BASE_URL, follow_redirects=False), provider)


@pytest.fixture
def ada(tracker: Tracker, given: Given, entered: Provenance) -> str:
    """The secret of an invitation of the administrator."""
    return invited(tracker, given.administrator, entered)


@pytest.fixture
def sam(tracker: Tracker, entered: Provenance) -> UUID:
    """Somebody else in the directory."""
    return person.add(tracker, person.Details("Sam", "sam@example.org"), by=entered)


@pytest.fixture
def linked(another: Browser, ada: str) -> None:
    """The administrator's account is linked."""
    assert another.sign_in(ada).status_code == 303


def invited(tracker: Tracker, who: UUID, by: Provenance) -> str:
    """Invite a person: the secret of the link."""
    invitation.invite(tracker, who, by=by)
    with tracker.store.connection() as connection:
        [(identity,)] = connection.execute(NEWEST, [who]).fetchall()
    return secret_of_invitation(tracker.store.master_key.derived(INVITATION_KEY), identity)


def links(store: Store) -> list[tuple[Any, ...]]:
    """Which accounts are linked to whom."""
    with store.connection() as connection:
        return connection.execute(LINKED).fetchall()
