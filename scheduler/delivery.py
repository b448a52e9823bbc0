"""Handing a mail over: to a mail server, or as a file into a folder where no server is set."""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiosmtplib

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

SERVER_SECONDS = 60.0
"""How long a server may be silent. Hanging up too soon after the text would make it send twice."""

GRACE_SECONDS = 2.0
"""How long a mail on its way is waited for when the program ends."""

LOOK_SECONDS = 0.1
PERMANENT = range(500, 600)


class NotDelivered(Exception):
    """A mail was not taken: a sentence without personal details. `for_good`: it never will be."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


class Stopping(Exception):
    """The program ends while a mail is on its way: it is not known whether it arrived."""


@dataclass(frozen=True)
class MailServer:
    """A mail server at smtp://NAME:PASSWORD@HOST:PORT (with STARTTLS where it offers that) or smtps://."""

    url: str

    def deliver(self, mail: EmailMessage, name: str, stopping: Callable[[], bool]) -> None:  # noqa: ARG002
        """Hand a mail over. Raises `NotDelivered`, or `Stopping` where the program ends meanwhile."""
        try:
            asyncio.run(self._send(mail, stopping))
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refused(refused.recipients[0].code, "refused the recipient") from refused
        except aiosmtplib.SMTPDataError as refused:
            raise _refused(refused.code, "refused the mail") from refused
        except aiosmtplib.SMTPResponseException as refused:
            raise NotDelivered(
                f"The mail server would not talk to the tracker ({refused.code})."
            ) from refused
        except ssl.SSLCertVerificationError as error:
            raise NotDelivered("The certificate of the mail server is not trusted here.") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotDelivered("The mail server could not be reached, or hung up.") from error

    async def _send(self, mail: EmailMessage, stopping: Callable[[], bool]) -> None:
        client = self._client()
        sending = asyncio.ensure_future(_send_through(client, mail))
        while not sending.done() and not stopping():
            await asyncio.wait({sending}, timeout=LOOK_SECONDS)
        await asyncio.wait({sending}, timeout=GRACE_SECONDS)
        if not sending.done():
            # Closed first, so that it does not wait for the server to say goodbye.
            client.close()
            sending.cancel()
            await asyncio.wait({sending})
            raise Stopping from (None if sending.cancelled() else sending.exception())
        await sending

    def _client(self) -> aiosmtplib.SMTP:
        parts = urlsplit(self.url)
        return aiosmtplib.SMTP(
            hostname=parts.hostname,
            port=parts.port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=parts.scheme == "smtps",
            timeout=SERVER_SECONDS,
        )


@dataclass(frozen=True)
class MailFolder:
    """A folder that mails are written to as NAME.eml: the same name is the same mail."""

    folder: Path

    def deliver(self, mail: EmailMessage, name: str, stopping: Callable[[], bool]) -> None:  # noqa: ARG002
        """Write the whole file or none, so that it outlives a power cut. Raises `NotDelivered`."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self.folder / f".{name}.unfinished"
            with unfinished.open("wb") as file:
                file.write(mail.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.folder / f"{name}.eml")
            _sync(self.folder)
        except OSError as error:
            raise NotDelivered(f"The mail could not be written to its folder: {error.strerror}.") from error


async def _send_through(client: aiosmtplib.SMTP, mail: EmailMessage) -> None:
    async with client:
        await client.send_message(mail)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _refused(code: int, what: str) -> NotDelivered:
    for_good = code in PERMANENT
    return NotDelivered(
        f"The mail server {what} {'for good' if for_good else 'for now'} ({code}).", for_good=for_good
    )
