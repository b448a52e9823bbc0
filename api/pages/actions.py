"""The list of actions with its filters; `?overdue=true` is the overdue list, by agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from psycopg import Connection
from starlette.datastructures import QueryParams

from api.access import SignedIn
from api.pages.choices import Choice, Chooser
from api.pages.downloading import list_files
from api.pages.framing import page
from api.pages.listing import A_PAGE, Listing
from api.pages.narrowing import filters_of, narrowings
from api.pages.past import shown
from api.rest.asking import partnerships
from domain.vocabulary import Delivery
from projections import actions, overdue
from projections.actions import ActionSeen

router = APIRouter()

BY_AGENCY = "lead"
NO_LEAD = "No lead agency yet"
WIDGETS = {"review": "review", "agency": "agency", "owner": "person"}
QUICK = (
    ("All", ""),
    ("Overdue", "overdue=true"),
    ("Due in the next 28 days", "due_within=28"),
    ("Waiting for sign-off", "delivery=reported+complete"),
    ("Waiting for more time", "asked_for_time=true"),
    ("Without an owner", "open=true&without_owner=true"),
    ("Without a due date", "open=true&without_date=true"),
)
"""The choices that most people need, each with the query of its address."""


@router.get("/actions")
def show_actions(request: Request, who: SignedIn) -> HTMLResponse:
    """One page of the actions that the address asks for."""
    query, state = request.query_params, shown(request)
    today, at = state.today, state.at
    with request.app.state.views.reading() as connection:
        filters = filters_of(query, partnerships(connection, query.get("partnership") or None))
        sort = sort_of(query, overdue=bool(filters.overdue))
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
