"""Whether people can sign in with their accounts: the identity provider answers, as the one that is set."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.cli.checks.finding import Finding, well, wrong
from api.identity_provider import ANSWER, ProviderUnavailable, provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.settings import Settings

WHAT = "identity provider"


def of_the_provider(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The provider, where one is set. Whether it takes the secret, only a person who signs in finds out."""
    if settings.oidc_issuer is None:
        return
    host = urlsplit(settings.oidc_issuer).hostname
    try:
        provider_of(settings).begin(now=now)
    except ProviderUnavailable:
        found = f"{host} does not answer as {settings.oidc_issuer}, or the file of its secret cannot be read."
        yield wrong(WHAT, found, "Look at the settings that begin with DHR_OIDC.")
        return
    yield well(WHAT, f"{host} answers. It must know {settings.base_url}{ANSWER} as redirect address.")
