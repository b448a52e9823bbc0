"""What every letter has that somebody waits for: its heads, and the same in plain text and in HTML."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from scheduler.letters.digest import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from scheduler.post import Post


def letter(
    template: str,
    said: Mapping[str, object],
    post: Post,
    *,
    subject: str,
    to: str,
    message_id: str,
    moment: datetime,
) -> EmailMessage:
    """The mail from the templates of that name, ready to be sent. Raises ValueError for no address."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("DHR Tracker", addr_spec=post.mail_from)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = f"Trial: {subject[0].lower()}{subject[1:]}" if post.trial else subject
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    known = {**said, "address": post.base_url, "trial": post.trial}
    mail.set_content(TEMPLATES.get_template(f"{template}.txt").render(known), cte="quoted-printable")
    html = TEMPLATES.get_template(f"{template}.html").render(known)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = "en-GB"
    return mail
