"""What an identity provider says is taken only where it must be so."""

from __future__ import annotations

from typing import Any

import pytest
from joserfc.jwk import OctKey

from tests.api.by_provider.conftest import (
    NOT_BELIEVED,
    Browser,
)
from tests.api.by_provider.provider_for_tests import ANOTHER_KEY, CLIENT, SECRET
from tests.api.conftest import BEGIN


@pytest.mark.usefixtures("linked")
class TestNotBelieved:
    """What a token says is taken only where the provider signed it, for us, now, for this turn."""

    @pytest.mark.parametrize(
        "said",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"aud": "another"},
            {"aud": [CLIENT, "another"], "azp": CLIENT},
            {"aud": None},
            {"azp": "another"},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"exp": int(BEGIN.timestamp()) - 61},
            {"exp": None},
            {"iat": int(BEGIN.timestamp()) + 3600},
            {"nbf": int(BEGIN.timestamp()) + 3600},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"sub": "x" * 256},
            {"at_hash": "of another token"},
        ],
    )
    def test_what_it_says(self, browser: Browser, said: dict[str, Any]) -> None:
        """A wrong nonce, audience, issuer, time or subject."""
        browser.provider.said = said
        browser.refused(browser.sign_in(), NOT_BELIEVED)

    @pytest.mark.parametrize(
        "said", [{"aud": [CLIENT]}, {"exp": int(BEGIN.timestamp()) - 30}, {"azp": CLIENT}]
    )
    def test_what_is_as_good(self, browser: Browser, said: dict[str, Any]) -> None:
        """A list of one audience, and a clock that differs by half a minute."""
        browser.provider.said = said
        assert browser.sign_in().is_redirect

    def test_another_key(self, browser: Browser) -> None:
        """Signed by somebody else, under the name of the provider's key."""
        browser.provider.key = ANOTHER_KEY
        browser.refused(browser.sign_in(), NOT_BELIEVED)

    @pytest.mark.parametrize("signed", ["HS256", "none"])
    def test_no_signature_of_its_own(self, browser: Browser, signed: str) -> None:
        """Signed with what both know, or not at all."""
        browser.provider.signed, browser.provider.key = signed, OctKey.import_key(SECRET)
        browser.refused(browser.sign_in(), NOT_BELIEVED)

    def test_an_answer_of_another_issuer(self, browser: Browser) -> None:
        """Where the provider names itself in its answers, it must be itself."""
        answer = browser.provider.agree(browser.go())
        browser.refused(browser.come_back({**answer, "iss": "https://evil.example"}), NOT_BELIEVED)
        browser.provider.metadata = {"authorization_response_iss_parameter_supported": True}
        browser.refused(browser.sign_in(), NOT_BELIEVED)
        answer = browser.provider.agree(browser.go())
        assert browser.come_back({**answer, "iss": browser.provider.issuer}).is_redirect
