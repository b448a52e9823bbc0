"""The identity provider: who somebody is, by OpenID Connect with the authorization code flow.

Configuration and keys are fetched anew for each sign-in, and of all that comes back issuer and subject alone
are kept. Sources: OpenID Connect Core 1.0, 3.1, and Discovery 1.0, 4.3; RFC 7636 (PKCE) and RFC 9207 (`iss`);
OWASP ASVS 5.0, 10.1.1 (tokens stay here), 10.1.2 and 10.2.1 (PKCE, state and nonce of one browser and one
transaction), 10.2.2 (mix-up), 10.4.3 (ten minutes) and 10.5.3 (whose configuration it is).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException

from api.id_token import NotBelieved, subject_of
from domain.refusals import NotFound, Refused, refuse_if

LASTS: Final = timedelta(minutes=10)
"""How long somebody may be on the way: as long as a code of the provider may work."""
ERROR: Final = re.compile(r"[a-z_]{1,40}")
CONNECT_SECONDS, READ_SECONDS = 3.05, 10
ANSWER: Final = "/sign-in/provider/answer"
"""The address to register with the provider, after that of the tracker."""
WELL_KNOWN: Final = "/.well-known/openid-configuration"

UNAVAILABLE: Final = (
    "Nobody can sign in with {} just now: its provider cannot be reached, or does not answer as it should."
    " Try again in a few minutes, or sign in with a code by e-mail."
)
DENIED: Final = "You did not agree to sign in with {}. Begin again, or sign in with a code by e-mail."
NOT_SIGNED_IN: Final = "You were not signed in with {}. Begin again, or sign in with a code by e-mail."
ELSEWHERE: Final = "This sign-in was not begun in this browser, or more than ten minutes ago. Begin again."
NOT_BELIEVED: Final = (
    "What came back about {} could not be verified, so nobody was signed in. Begin again; if it happens once"
    " more, tell an administrator."
)


log_line = structlog.get_logger(__name__)


class ProviderUnavailable(Refused):
    """The identity provider cannot be used now. `why`, for the log, is not told to people."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(UNAVAILABLE.format(name))
        log_line.warning("The identity provider cannot be used.", why=why)


class Identity(NamedTuple):
    """Who somebody is, for ever: the subject, as this issuer knows it (ASVS 5.0, 6.8.1 and 10.5.2)."""

    issuer: str
    subject: str


class OnTheWay(NamedTuple):
    """What one browser holds while it is at the provider. `until` is in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    until: float
    invitation: str = ""


class Metadata(NamedTuple):
    """What the provider tells of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_body: bool
    names_itself: bool


