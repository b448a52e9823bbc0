"""Mail that is held: after a restore nobody knows what has gone since the backup, until a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection

HELD: Final = """
    select backed_up_at, restored_at, (select count(*) from public.outbox where state = 'waiting')
    from public.restorations
    where mail_released_at is null
    order by restored_at desc
    limit 1
"""
RELEASE: Final = "update public.restorations set mail_released_at = %s where mail_released_at is null"

# "Decided" stands in the ledger of reminders, so none of them is decided about a second time.
LEAVE_OUT: Final = """
    update public.outbox
    set state = 'skipped', next_attempt_at = null,
        last_error = 'It was held after a restore, and counts as gone: it may have gone before.'
    where state = 'waiting'
"""


class Held(NamedTuple):
    """Of when the backup was, when it was restored, and how many mails wait."""

    backed_up_at: datetime
    restored_at: datetime
    mails: int


def held(connection: Connection[Any]) -> Held | None:
    """Why no mail goes at present; None where it goes."""
    row = connection.execute(HELD).fetchone()
    return Held(*row) if row else None


def release(connection: Connection[Any], *, now: datetime) -> None:
    """Let mail go again."""
    connection.execute(RELEASE, [now])


def leave_out_what_waits(connection: Connection[Any]) -> int:
    """Take all waiting mails for gone, without sending them; how many there were."""
    return connection.execute(LEAVE_OUT).rowcount
