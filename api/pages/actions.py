"""The list of actions with its filters; `?overdue=true` is the overdue list, by agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection
from starlette.datastructures import QueryParams

from api.access import SignedIn
from api.pages.choices import Choice, Chooser
from api.pages.downloading import list_files
from api.pages.framing import page
from api.pages.listing import A_PAGE, Listing
from api.pages.past import shown
from domain.refusals import Refused
from domain.vocabulary import Delivery
from projections import actions, overdue
from projections.actions import ActionSeen, Filters

router = APIRouter()

BY_AGENCY = "lead"
NO_LEAD = "No lead agency yet"
WIDGETS = {"review": "review", "agency": "agency", "owner": "person"}
TICKED = {
    "overdue": "Overdue",
    "without_owner": "Without an owner",
    "without_date": "Without a due date",
}
QUICK = (
    ("All", ""),
    ("Overdue", "overdue=true"),
    ("Waiting for sign-off", "delivery=reported+complete"),
    ("Without an owner", "without_owner=true"),
    ("Without a due date", "without_date=true"),
)
"""The choices that most people need, each with the query of its address."""


class Narrowing(NamedTuple):
    """One filter that is on, with the address of the list without it."""

    words: str
    href: str


@router.get("/actions")
def show_actions(request: Request, who: SignedIn) -> HTMLResponse:
    """One page of the actions that the address asks for."""
    query, state = request.query_params, shown(request)
    today, at = state.today, state.at
    filters = filters_of(query)
    sort = sort_of(query, overdue=bool(filters.overdue))
    with request.app.state.views.reading() as connection:
        total = actions.counted(connection, filters, today=today, at=at)
        listing = Listing.of(request, total, sort=sort)
        found = actions.listed(
            connection, filters, today=today, sort=sort, limit=A_PAGE, offset=listing.offset, at=at
        )
        late = overdue.by_agency(connection, partnerships=None, today=today, at=at) if filters.overdue else []
        choices = choices_of(connection, who.today)
    return page(
        request,
        "actions.html",
        shown=state,
        list=listing,
        actions=found,
        late=late if set(listing.asked) <= {"overdue", "sort", "as_at"} else [],
        filters=filters,
        files=list_files("actions", listing.asked, sort=sort),
        choices=choices,
        narrowings=narrowings(listing, choices),
        quick=QUICK,
        quickly=listing.with_words(sort="", as_at="").partition("?")[2],
        groups=by_agency(found) if sort == BY_AGENCY else [("", found)],
    )


def by_agency(found: Sequence[ActionSeen]) -> list[tuple[str, list[ActionSeen]]]:
    """The actions, sorted by lead agency, under the names of these."""
    groups = groupby(found, key=lambda seen: seen.row.lead_name or NO_LEAD)
    return [(name, list(members)) for name, members in groups]


def filters_of(query: QueryParams) -> Filters:
    """The filters in an address. Refuses what is no id and no state."""
    return Filters(
        review=identity_in(query, "review"),
        recommendation=identity_in(query, "recommendation"),
        agency=identity_in(query, "agency"),
        lead=identity_in(query, "lead"),
        owner=identity_in(query, "owner"),
        overdue=_ticked(query, "overdue"),
        without_owner=_ticked(query, "without_owner"),
        without_date=_ticked(query, "without_date"),
        delivery=_delivery(query),
        words=query.get("words", "").strip() or None,
    )


def sort_of(query: QueryParams, *, overdue: bool) -> str:
    """By what the list is sorted: the overdue list by agency unless the address says otherwise."""
    said = query.get("sort", "")
    return said if said in actions.ORDERS else BY_AGENCY if overdue else "number"


def choices_of(connection: Connection[Any], today: date) -> Mapping[str, list[Choice]]:
    """What the filters offer."""
    chooser = Chooser(connection, None, None, today)
    offered = {name: chooser.offered(widget, {}) for name, widget in WIDGETS.items()}
    return offered | {
        "lead": offered["agency"],
        "delivery": chooser.offered("choice", {"choices": list(Delivery)}),
    }


def narrowings(listing: Listing, choices: Mapping[str, list[Choice]]) -> list[Narrowing]:
    """The filters that are on, in words."""
    found = []
    for name, value in listing.asked.items():
        if name in choices:
            words = next((one.text for one in choices[name] if one.value == value), "not known")
            label = "Lead agency" if name == "lead" else name.capitalize()
            found.append(Narrowing(f"{label}: {words}", listing.without(name)))
        elif name in TICKED:
            found.append(Narrowing(TICKED[name], listing.without(name)))
        elif name == "words":
            found.append(Narrowing(f"Words: {value}", listing.without(name)))
    return found


def identity_in(query: QueryParams, name: str) -> UUID | None:
    """The id under a name of an address; None without one. Refuses what is no id."""
    said = query.get(name, "")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Refused(f"The address asks for the {name} “{said}”, which there is not.", field=name) from None


def _ticked(query: QueryParams, name: str) -> bool | None:
    return True if query.get(name) == "true" else None


def _delivery(query: QueryParams) -> Delivery | None:
    said = query.get("delivery", "")
    if said and said not in list(Delivery):
        raise Refused(f"The address asks for actions “{said}”: there is no such state.", field="delivery")
    return Delivery(said) if said else None
