"""The ID token of an identity provider: who somebody is, signed by it, for us, now, and this once.

Sources: OpenID Connect Core 1.0, 2 and 3.1.3.7; OWASP ASVS 5.0, 6.8.2 (the signature), 10.5.1 (the nonce),
10.5.2 (the subject) and 10.5.4 (the audience).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

SIGNED_BY: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""With a key that the provider alone has: never `none`, never with the secret that both have."""
KINDS_OF_KEYS: Final = ("RSA", "EC")
CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""By how much the clock of the provider may differ from this one; agreed practice."""
LONGEST_SUBJECT: Final = 255
"""OpenID Connect Core 1.0, 2."""


class NotBelieved(Exception):
    """A token that says nothing that may be relied on."""


def subject_of(
    token: Mapping[str, Any],
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now: datetime,
) -> str:
    """The subject of the ID token in the answer `token`, by the `keys` of its issuer (a JWK set).

    Raises NotBelieved for a signature, issuer, audience, nonce, time or subject that is not as it should be.
    """
    try:
        read = jwt.decode(token["id_token"], _signing(keys), registry=_REGISTRY)
        wanted = {"iss": issuer, "aud": client_id, "nonce": nonce}
        options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
        parameters = {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, options, parameters)
        claims.validate(int(now.timestamp()), int(CLOCKS_DIFFER.total_seconds()))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotBelieved(type(error).__name__) from None
    subject = claims["sub"]
    if claims["aud"] not in (client_id, [client_id]):
        raise NotBelieved("It is for others too.")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotBelieved("It is about nobody.")
    return subject


def _signing(keys: Mapping[str, Any]) -> KeySet:
    """The keys by which tokens are signed. A provider may have others, of kinds that nobody here knows."""
    usable = [one for one in keys["keys"] if one.get("kty") in KINDS_OF_KEYS]
    return KeySet.import_key_set({"keys": [one for one in usable if one.get("use", "sig") == "sig"]})


_REGISTRY: Final = JWSRegistry(algorithms=SIGNED_BY, strict_check_header=False)
