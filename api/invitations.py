"""Invitations: accepted by the button on the page to which their link leads; what became of their mail."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Final, NamedTuple
from uuid import UUID

from api.access import by, described
from api.sessions import spending
from domain.clocks import london_day
from domain.store.application import Along, Store
from domain.tracker import Tracker, invitation
from domain.vocabulary import How
from projections.reading import Views

MAIL_OF: Final = """
    select sent_at, next_attempt_at, failures
    from public.sign_in_links
    where person = %(person)s and invitation and used_at is null and not withdrawn
    order by made_at desc
    limit 1
"""


class InvitationMail(NamedTuple):
    """How far the mail of an invitation is: gone (`sent_at`), waiting (`next_attempt_at`), or given up."""

    sent_at: datetime | None
    next_attempt_at: datetime | None
    failures: int


def accept(
    tracker: Tracker,
    views: Views,
    person: UUID,
    token: str,
    *,
    now: datetime,
    along: Sequence[Along] = (),
) -> str:
    """Accept the invitation that this link is, and begin a session: its secret comes back.

    `along` goes into the same transaction. Refuses one that works no longer; raises NotAllowed where
    whoever was invited has left.
    """
    today, session = london_day(now), token_urlsafe(32)
    who = described(tracker, views, person, today, token=False)
    spent = spending(token, session, now=now)
    invitation.accept(tracker, person, by=by(who, How.FORM), along=[spent, *along])
    return session


def mail_of(store: Store, person: UUID) -> InvitationMail | None:
    """What became of the mail of the invitation that waits to be accepted; None where none does."""
    rows = store.datastore.ask(MAIL_OF, {"person": person})
    return InvitationMail(*rows[0]) if rows else None
