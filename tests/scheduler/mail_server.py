"""A real mail server (aiosmtpd) that keeps what it takes and answers as a test tells it to."""

from __future__ import annotations

import socket
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Self

from aiosmtpd.controller import Controller

TAKEN = "250 OK"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class MailServerForTests:
    """Answers each RCPT and DATA with the next answer set, and 250 when there is none."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.to_recipients: list[str] = []
        self.to_mails: list[str] = []
        self.when_taken: Callable[[], None] = lambda: None
        self.connections: set[int] = set()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def restart(self) -> None:
        """Hang up on everybody, and be there again."""
        self._controller.stop()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        """Called by the library for each recipient."""
        answer = self.to_recipients.pop(0) if self.to_recipients else TAKEN
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Called by the library for each mail."""
        self.connections.add(session.peer[1])
        answer = self.to_mails.pop(0) if self.to_mails else TAKEN
        if answer == TAKEN:
            self.recipients.extend(envelope.rcpt_tos)
            self.mails.append(message_from_bytes(envelope.content, policy=SMTP))
            self.when_taken()
        return answer

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