@dataclass(frozen=True)
class Provider:
    """An identity provider, what it knows this installation by, and the address that it leads back to."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    redirect: str

    def begin(self, *, now: datetime, invitation: str = "") -> tuple[str, OnTheWay]:
        """The address at the provider to go to, and what the browser holds meanwhile.

        Raises ProviderUnavailable.
        """
        held = OnTheWay(_secret(), _secret(), _secret(), (now + LASTS).timestamp(), invitation)
        # Whoever follows an invitation chooses the account: it is linked for good.
        more = {"prompt": "select_account"} if invitation else {}
        with self._session() as session:
            place = self._metadata(session).authorization_endpoint
            address, _ = session.create_authorization_url(
                place, state=held.state, nonce=held.nonce, code_verifier=held.verifier, **more
            )
        return str(address), held

    def identity(self, held: OnTheWay, answer: Mapping[str, str], *, now: datetime) -> Identity:
        """Who has come back with this answer. Refuses what cannot be believed; raises ProviderUnavailable."""
        refuse_if(now.timestamp() >= held.until, ELSEWHERE)
        if error := answer.get("error"):
            # It tells nothing about anybody, so it is told whatever its state.
            raise self._not_signed_in(error)
        refuse_if(not compare_digest(answer.get("state", "").encode(), held.state.encode()), ELSEWHERE)
        with self._session() as session:
            metadata = self._metadata(session)
            named = metadata.names_itself or "iss" in answer
            refuse_if(named and answer.get("iss") != self.issuer, NOT_BELIEVED.format(self.name))
            token = self._exchanged(session, metadata, answer.get("code", ""), held.verifier)
            keys = self._asked(session, metadata.jwks_uri)
        whose = {"issuer": self.issuer, "client_id": self.client_id, "nonce": held.nonce}
        try:
            return Identity(self.issuer, subject_of(token, keys, **whose, now=now))
        except NotBelieved as doubt:
            log_line.warning("What the identity provider says was not believed.", why=str(doubt))
            raise Refused(NOT_BELIEVED.format(self.name)) from None

    def _session(self) -> Any:
        return OAuth2Session(
            self.client_id,
            self.secret,
            scope="openid",
            redirect_uri=self.redirect,
            code_challenge_method="S256",
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
        )

    def _metadata(self, session: Any) -> Metadata:
        found = self._asked(session, f"{self.issuer.rstrip('/')}{WELL_KNOWN}")
        to_go, to_exchange, keys = (
            self._safe(found.get(name)) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        )
        if found.get("issuer") != self.issuer:
            raise ProviderUnavailable(self.name, "It calls itself by another issuer.")
        ways = found.get("token_endpoint_auth_methods_supported") or ()
        named = found.get("authorization_response_iss_parameter_supported") is True
        return Metadata(to_go, to_exchange, keys, "client_secret_post" in ways, named)

    def _safe(self, place: object) -> str:
        """An address that is reached over https; over http only where the issuer is: on one's own machine."""
        if isinstance(place, str) and urlsplit(place).scheme in {"https", urlsplit(self.issuer).scheme}:
            return place
        raise ProviderUnavailable(self.name, "One of its addresses is missing, or not reached over https.")

    def _asked(self, session: Any, place: str) -> dict[str, Any]:
        try:
            answer = session.request("GET", place, withhold_token=True, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (RequestException, ValueError) as error:
            raise ProviderUnavailable(self.name, type(error).__name__) from None
        if not isinstance(found, dict):
            raise ProviderUnavailable(self.name, "It answers in another form than it should.")
        return found

    def _exchanged(self, session: Any, metadata: Metadata, code: str, verifier: str) -> dict[str, Any]:
        """What the provider gives for a code, which it takes once, from us alone, with the right verifier."""
        way = "client_secret_post" if metadata.secret_in_body else "client_secret_basic"
        try:
            token: dict[str, Any] = session.fetch_token(
                metadata.token_endpoint,
                auth=session.client_auth(way),
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
        except OAuthError as error:
            raise self._not_signed_in(str(error.error)) from None
        except (RequestException, ValueError) as error:
            raise ProviderUnavailable(self.name, type(error).__name__) from None
        return token

    def _not_signed_in(self, error: str) -> Refused:
        """The refusal for a word of RFC 6749, 4.1.2.1 and 5.2. What describes it may name somebody."""
        if error == "access_denied":
            return Refused(DENIED.format(self.name))
        word = error if ERROR.fullmatch(error) else "another word than there are"
        log_line.warning("The identity provider did not sign somebody in.", error=word)
        return Refused(NOT_SIGNED_IN.format(self.name))


def provider_of(settings: Any) -> Provider:
    """The identity provider that is set. Raises NotFound without one, ProviderUnavailable without secret."""
    if settings.oidc_issuer is None:
        raise NotFound("There is nothing under this address.")
    try:
        secret = settings.oidc_secret()
    except (OSError, ValueError) as error:
        raise ProviderUnavailable(settings.oidc_name, f"Its secret: {type(error).__name__}") from None
    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        secret=secret,
        name=settings.oidc_name,
        redirect=f"{settings.base_url}{ANSWER}",
    )


def _secret() -> str:
    """What nobody guesses: 384 bits, as long as RFC 7636 wants a verifier to be (43 to 128 characters)."""
    return token_urlsafe(48)
