"""An identity provider that is away, slow, or not set up as it should be."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from api import identity_provider
from domain.settings import Settings
from tests.api.by_provider.conftest import (
    GO,
    UNAVAILABLE,
    Browser,
)
from tests.api.by_provider.provider_for_tests import SECRET


class TestUnavailable:
    """A provider that is away ends in one sentence, and the code by e-mail is offered as well."""

    def test_away_before(self, browser: Browser) -> None:
        """Nobody is sent to where nobody answers."""
        browser.provider.stop()
        browser.refused(browser.client.post(GO), UNAVAILABLE, 503)

    @pytest.mark.usefixtures("linked")
    def test_away_after(self, browser: Browser) -> None:
        """It went away while somebody was there."""
        answer = browser.provider.agree(browser.go())
        browser.provider.stop()
        browser.refused(browser.come_back(answer), UNAVAILABLE, 503)

    @pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token_endpoint", "/keys"])
    @pytest.mark.parametrize("status", [302, 404, 500])
    @pytest.mark.usefixtures("linked")
    def test_no_good_answer(self, browser: Browser, path: str, status: int) -> None:
        """Whatever it says instead; nobody is led on to where it points."""
        answer = browser.provider.agree(browser.go())
        browser.provider.answers = {path: status}
        answered = browser.come_back(answer)
        assert answered.status_code in (403, 503)
        browser.refused(answered, "Westonbury account", answered.status_code)

    @pytest.mark.parametrize(
        "metadata",
        [
            {"issuer": "https://evil.example"},
            {"issuer": None},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"token_endpoint": None},
            {"jwks_uri": "file:///etc/passwd"},
        ],
    )
    def test_a_configuration_of_somebody_else(self, browser: Browser, metadata: dict[str, Any]) -> None:
        """Or one that leads to where nothing is safe."""
        browser.provider.metadata = metadata
        browser.refused(browser.client.post(GO), UNAVAILABLE, 503)

    def test_too_slow(self, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is not waited for without end."""
        monkeypatch.setattr(identity_provider, "READ_SECONDS", 0.2)
        browser.provider.slow = 1.0
        browser.refused(browser.client.post(GO), UNAVAILABLE, 503)

    @pytest.mark.usefixtures("linked")
    def test_a_secret_in_a_file(self, browser: Browser, app: FastAPI, settings: Settings) -> None:
        """It is read each time, so that it can be renewed; without it nobody is sent anywhere."""
        file = settings.data / "oidc.secret"
        update = {"oidc_client_secret": None, "oidc_client_secret_file": file}
        app.state.settings = settings.model_copy(update=update)
        browser.refused(browser.client.post(GO), UNAVAILABLE, 503)
        file.write_text("an old one\n")
        browser.refused(browser.sign_in(), "You were not signed in with")
        file.write_text(f"{SECRET}\n")
        assert browser.sign_in().is_redirect

    def test_what_the_log_says(self, browser: Browser, app: FastAPI, settings: Settings) -> None:
        """What is wrong with the settings, for those who look after them; nothing that names anybody."""
        app.state.settings = settings.model_copy(update={"oidc_client_secret": "another"})
        with capture_logs() as said:
            browser.refused(browser.sign_in(), "You were not signed in with")
            browser.go()
            named = {"error": "login_required", "error_description": "ada@example.org is not there"}
            browser.refused(browser.come_back(named), "You were not signed in with")
            browser.go()
            browser.refused(browser.come_back({"error": "ada@example.org"}), "You were not signed in with")
        assert {"invalid_grant", "login_required"} <= {one.get("error") for one in said}
        assert "ada@" not in str(said)

    @pytest.mark.usefixtures("linked")
    def test_a_secret_in_the_body(self, browser: Browser) -> None:
        """For a provider that takes it there."""
        browser.provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        assert browser.sign_in().is_redirect
        assert browser.provider.asked[-1]["client_secret"] == SECRET
