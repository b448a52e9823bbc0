"""Asking for a report, which a worker makes: pages and programs wait a moment for it, then come back."""

import time
from typing import Final
from uuid import UUID, uuid4

from fastapi import Request

from api.access import Who
from api.repeating import Asked, once
from api.rest.files import State
from domain.offices import Office, partnerships_of
from domain.refusals import NotFound, NotThere
from projections.reports import asked
from projections.reports.asked import Report, Wanted

SECONDS: Final = 2.0
"""How long a request waits for the worker before it says that the report is being made."""
PAUSE: Final = 0.05
NOT_THERE: Final = "There is no such report of yours, or it is older than a day. Ask for it again."


def ask(
    request: Request, who: Who, partnerships: list[UUID] | None, shown: State, repeated: Asked | None = None
) -> Report:
    """Ask for a report over those of these partnerships that are one's own (None: all), and wait a moment.

    Refuses where none of them is, as if they were not there.
    """
    own = sorted(partnerships_of(Office.REPORTS, who.standing))
    over = [one for one in own if partnerships is None or one in partnerships]
    if partnerships and not over:
        raise NotThere("There is no such partnership.", field="partnership")
    store, now = request.app.state.store, request.app.state.clock()
    at = shown.when.position(request)
    wanted = Wanted(who.person, over or own, at, shown.when.today, shown.as_at)

    def carry_out() -> UUID:
        with store.connection() as connection, connection.transaction():
            identity = asked.ask(connection, wanted, now=now)
            if repeated:
                connection.execute(*repeated.along(uuid4(), identity=identity, status=202, now=now))
        return identity

    kept = once(store, repeated, carry_out) if repeated else None
    return waited_for(request, who, kept.identity if kept else carry_out())


def waited_for(request: Request, who: Who, identity: UUID) -> Report:
    """A report once it has ended, or as it is after a moment. Nobody waits where no worker is at work."""
    ends = time.monotonic() + SECONDS
    report = found(request, who, identity)
    while not report.ended and time.monotonic() < ends and request.app.state.views.fed():
        time.sleep(PAUSE)
        report = found(request, who, identity)
    return report


def found(request: Request, who: Who, identity: UUID) -> Report:
    """A report that this person has asked for. Raises NotFound where there is none, or no longer."""
    state = request.app.state
    with state.store.connection() as connection:
        report = asked.find(connection, who.person, identity, now=state.clock())
    if report is None:
        raise NotFound(NOT_THERE)
    return report


def found_of(request: Request, who: Who) -> list[Report]:
    """The reports that this person has asked for within a day, the newest first."""
    state = request.app.state
    with state.store.connection() as connection:
        return asked.of_person(connection, who.person, now=state.clock())
