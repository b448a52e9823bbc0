"""The mail with a code to sign in. It carries no link: nobody should get used to following one in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.clocks import LONDON
from scheduler.letters.at_once import letter

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from scheduler.post import Post

SUBJECT = "Your code to sign in"
"""Without the code: subjects show on locked screens."""


def message(
    code: str, post: Post, *, to: str, message_id: str, until: datetime, moment: datetime
) -> EmailMessage:
    """The mail, ready to be sent. Raises ValueError for an address that is none."""
    said = {"code": f"{code[:3]} {code[3:]}", "until": f"{until.astimezone(LONDON):%H:%M}"}
    return letter("code", said, post, subject=SUBJECT, to=to, message_id=message_id, moment=moment)
