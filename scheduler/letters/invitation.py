"""The mail by which somebody is invited. Its link only shows a page: the button there accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.clocks import in_words
from scheduler.letters.at_once import letter

if TYPE_CHECKING:
    from datetime import date, datetime
    from email.message import EmailMessage
    from uuid import UUID

    from scheduler.post import Post

SUBJECT = "Your invitation to DHR Tracker"


def message(
    secret: str, post: Post, *, to: str, identity: UUID, last_day: date, moment: datetime
) -> EmailMessage:
    """The mail, ready to be sent, about the invitation of this identity and secret.

    Raises ValueError for an address that is none.
    """
    said = {"link": f"{post.base_url}/set-up/{secret}", "last_day": in_words(last_day)}
    message_id = f"<{identity}@{post.mail_from.rpartition('@')[2]}>"
    return letter("invitation", said, post, subject=SUBJECT, to=to, message_id=message_id, moment=moment)
