"""The outbox: mail that waits, was sent or failed, and what each says."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection

from api.access import SignedIn
from api.offices import may
from api.pages.framing import page
from api.pages.listing import A_PAGE
from api.rest.outbox import NO_AS_AT, sight
from domain.offices import Office
from domain.refusals import NotFound
from domain.reminders import describe
from projections import directory, reminding_clocks
from projections.holding import held
from projections.mails import Mail, mail_body, one_mail, outbox_page

router = APIRouter(dependencies=[may(Office.OUTBOX)])

STATES: Final = {
    "waiting": ("Waiting", "amber"),
    "sent": ("Sent", "green"),
    "failed": ("Failed", "red"),
    "skipped": ("Left out", "grey"),
    "replaced": ("In a later mail", "grey"),
}
"""Each state of a mail in a word, and the look of its tag."""


@router.get("/outbox", dependencies=[NO_AS_AT])
def show_outbox(request: Request, who: SignedIn) -> HTMLResponse:
    """One page of mail, newest day first."""
    said = request.query_params.get("after", "")
    with request.app.state.views.reading() as connection:
        after = _identity(said) if said else None
        mails = outbox_page(connection, sight(who), after=after, limit=A_PAGE + 1)
        shown = mails[:A_PAGE]
        people = posts(connection, shown)
        since = held(connection)
    older = shown[-1].id if len(mails) > A_PAGE else None
    return page(
        request,
        "outbox.html",
        mails=shown,
        people=people,
        older=older,
        is_newest=not said,
        held=since,
        states=STATES,
    )


@router.get("/outbox/{identity:uuid}")
def show_mail(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """One mail: what it says, for whom, and which reminders it carries."""
    with request.app.state.views.reading() as connection:
        mail = one_mail(connection, sight(who), identity)
        if mail is None:
            raise NotFound("There is no such mail.")
        body = mail_body(connection, mail)
        people = posts(connection, [mail])
        names = directory.names(connection, [action for action, _ in mail.actions])
        called = reminding_clocks.names(connection, [clock for clock, _ in mail.clocks])
    carried = [(action, names.get(action, ""), describe(step)) for action, step in mail.actions]
    clocks = [(called.get(clock, "A date of a review"), describe(step)) for clock, step in mail.clocks]
    return page(
        request,
        "mail.html",
        mail=mail,
        body=body,
        people=people,
        carried=carried,
        clocks=clocks,
        states=STATES,
    )


def posts(connection: Connection[Any], mails: list[Mail]) -> dict[UUID, str]:
    """To whom mail goes, by post and agency; by name where no post is known."""
    found = directory.people(connection, identities={mail.person for mail in mails})
    return {
        one.id: ", ".join(part for part in (one.post or one.name, one.agency_name) if part) for one in found
    }


def _identity(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotFound("There is no such page of the outbox.") from None
