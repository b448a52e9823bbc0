"""Invitations: a person of the directory gets a one-time link by mail, which begins their first session.

Of the secret of a link only its SHA-256 is kept; the worker that sends the mail works it out anew.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, LiteralString
from uuid import UUID, uuid4

from psycopg.errors import NotNullViolation

from domain.clocks import end_of_london_day
from domain.person import Person
from domain.refusals import Refused, refuse_if
from domain.sign_in import INVITATION_KEY, hash_of, secret_of_invitation
from domain.store.application import Along
from domain.tracker import person as people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.provenance import Provenance
    from domain.tracker import Tracker

A_DAY: Final = timedelta(days=1)
USED: Final = "This invitation has been used, or works no longer. Ask for another one."

MAKE: LiteralString = """
    insert into public.sign_in_links
        (id, token_hash, person, invitation, made_at, expires_at, next_attempt_at)
    values (%(id)s, %(hash)s, %(person)s, true, %(today)s, %(until)s, %(today)s)
"""


def invite(tracker: Tracker, person: UUID, *, by: Provenance, version: int | None = None) -> int:
    """Invite a person by a mail that goes at once; a link that they had before works no longer.

    Refuses somebody who has left, or has no e-mail address.
    """
    thing = tracker.to_change(Person.invite, Person, person, by=by, version=version)
    people.refuse_unless_theirs_to_keep(tracker, person, by=by)
    refuse_if(
        not people.of(tracker, person).email,
        "There is no e-mail address to which the invitation could go. Record one first.",
    )
    until, identity = thing.invite(by=by), uuid4()
    secret = secret_of_invitation(tracker.store.master_key.derived(INVITATION_KEY), identity)
    facts = {
        "id": identity,
        "hash": hash_of(secret),
        "person": person,
        "today": end_of_london_day(by.today - A_DAY),
        "until": end_of_london_day(until),
    }
    return tracker.record(
        thing, along=[Along(people.WITHDRAW_INVITATION, {"person": person}), Along(MAKE, facts)]
    )


def withdraw(tracker: Tracker, person: UUID, *, by: Provenance, version: int | None = None) -> int:
    """Take an invitation back: its link works no longer. Refuses where none waits to be accepted."""
    thing = tracker.to_change(Person.withdraw_invitation, Person, person, by=by, version=version)
    people.refuse_unless_theirs_to_keep(tracker, person, by=by)
    thing.withdraw_invitation(by=by)
    return tracker.record(thing, along=[Along(people.WITHDRAW_INVITATION, {"person": person})])


def accept(tracker: Tracker, person: UUID, *, by: Provenance, along: Sequence[Along]) -> int:
    """Note that a person has accepted, with the statements that spend the link and begin the session.

    Refuses where the invitation works no longer, and where they find no such link (a null is refused).
    """
    thing = tracker.to_change(Person.accept_invitation, Person, person, by=by)
    thing.accept_invitation(by=by)
    try:
        return tracker.record(thing, along=along)
    except NotNullViolation:
        raise Refused(USED) from None
