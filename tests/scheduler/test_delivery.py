"""Handing mails over: names and passwords, and servers that will not talk."""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scheduler.delivery import MAILS_OF_A_CONNECTION, MailFolder, MailServer, NotDelivered, Stopping
from tests.scheduler.mail_server import MailServerForTests, free_port


def mail() -> EmailMessage:
    """Any mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@dhr.example", "b@dhr.example", "Anything"
    made.set_content("Anything")
    return made


def never() -> bool:
    """The program goes on."""
    return False


def authenticator(*args: Any) -> AuthResult:
    """Knows one account."""
    known = LoginPassword(b"tracker@dhr", b"p/ss:word")
    return AuthResult(success=args[-1] == known, handled=False)


@pytest.mark.parametrize(("password", "taken"), [("p%2Fss%3Aword", True), ("wrong", False)])
def test_name_and_password_come_from_the_url(password: str, *, taken: bool) -> None:
    """They may hold any character, percent-encoded; a wrong password is a matter of settings, tried again."""
    port = free_port()
    server = Controller(
        Sink(),
        hostname="127.0.0.1",
        port=port,
        authenticator=authenticator,
        auth_require_tls=False,
    )
    server.start()
    try:
        with MailServer(f"smtp://tracker%40dhr:{password}@127.0.0.1:{port}") as carrier:
            if taken:
                carrier.deliver(mail(), "name", never)
            else:
                with pytest.raises(NotDelivered, match=r"would not talk to the tracker \(535\)") as refused:
                    carrier.deliver(mail(), "name", never)
                assert not refused.value.for_good
    finally:
        server.stop()


def test_a_server_that_speaks_no_tls_where_tls_is_wanted_is_not_talked_to(
    mail_server: MailServerForTests,
) -> None:
    """With smtps:// nothing goes in the clear."""
    refusal = pytest.raises(NotDelivered, match="could not be reached, or hung up")
    with MailServer(mail_server.url.replace("smtp://", "smtps://")) as carrier, refusal:
        carrier.deliver(mail(), "name", never)
    assert mail_server.mails == []


def self_signed(folder: Path) -> ssl.SSLContext:
    """The TLS of a server that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = serialization.Encoding.PEM
    (folder / "pem").write_bytes(key.private_bytes(pem, *plain) + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pem")
    return context


def test_a_server_whose_certificate_is_not_trusted_gets_no_mail(tmp_path: Path) -> None:
    """Where a server offers STARTTLS, what it shows must be in order."""
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port(), tls_context=self_signed(tmp_path))
    server.start()
    try:
        refusal = pytest.raises(NotDelivered, match="certificate of the mail server is not trusted")
        with MailServer(f"smtp://127.0.0.1:{server.port}") as carrier, refusal:
            carrier.deliver(mail(), "name", never)
    finally:
        server.stop()


def test_another_computer_without_tls_gets_no_mail() -> None:
    """With smtp:// too nothing leaves this computer in the clear, neither a mail nor the password."""
    server = Controller(Sink(), hostname="127.0.0.2", port=free_port())
    server.start()
    try:
        refusal = pytest.raises(NotDelivered, match="offers no TLS")
        with MailServer(f"smtp://name:secret@127.0.0.2:{server.port}") as carrier, refusal:
            carrier.deliver(mail(), "name", never)
    finally:
        server.stop()


def test_a_server_that_hangs_does_not_hold_up_the_end_of_the_program() -> None:
    """The mail is given a moment, and then counts as neither sent nor failed."""
    port = free_port()

    class Silent(Sink):
        async def handle_DATA(self, *_: Any) -> str:  # noqa: N802
            await asyncio.sleep(3600)
            return "250 OK"

    server = Controller(Silent(), hostname="127.0.0.1", port=port)
    server.start()
    began = time.monotonic()
    try:
        with MailServer(f"smtp://127.0.0.1:{port}") as carrier, pytest.raises(Stopping):
            carrier.deliver(mail(), "name", lambda: time.monotonic() > began + 0.5)
    finally:
        server.stop()
    assert time.monotonic() - began < 5


def test_a_mail_that_is_nearly_there_is_waited_for(mail_server: MailServerForTests) -> None:
    """Told to stop at once, it still gets its moment."""
    with MailServer(mail_server.url) as carrier:
        carrier.deliver(mail(), "name", lambda: True)
    assert len(mail_server.mails) == 1


def test_mails_go_over_one_connection_until_it_has_had_its_share(mail_server: MailServerForTests) -> None:
    """A server that counts them is not asked for more."""
    with MailServer(mail_server.url) as carrier:
        for _ in range(MAILS_OF_A_CONNECTION):
            carrier.deliver(mail(), "name", never)
        assert len(mail_server.connections) == 1
        carrier.deliver(mail(), "name", never)
    assert len(mail_server.connections) == 2
    assert len(mail_server.mails) == MAILS_OF_A_CONNECTION + 1


@pytest.mark.parametrize("at", ["to_recipients", "to_mails"])
def test_a_refused_mail_takes_nothing_from_the_next(mail_server: MailServerForTests, at: str) -> None:
    """It goes at once, whatever the server said of the one before."""
    with MailServer(mail_server.url) as carrier:
        carrier.deliver(mail(), "name", never)
        setattr(mail_server, at, ["550 no such mailbox"])
        with pytest.raises(NotDelivered, match="550"):
            carrier.deliver(mail(), "name", never)
        carrier.deliver(mail(), "name", never)
    assert len(mail_server.mails) == 2


def test_a_server_that_hung_up_between_two_mails_is_called_again(mail_server: MailServerForTests) -> None:
    """That is no failure of the second mail: servers hang up on those who rest."""
    with MailServer(mail_server.url) as carrier:
        carrier.deliver(mail(), "name", never)
        mail_server.restart()
        carrier.deliver(mail(), "name", never)
    assert (len(mail_server.mails), len(mail_server.connections)) == (2, 2)


def test_the_same_mail_is_the_same_file(tmp_path: Path) -> None:
    """Written twice, as after a kill, it is there once; nothing unfinished is left beside it."""
    (tmp_path / ".name.unfinished").write_text("half a mail that a kill has left")
    for _ in range(2):
        MailFolder(tmp_path).deliver(mail(), "name", never)
    assert [file.name for file in tmp_path.iterdir()] == ["name.eml"]
    assert b"Subject: Anything" in (tmp_path / "name.eml").read_bytes()
