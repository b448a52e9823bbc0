"""A real identity provider over HTTP that answers, and says of people, what a test tells it to."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from time import sleep
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET = "tracker", "a-secret-that-both-have"
KEY: Final = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
ANOTHER_KEY: Final = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
REGISTRY: Final = JWSRegistry(algorithms=["RS256", "HS256"])
REFUSED: Final = {"error": "invalid_grant"}


class ProviderForTests:
    """One person agrees in it, `subject`; `said` goes into the token, `metadata` into the configuration.

    `answers` has a status for a path that is not to be answered; `slow` is how long each answer takes.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.now, self.subject = now, "subject-1"
        self.said: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.answers: dict[str, int] = {}
        self.slow, self.signed = 0.0, "RS256"
        self.key: RSAKey | OctKey = KEY
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []

    def agree(self, address: str) -> dict[str, str]:
        """What the browser comes back with after somebody has agreed at this address."""
        code = token_urlsafe(16)
        self.codes[code] = dict(parse_qsl(urlsplit(address).query))
        return {"code": code, "state": self.codes[code]["state"]}

    def answer(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """The status and the JSON under a path."""
        sleep(self.slow)
        if path in self.answers:
            return self.answers[path], {}
        if path == "/.well-known/openid-configuration":
            places = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
            return 200, {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **places, **self.metadata}
        if path == "/keys":
            unknown = {"kty": "AKP", "kid": "two"}
            return 200, {"keys": [KEY.as_dict(is_private=False), unknown]}
        return self._exchanged(sent or {})

    def _exchanged(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A token for a code, once, to the client that asked, with the verifier of its challenge (S256)."""
        self.asked.append(sent)
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None:
            return 400, REFUSED
        challenge = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
        right = (CLIENT, SECRET, asked["redirect_uri"], asked["code_challenge"], "S256")
        came = (sent["client_id"], sent["client_secret"], sent["redirect_uri"], challenge)
        if (*came, asked["code_challenge_method"]) != right:
            return 400, REFUSED
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self._token(asked["nonce"])}

    def _token(self, nonce: str) -> str:
        now = int(self.now().timestamp())
        usual = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT, "nonce": nonce}
        claims = {**usual, "iat": now, "exp": now + 300, **self.said}
        kept = {name: value for name, value in claims.items() if value is not None}
        if self.signed == "none":
            return f"{_encoded({'alg': 'none'})}.{_encoded(kept)}."
        return jwt.encode({"alg": self.signed, "kid": "one"}, kept, self.key, registry=REGISTRY)

    @contextmanager
    def running(self) -> Iterator[ProviderForTests]:
        """Answer within the block."""
        thread = Thread(target=self._server.serve_forever, args=[0.02])
        thread.start()
        try:
            yield self
        finally:
            self.stop()
            thread.join()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _handler(provider: ProviderForTests) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*provider.answer(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(*provider.answer(self.path, dict(parse_qsl(body)) | self._client()))

        def _client(self) -> dict[str, str]:
            scheme, _, said = self.headers.get("Authorization", "").partition(" ")
            if scheme != "Basic":
                return {}
            name, _, secret = b64decode(said).decode().partition(":")
            return {"client_id": name, "client_secret": secret}

        def _send(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may not have waited
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the library's)
            """Say nothing."""

    return Handler
