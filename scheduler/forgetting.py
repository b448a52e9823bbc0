"""Once a day: what has had its time beside the log is forgotten. Nothing of the log itself ever is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, LiteralString

from domain import disclosures
from domain.access_log import KEPT_FOR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from projections.reading import Views

A_DAY: Final = timedelta(days=1)
A_MONTH: Final = timedelta(days=30)

FORGET: Final[Mapping[str, tuple[timedelta, LiteralString]]] = {
    "sessions": (A_MONTH, "delete from public.sessions where coalesce(ended_at, last_seen_at) < %s"),
    "links": (A_MONTH, "delete from public.sign_in_links where expires_at < %s"),
    "codes": (A_DAY, "delete from public.sign_in_codes where expires_at < %s"),
    "attempts": (2 * A_DAY, "delete from public.sign_in_attempts where begins < %s"),
    "keys_of_requests": (A_MONTH, "delete from public.idempotency_keys where made_at < %s"),
    "drafts": (A_DAY, "delete from public.drafts where made_at < %s"),
    "choices_not_sent": (
        A_DAY,
        "delete from public.changes_together where body_hash is null and made_at < %s",
    ),
    "changes_together": (
        A_MONTH,
        "delete from public.changes_together where body_hash is not null and made_at < %s",
    ),
    "unsent_forms": (A_DAY, "delete from public.unsent_forms where made_at < %s"),
    "reports": (A_DAY, "delete from public.reports where asked_at < %s"),
    "access": (KEPT_FOR, "select public.forget_access(%s)"),
    "disclosures": (disclosures.KEPT_FOR, "select public.forget_disclosures(%s)"),
}
"""What is forgotten, how long after it was of use, and the statement that takes that moment.

A session outlives its end, so that a form which comes too late can still be told to be somebody's.
"""


def forget_what_is_over(views: Views, now: datetime) -> dict[str, int]:
    """Forget what has had its time; how much of each kind there was."""
    with views.reading() as connection:
        return {
            what: connection.execute(statement, [now - kept_for]).rowcount
            for what, (kept_for, statement) in FORGET.items()
        }
