"""An account of an identity provider is linked by an invitation; from then on it alone signs in."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import issue_link, make_administrator
from domain.access_log import CameBy, Kind
from domain.person import Person
from domain.provenance import Provenance
from domain.settings import Settings
from domain.store.application import Store
from domain.tracker import Tracker, invitation
from tests.api.accesses import accesses
from tests.api.by_provider.conftest import (
    ACTIONS,
    ANSWER,
    GO,
    NAME,
    Browser,
    invited,
    links,
)
from tests.api.by_provider.provider_for_tests import ProviderForTests
from tests.api.conftest import BEGIN, Clock, Given


class TestLinking:
    """The first time, by an invitation."""

    def test_by_an_invitation(self, browser: Browser, ada: str, store: Store, given: Given) -> None:
        """It is accepted and the account linked at once; the session is one as any other."""
        page = browser.client.get(f"/set-up/{ada}").text
        assert f"Accept with {NAME}" in page
        answer = browser.sign_in(ada)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert browser.client.get(ACTIONS).status_code == 200
        assert links(store) == [(browser.provider.issuer, "subject-1", given.administrator)]
        assert store.log.of(given.administrator)[-1].topic == "person.invitation_accepted"
        assert browser.client.get(f"/set-up/{ada}").status_code == 410

    def test_what_auditors_read(self, browser: Browser, ada: str, store: Store, given: Given) -> None:
        """That an account was linked and signed somebody in: once, and not what the account is."""
        browser.sign_in(ada)
        browser.sign_in()
        linked, *signed_in = accesses(store)
        assert (linked.kind, linked.person) == (Kind.ACCOUNT_LINKED, given.administrator)
        assert linked.came_by == CameBy.PROVIDER
        assert [row.kind for row in signed_in] == [Kind.SIGNED_IN] * 2
        assert "subject-1" not in str(accesses(store))

    @pytest.mark.usefixtures("linked")
    def test_from_then_on(self, browser: Browser, store: Store) -> None:
        """The account alone is enough; nothing is recorded in the log."""
        last = store.log.last_position()
        assert browser.sign_in().is_redirect
        assert browser.client.get(ACTIONS).status_code == 200
        assert store.log.last_position() == last

    @pytest.mark.parametrize("said", [{}, {"email": "ada@example.org", "email_verified": True}])
    def test_an_account_that_nobody_linked(
        self, browser: Browser, store: Store, tracker: Tracker, said: dict[str, Any]
    ) -> None:
        """It is told to ask for an invitation, whatever it says of an e-mail address."""
        before = store.log.last_position()
        browser.provider.said = said
        browser.refused(browser.sign_in(), "Ask the coordinator of your partnership for an invitation")
        assert (links(store), store.log.last_position()) == ([], before)

    @pytest.mark.usefixtures("linked")
    def test_the_same_subject_of_another_issuer(self, browser: Browser, app: FastAPI, clock: Clock) -> None:
        """It is another account."""
        with ProviderForTests(clock).running() as other:
            update = {"oidc_issuer": other.issuer}
            app.state.settings = app.state.settings.model_copy(update=update)
            browser.provider = other
            browser.refused(browser.sign_in(), "Nobody here signs in with this account yet")

    @pytest.mark.usefixtures("linked")
    def test_an_account_of_somebody_else(
        self, browser: Browser, sam: UUID, tracker: Tracker, entered: Provenance
    ) -> None:
        """It stays theirs; the invitation is not used up, and the page leads back to it."""
        store = tracker.store
        secret = invited(tracker, sam, entered)
        answer = browser.sign_in(secret)
        browser.refused(answer, "Somebody else signs in here with this account")
        assert f'href="/set-up/{secret}"' in answer.text
        assert len(links(store)) == 1
        browser.provider.subject = "subject-2"
        assert browser.sign_in(secret).is_redirect
        assert [row[1:] for row in links(store)][-1] == ("subject-2", sam)

    @pytest.mark.usefixtures("linked")
    def test_an_account_of_who_has_left(
        self, browser: Browser, sam: UUID, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """Whoever comes back as a new person of the directory brings it along, by an invitation."""
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        assert browser.sign_in(invited(tracker, sam, entered)).is_redirect
        assert links(tracker.store) == [(browser.provider.issuer, "subject-1", sam)]

    @pytest.mark.usefixtures("linked")
    def test_the_same_account_again(
        self, browser: Browser, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """Another invitation of the same person is accepted with the account that they have."""
        assert browser.sign_in(invited(tracker, given.administrator, entered)).is_redirect
        assert len(links(tracker.store)) == 1

    def test_an_invitation_that_works_no_longer(
        self, browser: Browser, ada: str, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """Neither when they go to the provider nor when it was withdrawn on the way."""
        answer = browser.provider.agree(browser.go(ada))
        invitation.withdraw(tracker, given.administrator, by=entered)
        browser.refused(browser.come_back(answer), "This invitation has been used, or works no longer")
        for secret in (ada, "made-up"):
            refused = browser.client.post(GO, data={"invitation": secret})
            browser.refused(refused, "This invitation has been used, or works no longer")
            assert "Go back to your invitation" not in refused.text
        assert links(tracker.store) == []

    def test_a_link_of_the_command_line_links_nothing(
        self, browser: Browser, store: Store, given: Given
    ) -> None:
        """An account is linked by an invitation alone."""
        token = issue_link(store, given.administrator, now=BEGIN)
        assert NAME not in browser.client.get(f"/set-up/{token}").text
        refused = browser.client.post(GO, data={"invitation": token})
        browser.refused(refused, "This invitation has been used, or works no longer")


class TestWho:
    """Who comes in, and where they land."""

    @pytest.mark.usefixtures("linked")
    def test_who_has_left(
        self, browser: Browser, tracker: Tracker, given: Given, entered: Provenance
    ) -> None:
        """Their account lets nobody in any more."""
        tracker.change(Person.leave, Person, given.administrator, by=entered)
        browser.refused(browser.sign_in(), "The directory says that you have left")

    @pytest.mark.usefixtures("linked")
    def test_leads_to_what_was_wanted(self, browser: Browser) -> None:
        """Through the detour by the provider."""
        browser.client.get("/sign-in?next=/actions%3Foverdue%3Dtrue")
        assert browser.sign_in().headers["location"] == "/actions?overdue=true"

    @pytest.mark.usefixtures("linked")
    def test_leads_nowhere_else(self, browser: Browser) -> None:
        """Signing in never leads to another site, whatever the provider is made to say."""
        browser.client.get("/sign-in?next=https://evil.example")
        answer = browser.provider.agree(browser.go())
        assert browser.come_back({**answer, "next": "https://evil.example"}).headers["location"] == "/"

    @pytest.mark.usefixtures("linked")
    def test_an_account_that_was_unlinked(self, browser: Browser, another: Browser) -> None:
        """It is listed where one is signed in, and unlinked there; it lets nobody in from then on."""
        page = another.client.get("/sessions").text
        assert "127.0.0.1" in page
        [account] = re.findall(r'name="account" value="([^"]+)"', page)
        for _ in range(2):
            answer = another.client.post("/sessions/unlinking", data={"account": account})
            assert (answer.status_code, answer.headers["location"]) == (303, "/sessions?done=unlinked")
        assert "no longer linked" in another.client.get("/sessions?done=unlinked").text
        browser.refused(browser.sign_in(), "Nobody here signs in with this account yet")

    @pytest.mark.usefixtures("linked")
    def test_the_accounts_of_others(
        self, browser: Browser, another: Browser, sam: UUID, tracker: Tracker
    ) -> None:
        """Nobody sees them, and nobody unlinks them."""
        [account] = re.findall(r'name="account" value="([^"]+)"', another.client.get("/sessions").text)
        make_administrator(tracker.store, sam, now=BEGIN)
        browser.client.post(f"/set-up/{issue_link(tracker.store, sam, now=BEGIN)}")
        assert account not in browser.client.get("/sessions").text
        for said in (account, str(uuid4()), "x", ""):
            browser.client.post("/sessions/unlinking", data={"account": said})
        assert len(links(tracker.store)) == 1


class TestNone:
    """An installation without an identity provider."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """None is set."""
        return settings.model_copy(update={"oidc_issuer": None})

    def test_nothing_leads_there(self, stranger: TestClient, ada: str) -> None:
        """No button, and no address."""
        for page in ("/sign-in", f"/set-up/{ada}"):
            assert GO not in stranger.get(page).text
        assert stranger.post(GO).status_code == 404
        assert stranger.get(ANSWER).status_code == 404
