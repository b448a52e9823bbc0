"""Handing a mail over: to a mail server, or as a file into a folder where no server is set."""

from __future__ import annotations

import asyncio
import os
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage
    from pathlib import Path

SERVER_SECONDS = 60.0
"""How long a server may be silent. Hanging up too soon after the text would make it send twice."""

GREETING_SECONDS = 10.0
GRACE_SECONDS = 2.0
"""How long a mail on its way is waited for when the program ends."""

MAILS_OF_A_CONNECTION = 50
"""Servers that count the mails of a connection take more than this."""

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")

OUT_OF_REACH = "The mail server could not be reached, or hung up."
OFFERS_TOO_LITTLE = "The mail server offers no TLS, or no way of signing in."

LOOK_SECONDS = 0.1
PERMANENT = range(500, 600)


class NotDelivered(Exception):
    """A mail was not taken: a sentence without personal details. `for_good`: it never will be."""

    def __init__(self, sentence: str, *, for_good: bool = False) -> None:
        super().__init__(sentence)
        self.for_good = for_good


class Stopping(Exception):
    """The program ends while a mail is on its way: it is not known whether it arrived."""


@contextmanager
def _in_sentences() -> Iterator[None]:
    """What goes wrong with a mail server, as `NotDelivered`."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise _refused(refused.recipients[0].code, "refused the recipient") from refused
    except aiosmtplib.SMTPDataError as refused:
        raise _refused(refused.code, "refused the mail") from refused
    except aiosmtplib.SMTPResponseException as refused:
        raise NotDelivered(f"The mail server would not talk to the tracker ({refused.code}).") from refused
    except aiosmtplib.SMTPNotSupported as error:
        raise NotDelivered(
            "The mail server offers no TLS, or no way to sign in that is known here."
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise NotDelivered("The certificate of the mail server is not trusted here.") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        # Of this very class, and no other, are those about what a server does not offer.
        lacking = type(error) is aiosmtplib.SMTPException
        raise NotDelivered(OFFERS_TOO_LITTLE if lacking else OUT_OF_REACH) from error


class MailServer:
    """A mail server at smtp://NAME:PASSWORD@HOST:PORT or smtps://.

    Any other computer than this one must offer STARTTLS, or no mail goes (ASVS V12.3.1).

    Inside `with`, in one thread, one connection takes several mails.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._loop = asyncio.Runner()
        self._client: aiosmtplib.SMTP | None = None
        self._mails = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run(self._hang_up())
        self._loop.close()

    def deliver(self, mail: EmailMessage, name: str, stopping: Callable[[], bool]) -> None:  # noqa: ARG002
        """Hand a mail over. Raises `NotDelivered`, or `Stopping` where the program ends meanwhile."""
        with _in_sentences():
            self._loop.run(self._send(mail, stopping))

    def greet(self) -> None:
        """Reach the server, and sign in where a name is set, without a mail. Raises `NotDelivered`."""
        with _in_sentences():
            self._loop.run(asyncio.wait_for(self._connected(), GREETING_SECONDS))

    async def _send(self, mail: EmailMessage, stopping: Callable[[], bool]) -> None:
        sending = asyncio.ensure_future(self._hand_over(mail))
        while not sending.done() and not stopping():
            await asyncio.wait({sending}, timeout=LOOK_SECONDS)
        await asyncio.wait({sending}, timeout=GRACE_SECONDS)
        if not sending.done():
            sending.cancel()
            await asyncio.wait({sending})
            raise Stopping from (None if sending.cancelled() else sending.exception())
        await sending

    async def _hand_over(self, mail: EmailMessage) -> None:
        client = await self._connected()
        try:
            await client.send_message(mail)
        except BaseException:
            # A late answer to this mail must not be taken for one to the next.
            self._client = None
            client.close()
            raise
        self._mails += 1

    async def _connected(self) -> aiosmtplib.SMTP:
        """The connection that is open already, where it still answers; or a new one."""
        if self._client and self._mails < MAILS_OF_A_CONNECTION and await _answers(self._client):
            return self._client
        await self._hang_up()
        client = self._new()
        try:
            await client.connect()
        except BaseException:
            client.close()
            raise
        self._client, self._mails = client, 0
        return client

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=GRACE_SECONDS)
            client.close()

    def _new(self) -> aiosmtplib.SMTP:
        parts = urlsplit(self._url)
        return aiosmtplib.SMTP(
            hostname=parts.hostname,
            port=parts.port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=parts.scheme == "smtps",
            # Without TLS nothing leaves this computer: mails name people, and the password is one.
            start_tls=None if parts.scheme == "smtps" or parts.hostname in THIS_COMPUTER else True,
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


async def _answers(client: aiosmtplib.SMTP) -> bool:
    """Whether a connection is still there: servers hang up on one that has rested, or has had its share."""
    try:
        await client.rset(timeout=GRACE_SECONDS)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


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
