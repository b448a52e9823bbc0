"""Whether mail can go: the mail server answers, and lets the tracker in. No mail is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.cli.checks.finding import Finding, look, well, wrong
from scheduler.delivery import MailServer, NotDelivered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.settings import Settings


def of_the_post(settings: Settings) -> Iterator[Finding]:
    """The mail server, and the address that mail comes from."""
    if settings.smtp_url is None:
        found = f"None is set: mails are files in {settings.data / 'outbox'}."
        yield look("mail server", found, "Set DHR_SMTP_URL for mail to reach people.")
        return
    yield _server(settings.smtp_url)
    if settings.mail_from.endswith("@localhost"):
        found = f"Mail comes from {settings.mail_from}, which nobody can answer."
        yield look("mail server", found, "Set DHR_MAIL_FROM.")


def _server(url: str) -> Finding:
    # Never the URL itself: it may hold a password.
    host = urlsplit(url).hostname
    with MailServer(url) as server:
        try:
            server.greet()
        except NotDelivered as refused:
            return wrong("mail server", f"{host}: {refused}", "Look at DHR_SMTP_URL and at that server.")
    return well("mail server", f"{host} answers, and lets the tracker in.")
