"""What changed between two moments: each line opens its event, and what was reworded shows how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import SignedIn
from api.noting import reads
from api.pages.choices import Chooser
from api.pages.differing import Differing
from api.pages.downloading import files
from api.pages.filters import MOST_OFFERED
from api.pages.framing import page
from api.pages.history import THINGS
from api.pages.listing import A_PAGE, Listing, asked_in
from api.pages.moments import LOOKED, Chosen, chosen
from api.pages.narrowing import identity_in
from api.pages.which_one import asked_which_one
from api.rest.changes import NO_AS_AT
from domain.refusals import refuse_if
from projections import changes, looked
from projections.changes import Change, Filters, Kind
from projections.timeline import days_late

router = APIRouter()

USUALLY: Final = timedelta(days=28)
"""How far one looks back where the address does not say."""
BACK: Final = (("In the last 7 days", 7), ("In the last 28 days", 28), ("In the last year", 365))


@dataclass(frozen=True)
class Line:
    """One change: the address of its thing, how a wording became another, and by how many days it is late."""

    change: Change
    href: str
    differing: Differing | None
    late: int


@router.get("/changes", dependencies=[NO_AS_AT])
def show_changes(request: Request, who: SignedIn) -> Response:
    """A page of what changed after one moment until another; usually in the last 28 days."""
    query = request.query_params
    if which := asked_which_one(request, asked_in(request)):
        return which
    filters = Filters(
        review=identity_in(query, "review", "Review"), agency=identity_in(query, "agency", "Agency")
    )
    with request.app.state.views.reading() as connection:
        last = looked.last_looked(connection, who.person)
        since = chosen(request, "from", who.today - USUALLY, last)
        until = chosen(request, "until", who.today)
        first, second = since.state, until.state
        is_turned = first.position > second.position or first.day > second.day
        refuse_if(is_turned, "The first day comes after the last one.", field="from")
        counts = changes.counted(connection, first, second, filters)
        listing = Listing.of(request, sum(counts.values()))
        found = changes.listed(
            connection, first, second, filters, counts=counts, limit=A_PAGE, offset=listing.offset
        )
        reads(request, found)
        chooser = Chooser(connection, None, None, who.today)
        choices = {name: chooser.offered(name, {}) for name in ("review", "agency")}
    return page(
        request,
        "changes.html",
        list=listing,
        counts=leading_down(counts, listing),
        groups=by_kind(found),
        since=since,
        until=until,
        latest=who.today,
        choices=choices,
        most_offered=MOST_OFFERED,
        quick=quick(listing, who.today, can_look=last is not None),
        files=files("changes", asked_of_files(since, until, listing)),
    )


def by_kind(found: Sequence[Change]) -> list[tuple[Kind, list[Line]]]:
    """The changes under their kinds."""
    return [
        (kind, [_line(one) for one in members]) for kind, members in groupby(found, key=lambda one: one.kind)
    ]


def leading_down(counts: Mapping[Kind, int], listing: Listing) -> list[tuple[Kind, int, str]]:
    """How many changes of each kind there are, with the address at which they begin."""
    places, before = [], 0
    for kind, number in counts.items():
        if number:
            there = before // A_PAGE + 1
            address = "" if there == listing.page else listing.at(there)
            places.append((kind, number, f"{address}#{anchor(kind)}"))
        before += number
    return places


def anchor(kind: Kind) -> str:
    """The id of the heading of a kind."""
    return kind.replace(" ", "-")


def quick(listing: Listing, today: date, *, can_look: bool) -> list[tuple[str, str, bool]]:
    """The times that most people ask for: in words, with their address, and whether that is shown."""
    asked = [(words, str(today - timedelta(days=days))) for words, days in BACK]
    if can_look:
        asked.insert(0, ("Since I last looked", LOOKED))
    ends = {"until": "", "until_time": "", "from_time": "", "page": ""}
    shown = (listing.asked.get("from", str(today - USUALLY)), listing.asked.get("until", str(today)))
    return [
        (words, listing.with_words(**ends, **{"from": said}), shown == (said, str(today)))
        for words, said in asked
    ]


def asked_of_files(since: Chosen, until: Chosen, listing: Listing) -> dict[str, str]:
    """The query words of the same changes as a file."""
    kept = {name: value for name, value in listing.asked.items() if name in ("review", "agency")}
    return {"from": since.said.isoformat(), "until": until.said.isoformat(), **kept}


def _line(change: Change) -> Line:
    late = 0
    if change.happened_on and change.recorded_at:
        late = days_late(change.happened_on, change.recorded_at)
    return Line(change, f"/{THINGS[change.thing_kind]}/{change.thing}", _differing(change), late)


def _differing(change: Change) -> Differing | None:
    if change.kind is Kind.REWORDED and isinstance(change.before, str) and isinstance(change.after, str):
        return Differing(spans=tuple(changes.words_changed(change.before, change.after)))
    return None
