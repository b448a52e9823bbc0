"""Sends invitations: each at once, with the link that its id and the master key make."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from domain.clocks import london_day
from domain.person import Person
from domain.sign_in import INVITATION_KEY, secret_of_invitation
from scheduler.at_once import Letters, send
from scheduler.letters.invitation import message
from scheduler.post import PAUSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from domain.tracker import Tracker
    from scheduler.post import Post

A_MOMENT: Final = timedelta(microseconds=1)

GIVE_UP: Final = """
    update public.sign_in_links set next_attempt_at = null
    where next_attempt_at is not null and expires_at <= %(now)s
"""
WAITS: Final = "select exists (select from public.sign_in_links where next_attempt_at <= %(now)s)"
TAKE: Final = """
    select link.id, link.failures, link.person, details.email, link.expires_at
    from public.sign_in_links link
    join public.person_details details on details.person = link.person and details.email <> ''
    where link.next_attempt_at <= %(now)s
    order by link.next_attempt_at, link.id
    limit 1
    for update of link skip locked
"""
SENT: Final = """
    update public.sign_in_links set next_attempt_at = null, sent_at = %(now)s where id = %(id)s
"""
PUT_OFF: Final = """
    update public.sign_in_links
    set failures = failures + 1,
        next_attempt_at = case when %(until)s::timestamptz < expires_at then %(until)s end
    where id = %(id)s
"""


class WaitingInvitation(NamedTuple):
    """An invitation that is to be sent."""

    id: UUID
    failures: int
    person: UUID
    to: str
    expires_at: datetime

    @property
    def last_day(self) -> date:
        """Up to whose end in London it works."""
        return london_day(self.expires_at - A_MOMENT)


def send_invitations(
    tracker: Tracker, post: Post, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Send every invitation that waits, until `stopping`; how many were taken in hand comes back.

    Raises `Stopping`. A kill before the end of one leaves it waiting: it goes again, the very same.
    """
    return send(INVITATIONS, tracker, post, now=now, stopping=stopping)


def _written(tracker: Tracker, post: Post, one: WaitingInvitation, now: datetime) -> EmailMessage | None:
    """The letter; None for somebody who has left meanwhile."""
    if tracker.get(Person, one.person).invited_until is None:
        return None
    secret = secret_of_invitation(tracker.store.master_key.derived(INVITATION_KEY), one.id)
    return message(secret, post, to=one.to, identity=one.id, last_day=one.last_day, moment=now)


INVITATIONS: Final = Letters(
    what="invitation",
    give_up=GIVE_UP,
    waits=WAITS,
    take=TAKE,
    sent=SENT,
    put_off=PUT_OFF,
    row=WaitingInvitation,
    write=_written,
    pause=lambda failures: PAUSES[min(failures, len(PAUSES) - 1)],
)
