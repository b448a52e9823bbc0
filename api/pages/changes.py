"""What changed between two days: each line leads to its thing, and what was reworded shows how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import SignedIn
from api.pages.choices import Chooser
from api.pages.framing import page
from api.pages.history import THINGS
from api.pages.listing import A_PAGE, Listing
from api.pages.narrowing import identity_in
from api.rest.asking import moment
from domain.refusals import Refused, refuse_if
from projections import changes
from projections.changes import Change, Filters, Kind

router = APIRouter()

USUALLY: Final = timedelta(days=28)
"""How far one looks back where the address does not say."""


@router.get("/changes")
def show_changes(request: Request, who: SignedIn) -> HTMLResponse:
    """A page of what changed after the end of one day until the end of another."""
    since_day = day(request, "from", who.today - USUALLY)
    until_day = day(request, "until", who.today)
    refuse_if(since_day > until_day, "The first day comes after the last one.", field="from")
    since, until = state(request, since_day, "from"), state(request, until_day, "until")
    filters = Filters(
        review=identity_in(request.query_params, "review"), agency=identity_in(request.query_params, "agency")
    )
    with request.app.state.views.reading() as connection:
        counts = changes.counted(connection, since, until, filters)
        listing = Listing.of(request, sum(counts.values()))
        found = changes.listed(
            connection, since, until, filters, counts=counts, limit=A_PAGE, offset=listing.offset
        )
        chooser = Chooser(connection, None, None, who.today)
        choices = {name: chooser.offered(name, {}) for name in ("review", "agency")}
    return page(
        request,
        "changes.html",
        list=listing,
        counts=[(kind, number) for kind, number in counts.items() if number],
        groups=by_kind(found),
        since_day=since_day,
        until_day=until_day,
        latest=who.today,
        choices=choices,
    )


def by_kind(found: Sequence[Change]) -> list[tuple[Kind, list[Any]]]:
    """The changes under their kinds: each with its address and with how its wording became another."""
    return [
        (kind, [(one, f"/{THINGS[one.thing_kind]}/{one.thing}", spans(one)) for one in members])
        for kind, members in groupby(found, key=lambda one: one.kind)
    ]


def spans(change: Change) -> list[tuple[Any, str]]:
    """How one wording became another; nothing where none did."""
    if change.kind is Kind.REWORDED and isinstance(change.before, str) and isinstance(change.after, str):
        return list(changes.words_changed(change.before, change.after))
    return []


def state(request: Request, on: date, name: str) -> changes.Moment:
    """The state of the log at the end of a day."""
    when = moment(request, on, name)
    return changes.Moment(when.position(request), when.today)


def day(request: Request, name: str, usually: date) -> date:
    """The day that the address asks for, `usually` without one. Refuses what is no day."""
    said = request.query_params.get(name, "")
    try:
        return date.fromisoformat(said) if said else usually
    except ValueError:
        raise Refused(f"The address asks for “{said}”, which is no day.", field=name) from None
