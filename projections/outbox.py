"""Mail to send, and what became of every reminder: ledgers beside the log, which are never rebuilt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psycopg import Connection

PREPARE = """
    insert into public.outbox (id, message_id, person, day, prepared_at, next_attempt_at)
    select id, message_id, person, day, %(now)s, %(now)s
    from json_to_recordset(%(digests)s::json) as given (id uuid, message_id text, person uuid, day date)
    """
# First locked and then changed, in two statements: one that is just being sent is waited for, and then left.
HOLD_OLDER = """
    select
    from public.outbox
    where state = 'waiting' and day < %(day)s and person = any (%(people)s)
    order by id
    for update
    """
REPLACE_OLDER = """
    update public.outbox as older
    set state = 'replaced', next_attempt_at = null, goes_with = new.id
    from public.outbox as new
    where new.id = any (%(new)s)
        and older.person = new.person
        and older.day < new.day
        and (
            older.state = 'waiting'
            or older.goes_with in (select id from public.outbox where state = 'waiting')
        )
    """
RECORD = """
    insert into public.reminders
        (action, clock, partnership, due_date_version, step, rule_version, person, outbox, what, why, day)
    select action, clock, partnership, due_date_version, step, rule_version, person, outbox, what, why, day
    from json_to_recordset(%s::json) as given (
        action uuid, clock uuid, partnership uuid, due_date_version bigint, step text, rule_version integer,
        person uuid, outbox uuid, what text, why text, day date
    )
    """
# Without a mail the same remark is kept once; with one, nothing can be there twice.
RECORD_REMARKS = RECORD + "where outbox is null on conflict do nothing"
RECORD_CARRIED = RECORD + "where outbox is not null"
PEOPLE_OF_DAY = "select person from public.outbox where day = %s"
# No mail is put off for longer than four hours: one that is was put off by a clock that has gone back since.
WAITS = """
    select exists (
        select from public.outbox
        where state = 'waiting'
            and (next_attempt_at <= %(now)s or next_attempt_at > %(now)s + interval '5 hours')
    )
    """
TAKE = """
    select id, message_id, person, day, prepared_at, attempts
    from public.outbox
    where state = 'waiting'
        and (next_attempt_at <= %(now)s or next_attempt_at > %(now)s + interval '5 hours')
    order by next_attempt_at, id
    limit 1
    for update skip locked
    """
SENT = """
    update public.outbox
    set state = 'sent', sent_at = %(now)s, next_attempt_at = null, attempts = attempts + 1, last_error = '',
        subject = %(subject)s, body = %(body)s
    where id = %(id)s
    """
PUT_OFF = """
    update public.outbox
    set next_attempt_at = %(until)s, attempts = attempts + 1, last_error = %(why)s
    where id = %(id)s
    """
END = """
    update public.outbox
    set state = %(state)s, next_attempt_at = null, attempts = attempts + %(attempts)s, last_error = %(why)s
    where id = %(id)s
    """
REMINDERS_OF = """
    select recorded_at, day, due_date_version, step, rule_version, what, why, person, outbox
    from public.reminders
    where action = %s
    order by id
    """
REMINDERS_OF_CLOCKS = """
    select recorded_at, day, due_date_version, step, rule_version, what, why, person, outbox, clock
    from public.reminders
    where clock = any (%s)
    order by id
    """


@dataclass(frozen=True)
class Digest:
    """A mail to be prepared for a person on a day. The Message-ID is given here, once and for ever."""

    id: UUID
    message_id: str
    person: UUID
    day: date


@dataclass(frozen=True)
class Reminder:
    """One row for the ledger: what was decided about, or became of, one step of one thing for one person.

    That is an action, or else a clock of a review.
    """

    action: UUID | None
    partnership: UUID
    due_date_version: int
    step: str
    rule_version: int
    person: UUID | None
    outbox: UUID | None
    what: str
    why: str
    day: date
    clock: UUID | None = None


class Waiting(NamedTuple):
    """A mail that is being sent."""

    id: UUID
    message_id: str
    person: UUID
    day: date
    prepared_at: datetime
    attempts: int


class ReminderOf(NamedTuple):
    """One row of the ledger, for the history of what it is about; `why` is a sentence, or empty.

    `about` is what that is called, where the history holds more than one thing.
    """

    recorded_at: datetime
    day: date
    due_date_version: int
    step: str
    rule_version: int
    what: str
    why: str
    person: UUID | None
    outbox: UUID | None
    clock: UUID | None = None
    about: str = ""


def prepare(
    connection: Connection[Any], digests: Sequence[Digest], reminders: Iterable[Reminder], *, now: datetime
) -> None:
    """Keep the digests of one day and all that was decided with them; call it inside a transaction.

    A digest of an earlier day that still waits goes with the new one of the same person, as one mail.
    Raises `UniqueViolation` for a person who has a digest of that day.
    """
    connection.execute(PREPARE, {"digests": _as_json(digests), "now": now})
    for day in {digest.day for digest in digests}:
        connection.execute(HOLD_OLDER, {"day": day, "people": [digest.person for digest in digests]})
        connection.execute(REPLACE_OLDER, {"new": [digest.id for digest in digests]})
    record(connection, reminders)


def record(connection: Connection[Any], reminders: Iterable[Reminder]) -> None:
    """Append to the ledger. The same remark about the same step is kept once."""
    if rows := list(reminders):
        said = _as_json(rows)
        connection.execute(RECORD_REMARKS, [said])
        connection.execute(RECORD_CARRIED, [said])


def people_of_day(connection: Connection[Any], day: date) -> set[UUID]:
    """Who has a digest of that day."""
    return {person for (person,) in connection.execute(PEOPLE_OF_DAY, [day])}


def waits(connection: Connection[Any], now: datetime) -> bool:
    """Whether a mail waits to be sent now."""
    row = connection.execute(WAITS, {"now": now}).fetchone()
    return bool(row and row[0])


def take(connection: Connection[Any], now: datetime) -> Waiting | None:
    """The next mail to send, held until the end of the transaction; others take others."""
    row = connection.execute(TAKE, {"now": now}).fetchone()
    return Waiting(*row) if row else None


def note_sent(connection: Connection[Any], mail: UUID, subject: str, body: str, *, now: datetime) -> None:
    """The server, or the folder, has taken the mail; what it says is kept."""
    connection.execute(SENT, {"id": mail, "subject": subject, "body": body, "now": now})


def note_put_off(connection: Connection[Any], mail: UUID, why: str, until: datetime) -> None:
    """It could not be sent just now. `why` is a sentence without personal details."""
    connection.execute(PUT_OFF, {"id": mail, "why": why, "until": until})


def note_failed(connection: Connection[Any], mail: UUID, why: str) -> None:
    """It is not tried again: a person has to see to it."""
    connection.execute(END, {"id": mail, "state": "failed", "attempts": 1, "why": why})


def note_skipped(connection: Connection[Any], mail: UUID, why: str) -> None:
    """There is nothing left to say, or nobody to say it to."""
    connection.execute(END, {"id": mail, "state": "skipped", "attempts": 0, "why": why})


def reminders_of(connection: Connection[Any], action: UUID) -> list[ReminderOf]:
    """All that was decided about the reminders of an action and became of them, oldest first."""
    return [ReminderOf(*row) for row in connection.execute(REMINDERS_OF, [action])]


def reminders_of_clocks(connection: Connection[Any], clocks: Sequence[UUID]) -> list[ReminderOf]:
    """The same of some clocks of reviews."""
    return [ReminderOf(*row) for row in connection.execute(REMINDERS_OF_CLOCKS, [list(clocks)])]


def _as_json(rows: Sequence[Digest | Reminder]) -> str:
    return msgspec.json.encode(rows).decode()
