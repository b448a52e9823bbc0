"""The outbox as people read it: mail that waits, was sent or failed, as far as it is theirs to see."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

# A mail belongs to the partnerships of the reminders that were decided with it. It may be about several: what
# it says, only those see who may see all of it.
MAIL: Final = """
    select
        mail.id, mail.day, mail.person, mail.state, mail.attempts, mail.prepared_at, mail.next_attempt_at,
        mail.sent_at, mail.last_error, mail.message_id,
        case when carried.whole then mail.subject else '' end as subject,
        carried.actions, carried.steps, carried.clocks, carried.clock_steps, carried.whole
    from public.outbox as mail
    cross join lateral (
        select
            coalesce(array_agg(action::text order by id) filter (where own and action is not null), '{}')
                as actions,
            coalesce(array_agg(step order by id) filter (where own and action is not null), '{}') as steps,
            coalesce(array_agg(clock::text order by id) filter (where own and clock is not null), '{}')
                as clocks,
            coalesce(array_agg(step order by id) filter (where own and clock is not null), '{}')
                as clock_steps,
            coalesce(bool_and(own), false) as whole,
            coalesce(bool_or(own), false) as in_part
        from (
            select id, action, clock, step, partnership = any (%(partnerships)s::uuid[]) as own
            from public.reminders
            where outbox = mail.id and what = 'decided'
        ) as decided
    ) as carried
    where (carried.in_part or %(every)s)
    """
PAGE: Final = (
    MAIL
    + """
        and (%(day)s::date is null or mail.day < %(day)s or (mail.day = %(day)s and mail.id > %(id)s))
    order by mail.day desc, mail.id
    limit %(limit)s
    """
)
ONE_MAIL: Final = MAIL + "and mail.id = %(id)s"
ONE: Final = "select day, id from public.outbox where id = %s"
BODY: Final = "select body from public.outbox where id = %s"


@dataclass(frozen=True)
class WhoseMail:
    """Which mail somebody sees: what is about these partnerships; with `every`, that about others as well.

    Of what is about others they see that it went and how, not what it says or of which actions.
    """

    partnerships: Sequence[UUID]
    every: bool = False


class Mail(NamedTuple):
    """A mail: whom it goes to by id, how it fares, and which steps of which actions and clocks it carries.

    `whole`: all of it is theirs to see. Otherwise its subject is empty, and what it carries is theirs alone.
    """

    id: UUID
    day: date
    person: UUID
    state: str
    attempts: int
    prepared_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    last_error: str
    message_id: str
    subject: str
    actions: list[tuple[UUID, str]]
    clocks: list[tuple[UUID, str]]
    whole: bool


def outbox_page(
    connection: Connection[Any], sight: WhoseMail, *, after: UUID | None = None, limit: int = 50
) -> list[Mail]:
    """Mails, newest day first; `after` is the last one of the page before."""
    last = connection.execute(ONE, [after]).fetchone() if after else None
    day, identity = last or (None, None)
    rows = connection.execute(PAGE, {**_of(sight), "day": day, "id": identity, "limit": limit}).fetchall()
    return [_mail(row) for row in rows]


def one_mail(connection: Connection[Any], sight: WhoseMail, mail: UUID) -> Mail | None:
    """One mail. None: there is none that they see."""
    row = connection.execute(ONE_MAIL, {**_of(sight), "id": mail}).fetchone()
    return _mail(row) if row else None


def mail_body(connection: Connection[Any], mail: Mail) -> str:
    """What a mail says, as plain text: empty until it is sent, and for whoever may not see all of it."""
    row = connection.execute(BODY, [mail.id]).fetchone() if mail.whole else None
    return str(row[0]) if row else ""


def _of(sight: WhoseMail) -> dict[str, Any]:
    return {**asdict(sight), "partnerships": [*sight.partnerships]}


def _mail(row: Any) -> Mail:
    *facts, actions, steps, clocks, clock_steps, whole = row
    return Mail._make((*facts, _carried(actions, steps), _carried(clocks, clock_steps), whole))


def _carried(things: Sequence[str], steps: Sequence[str]) -> list[tuple[UUID, str]]:
    return [(UUID(thing), step) for thing, step in zip(things, steps, strict=True)]
