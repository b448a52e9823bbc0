"""How the web service takes requests from the network: with a head of bounded size, within bounded time.

The server that it builds on bounds neither: a client could fill the memory with one header without an end, or
hold a connection for ever by sending a byte now and then (OWASP ASVS 5.0, V15.2.2).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

    from fastapi import FastAPI

SECONDS_TO_FINISH: Final = 5
LARGEST_HEAD: Final = 64 * 1024
"""Bytes of the request line and the headers together."""
SECONDS_FOR_A_HEAD: Final = 20.0
SENTENCES: Final = {
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of this are too large: at most 64 KB.",
    HTTPStatus.REQUEST_TIMEOUT: "The headers of this did not come in time.",
}


class Receiving(HttpToolsProtocol):
    """One connection: it is closed where the head of a request is too large, or too long in coming."""

    seconds = SECONDS_FOR_A_HEAD
    _head: int | None = 0
    """Bytes of the head that is being read; None while a body is."""
    _patience: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless that is too much for a head."""
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Another head begins."""
        super().on_message_begin()
        self._head = self._head or 0
        self._wait()

    def on_headers_complete(self) -> None:
        """The head has come; a body is bounded where it is read."""
        self._head = None
        self._stop_waiting()
        super().on_headers_complete()

    def _wait(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(self.seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        said = SENTENCES[status].encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain; charset=utf-8\r\n"
            f"x-content-type-options: nosniff\r\ncontent-length: {len(said)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + said)
        self.transport.close()


def configured(app: FastAPI) -> uvicorn.Config:
    """How the server runs the application.

    It says nothing of itself, keeps no log of addresses, which may hold secrets, and speaks no WebSocket. It
    believes `X-Forwarded-For` of a proxy on this computer, or of those that FORWARDED_ALLOW_IPS names.
    """
    return uvicorn.Config(
        app,
        http=Receiving,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
