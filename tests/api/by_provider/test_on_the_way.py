"""On the way to the identity provider and back: one browser, one turn, ten minutes."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from api import limiting
from domain.settings import Settings
from domain.sign_in import TURNS_OF_A_SOURCE
from domain.store.application import Store
from tests.api.by_provider.conftest import (
    ANSWER,
    ELSEWHERE,
    EVERYTHING,
    GO,
    Browser,
)
from tests.api.by_provider.provider_for_tests import CLIENT, SECRET
from tests.api.conftest import BASE_URL, Clock


class TestOnTheWay:
    """What goes to the provider, and that it comes back into the browser that went, once, in time."""

    def test_what_the_provider_is_told(self, browser: Browser, ada: str) -> None:
        """Who asks, for the subject alone, with PKCE (S256), state and nonce."""
        words = dict(parse_qsl(urlsplit(browser.go()).query))
        assert words["response_type"] == "code"
        assert (words["client_id"], words["scope"]) == (CLIENT, "openid")
        assert words["redirect_uri"] == f"{BASE_URL}{ANSWER}"
        assert words["code_challenge_method"] == "S256"
        assert min(len(words[name]) for name in ("state", "nonce", "code_challenge")) >= 43
        assert "prompt" not in words
        again = dict(parse_qsl(urlsplit(browser.go(ada)).query))
        assert again["prompt"] == "select_account"
        assert not {again[name] for name in ("state", "nonce", "code_challenge")} & set(words.values())

    def test_the_cookie(self, browser: Browser) -> None:
        """Scripts cannot read it; it lasts ten minutes, and comes with links from elsewhere."""
        cookie = browser.client.post(GO).headers["set-cookie"].lower()
        assert cookie.startswith("dhr-provider=")
        for part in ("httponly", "samesite=lax", "max-age=600", "path=/"):
            assert part in cookie
        browser.sign_in()
        assert "dhr-provider" not in browser.client.cookies

    @pytest.mark.parametrize("state", ["", "forged", None])
    @pytest.mark.usefixtures("linked")
    def test_a_forged_state(self, browser: Browser, state: str | None) -> None:
        """Somebody else's answer is not taken; the provider is not even asked."""
        answer = {**browser.provider.agree(browser.go()), "state": state}
        asked = len(browser.provider.asked)
        sent = {name: value for name, value in answer.items() if value is not None}
        browser.refused(browser.come_back(sent), ELSEWHERE)
        assert len(browser.provider.asked) == asked

    @pytest.mark.usefixtures("linked")
    def test_another_browser(self, browser: Browser, another: Browser) -> None:
        """An answer for one browser is of no use in another, which may be on the way itself."""
        another.client.post("/sign-out")
        answer = browser.provider.agree(browser.go())
        another.refused(another.come_back(answer), ELSEWHERE)
        another.go()
        another.refused(another.come_back(answer), ELSEWHERE)
        assert browser.come_back(answer).is_redirect

    @pytest.mark.usefixtures("linked")
    def test_a_cookie_that_was_forged(self, browser: Browser) -> None:
        """What the browser holds was signed here."""
        answer = browser.provider.agree(browser.go())
        said, _, signature = browser.client.cookies["dhr-provider"].rpartition(".")
        other = f"{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
        for forged in (f"{said}.{other}", f"{said}A.{signature}", "W10.x", ""):
            browser.client.cookies.set("dhr-provider", forged, domain="testserver.local", path="/")
            browser.refused(browser.come_back(answer), ELSEWHERE)

    @pytest.mark.usefixtures("linked")
    def test_a_code_that_is_replayed(self, browser: Browser, another: Browser) -> None:
        """With the very cookie of the browser that used it: the provider takes a code once."""
        another.client.post("/sign-out")
        answer = browser.provider.agree(browser.go())
        held = browser.client.cookies["dhr-provider"]
        assert browser.come_back(answer).is_redirect
        another.client.cookies.set("dhr-provider", held)
        another.refused(another.come_back(answer), "You were not signed in with")

    @pytest.mark.usefixtures("linked")
    def test_ten_minutes(self, browser: Browser, clock: Clock) -> None:
        """Whoever comes back later begins again."""
        late = browser.provider.agree(browser.go())
        clock.move(minutes=10)
        browser.refused(browser.come_back(late), ELSEWHERE)
        in_time = browser.provider.agree(browser.go())
        clock.move(minutes=9)
        assert browser.come_back(in_time).is_redirect

    @pytest.mark.usefixtures("linked")
    def test_a_verifier_of_another_turn(self, browser: Browser) -> None:
        """A code that was got for another challenge is refused by the provider."""
        answer = browser.provider.agree(browser.go())
        browser.provider.codes[answer["code"]]["code_challenge"] = "another"
        browser.refused(browser.come_back(answer), "You were not signed in with")

    @pytest.mark.usefixtures("linked")
    def test_whoever_does_not_agree(self, browser: Browser, ada: str) -> None:
        """Is told so, also by a provider that forgets the state; nothing has changed."""
        for answer in ({"error": "access_denied"}, {"error": "access_denied", "state": "x"}):
            browser.go()
            browser.refused(browser.come_back(answer), "You did not agree to sign in")
        browser.go()
        browser.refused(browser.come_back({"error": "<script>"}), "You were not signed in with")

    def test_a_form_of_another_site(self, browser: Browser) -> None:
        """No other site sends people to the provider."""
        answer = browser.client.post(GO, headers={"Origin": "https://evil.example"})
        assert (answer.status_code, "dhr-provider" in browser.client.cookies) == (403, False)

    def test_an_answer_that_nobody_waits_for(self, browser: Browser) -> None:
        """Who opens the address by themselves is told to begin."""
        browser.refused(browser.client.get(ANSWER), ELSEWHERE)
        assert browser.client.head(ANSWER).status_code == 405

    def test_how_often_from_a_source(self, browser: Browser, store: Store, clock: Clock) -> None:
        """Each turn asks the provider something."""
        whose = limiting.hashed(store, "testclient")
        for _ in range(TURNS_OF_A_SOURCE.times):
            limiting.count(store, TURNS_OF_A_SOURCE, whose, now=clock())
        answer = browser.client.post(GO)
        browser.refused(answer, "That was tried too often", 429)
        assert answer.headers["retry-after"] == str(30 * 60)
        clock.move(minutes=30)
        browser.go()

    @pytest.mark.usefixtures("linked")
    def test_no_secret_is_kept(self, browser: Browser, store: Store, settings: Settings) -> None:
        """Neither what the browser holds, nor a token of the provider, nor the secret that both have."""
        answer = browser.provider.agree(browser.go())
        held = browser.client.cookies["dhr-provider"]
        assert browser.come_back(answer).is_redirect
        with store.connection() as connection:
            kept = " ".join(row[0] for row in connection.execute(EVERYTHING))
        for secret in (held, answer["code"], answer["state"], browser.client.cookies["dhr"]):
            assert secret not in kept
        assert SECRET not in repr(settings)
