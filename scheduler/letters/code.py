"""The mail with a code to sign in. It carries no link: nobody should get used to following one in a mail."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from domain.clocks import LONDON
from scheduler.letters.digest import TEMPLATES

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.post import Post

SUBJECT = "Your code to sign in"
"""Without the code: subjects show on locked screens."""


def message(
    code: str, post: Post, *, to: str, message_id: str, until: datetime, moment: datetime
) -> EmailMessage:
    """The mail, ready to be sent. Raises ValueError for an address that is none."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("DHR Tracker", addr_spec=post.mail_from)
    mail["To"] = Address(addr_spec=to)
    mail["Subject"] = f"Trial: {SUBJECT.lower()}" if post.trial else SUBJECT
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    said = {
        "code": f"{code[:3]} {code[3:]}",
        "until": f"{until.astimezone(LONDON):%H:%M}",
        "address": post.base_url,
        "trial": post.trial,
    }
    mail.set_content(TEMPLATES.get_template("code.txt").render(said), cte="quoted-printable")
    html = TEMPLATES.get_template("code.html").render(said)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = "en-GB"
    return mail
