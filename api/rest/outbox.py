"""The outbox: mail that waits, was sent or failed, and what became of each."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from psycopg import Connection
from pydantic import BaseModel, ConfigDict, Field

from api.access import SignedIn, Who
from api.offices import may
from api.rest.answers import problems
from api.rest.asking import Reading, address, no_as_at, no_query
from api.rest.files import BATCH
from api.rest.shapes import Shape, listed
from domain.offices import Office, partnerships_of
from domain.permissions import NOTHING
from domain.refusals import NotFound
from projections import directory, reminding_clocks
from projections.mails import Mail as Outgoing
from projections.mails import WhoseMail, mail_body, one_mail, outbox_page

router = APIRouter(tags=["outbox"], dependencies=[may(Office.OUTBOX)])

NO_AS_AT = no_as_at("The outbox is as it is now: what became of mail stands beside the log, and has no past.")

RECIPIENTS = "select distinct person from public.outbox"
REMINDED = "select distinct action, clock from public.reminders where outbox is not null"


class ReminderCarried(Shape):
    """A reminder that a mail carries: of which action, and which step."""

    action: UUID
    step: str


class ClockReminderCarried(Shape):
    """A reminder that a mail carries: of which clock of a review, and which step."""

    clock: UUID
    step: str


class Mail(Shape):
    """A mail to one person. `state`: waiting, sent, failed, skipped, or replaced by a later one.

    `actions`, `clocks`: those of one's own partnerships. `whole`: it is about no others; without that, the
    subject is empty, and so is what it says.
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
    actions: list[ReminderCarried]
    clocks: list[ClockReminderCarried]
    whole: bool


class WholeMail(Mail):
    """A mail with what it says, which is empty until it is sent: only then it is written."""

    body: str


class OutboxChosen(BaseModel):
    """After which mail."""

    model_config = ConfigDict(extra="forbid")

    after: UUID | None = Field(
        None, description="The last mail that is known already: what is older follows."
    )


class OutboxAsked(OutboxChosen):
    """A page of these."""

    limit: int = Field(50, ge=1, le=500, description="How many at most.")


@router.get(
    "/outbox",
    summary="List mail",
    response_model=listed(Mail),
    responses=problems(),
    dependencies=[NO_AS_AT],
)
def list_mail(
    request: Request, who: SignedIn, connection: Reading, asked: Annotated[OutboxAsked, Query()]
) -> Any:
    """Mail, the newest day first. It is as it is now, and `as_at` is refused: it is kept beside the log."""
    found = outbox_page(connection, sight(who), after=asked.after, limit=asked.limit + 1)
    shown = found[: asked.limit]
    following = address(request, after=shown[-1].id) if len(found) > asked.limit else None
    return {"items": [_mail(one) for one in shown], "next": following}


@router.get(
    "/outbox/{identity}",
    summary="Get a mail",
    response_model=WholeMail,
    responses=problems(404),
    dependencies=[Depends(no_query)],
)
def get_mail(who: SignedIn, identity: UUID, connection: Reading) -> Any:
    """One mail, with what it says."""
    mail = one_mail(connection, sight(who), identity)
    if mail is None:
        raise NotFound(NOTHING)
    return _mail(mail) | {"body": mail_body(connection, mail)}


def sight(who: Who) -> WhoseMail:
    """Which mail somebody sees: of partnerships that they coordinate, and as an administrator the rest."""
    return WhoseMail([*partnerships_of(Office.OUTBOX, who.standing)], every=who.standing.administrator)


def _mail(mail: Outgoing) -> dict[str, Any]:
    actions = [{"action": action, "step": step} for action, step in mail.actions]
    clocks = [{"clock": clock, "step": step} for clock, step in mail.clocks]
    return mail._asdict() | {"actions": actions, "clocks": clocks}


def every_mail(request: Request, who: Who, after: UUID | None) -> Iterator[Any]:
    """All mail after one, batch by batch, each with a connection of its own."""
    while True:
        with request.app.state.views.reading() as connection:
            mails = outbox_page(connection, sight(who), after=after, limit=BATCH)
        yield from mails
        if len(mails) < BATCH:
            return
        after = mails[-1].id


def named(connection: Connection[Any]) -> tuple[Mapping[UUID, str], Mapping[UUID, str]]:
    """To whom mail goes, by post and agency, and the numbers or names of what it tells of."""
    people = connection.execute(RECIPIENTS).fetchall()
    posts = {
        one.id: ", ".join(part for part in (one.post or one.name, one.agency_name) if part)
        for one in directory.people(connection, identities={row.person for row in people})
    }
    reminded = connection.execute(REMINDED).fetchall()
    clocks = reminding_clocks.names(connection, {row.clock for row in reminded if row.clock})
    actions = directory.names(connection, {row.action for row in reminded if row.action})
    return posts, {**actions, **clocks}
