"""The access log: what stands in it beside the log of events, and how long it is kept.

It tells who came in, who took which file, and who read a review that is not published, and what was refused
to whom (agreed practice for material of this kind; OWASP ASVS 5.0, 16.3.1 to 16.3.3). It holds no name, no
address of mail and no text: a person is an id, by which the directory names them for as long as it may.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

KEPT_FOR: Final = timedelta(days=6 * 365 + 2)
"""Six years, with their leap days: as long as a claim can be brought over what was done with the data
(Limitation Act 1980, s.2), which is also how long councils and police keep such records (agreed
practice), and how long a review is usually kept after its conclusion."""

ROLE_EVENTS: Final = (
    "partnership.role_given",
    "partnership.role_ended",
    "review.access_given",
    "review.access_ended",
)
"""The events of the log that the access log shows among its own: they stand there, and only there."""


class Kind(StrEnum):
    """What somebody did. A value is the word that people see."""

    SIGNED_IN = "signed in"
    CODE_REFUSED = "code refused"
    SIGN_IN_REFUSED = "sign-in refused"
    TOKEN_REFUSED = "token refused"  # noqa: S105 (no secret)
    NOT_ALLOWED = "not allowed"
    NOT_SHOWN = "asked for what is not shown to them"
    FILE_REFUSED = "file refused"
    FORM_REFUSED = "form of another site refused"
    SIGNED_OUT = "signed out"
    SESSION_ENDED = "session ended elsewhere"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    ACCOUNT_LINKED = "account linked"
    ACCOUNT_UNLINKED = "account unlinked"
    TOKEN_MADE = "token made"  # noqa: S105 (no secret)
    TOKEN_REVOKED = "token revoked"  # noqa: S105 (no secret)
    ADMINISTRATOR_MADE = "administrator made"
    ROLE_CHANGED = "role changed"
    FILE_TAKEN = "file taken"
    HELD_TAKEN = "what is held about somebody taken"
    REVIEW_READ = "review read"


class CameBy(StrEnum):
    """By which way somebody came in. A value is the word that people see."""

    CODE = "code"
    LINK = "link"
    PROVIDER = "identity provider"
    SESSION = "session"
    TOKEN = "token"  # noqa: S105 (no secret)
    CALENDAR = "calendar"
    COMMAND_LINE = "command line"
