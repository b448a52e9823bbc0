"""The lists of actions, recommendations, reviews, clocks, agencies and people: one way for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from psycopg import Connection

from api.access import SignedIn, Who
from api.exporting.tables import Column
from api.lists import LISTS, ListOf, understood
from api.noting import reads
from api.pages import actions, filters
from api.pages.choices import Chooser
from api.pages.downloading import list_files
from api.pages.framing import page
from api.pages.listing import SIZES, Listing, asked_in, without_empty_words
from api.pages.narrowing import Field, kept, narrowings
from api.pages.past import Shown, shown
from api.pages.which_one import asked_which_one
from api.rest.asking import Moment
from api.saved_views import SavedView, views_for
from api.templating import words_of_day

router = APIRouter()

BESIDE: Final = {"sort": "Order", "columns": "Columns"}
More = Callable[[Connection[Any], Any, Moment, Listing, Sequence[Any]], dict[str, Any]]


@dataclass(frozen=True)
class ListPage:
    """A list as a page: its words for one and many, its filters, and the quick choices above it.

    `order` is by what it is sorted where the address does not say; `more` is what its template needs besides.
    """

    of: ListOf
    one: str
    many: str
    fields: Sequence[Field]
    quick: Sequence[tuple[str, str]]
    order: Callable[[Any], str]
    more: More = lambda *_: {}

    @property
    def labels(self) -> Mapping[str, str]:
        """What its form calls the query words."""
        return BESIDE | {field.name: field.label for field in self.fields}


PAGES: Final = (
    ListPage(
        LISTS["actions"], "action", "actions", filters.ACTIONS, actions.QUICK, actions.order, actions.more
    ),
    ListPage(
        LISTS["recommendations"],
        "recommendation",
        "recommendations",
        filters.RECOMMENDATIONS,
        (("All", ""), ("Without an action", "without_actions=true"), ("Withdrawn", "withdrawn=true")),
        lambda _: "review",
    ),
    ListPage(
        LISTS["reviews"],
        "review",
        "reviews",
        filters.REVIEWS,
        (
            ("All", ""),
            ("With overdue actions", "overdue=true"),
            ("With open questions", "questions=true"),
            ("Late", "late=true"),
            ("Plan not issued", "issued=false"),
        ),
        lambda _: "",
    ),
    ListPage(
        LISTS["clocks"],
        "clock",
        "clocks",
        filters.CLOCKS,
        (("Running", "running=true"), ("Late", "running=true&late=true"), ("All", "")),
        lambda _: "",
    ),
    ListPage(
        LISTS["agencies"],
        "agency",
        "agencies",
        filters.AGENCIES,
        (("All", ""), ("Leading open actions", "open=true"), ("Leading overdue actions", "overdue=true")),
        lambda _: "name",
    ),
    ListPage(
        LISTS["people"],
        "person",
        "people",
        filters.PEOPLE,
        (("All", ""), ("Without an e-mail address", "mail=false"), ("Have left", "has_left=true")),
        lambda _: "",
    ),
)


def show(request: Request, who: Who, kind: ListPage) -> Response:
    """One page of the rows that the address asks for, without the words of boxes that were left empty."""
    if shorter := without_empty_words(request):
        return RedirectResponse(shorter, 303)
    state, said, store = shown(request), asked_in(request), request.app.state.store
    if which := asked_which_one(request, said, state):
        return which
    known = kind.of.chosen.model_fields.keys()
    asked = understood(kind.of.chosen, {name: said[name] for name in said if name in known}, kind.labels)
    columns, when = kind.of.shown(asked.columns), Moment(state.today, state.at)
    order = said.get("sort") or kind.order(asked)
    sorted_so = asked.model_copy(update={"sort": order})
    with request.app.state.views.reading() as connection:
        total = kind.of.count(connection, asked, when)
        orders = kind.of.orders
        listing = Listing.of(request, total, sort=order, known=known, orders=orders, sizes=SIZES)
        rows = kind.of.rows(connection, sorted_so, when, listing.a_page, listing.offset)
        chooser = Chooser(connection, None, None, who.today, most=filters.MOST_OFFERED + 1)
        fields = filters.with_choices(kind.fields, chooser, listing.asked)
        more = kind.more(connection, asked, when, listing, rows)
    reads(request, rows)
    on = narrowings(listing, fields, asked)
    views = views_for(store, who, kind.of.things)
    return page(
        request,
        f"{kind.of.things}.html",
        shown=state,
        kind=kind,
        list=listing,
        rows=rows,
        asked=asked,
        columns=columns,
        numeric={one.name for one in columns if any(isinstance(one.value(row), int) for row in rows)},
        fields=fields,
        narrowings=on,
        **around(listing, fields, views),
        in_print=in_print(state, [one.words for one in on], columns, order),
        files=list_files(kind.of.things, listing.asked, sort=order),
        **more,
    )


def around(listing: Listing, fields: Sequence[Field], views: Sequence[SavedView]) -> dict[str, Any]:
    """What the forms and links above a list keep of its address, and which saved view it is."""
    said = {name: value for name, value in listing.asked.items() if name != "as_at"}
    return {
        "kept": kept(listing, fields, columns=False),
        "kept_by_columns": kept(listing, fields, columns=True),
        "quickly": listing.with_words(sort="", columns="", as_at="", a_page="").partition("?")[2],
        "views": [(view, view.fits(said)) for view in views],
        "savable": urlencode(said, safe=","),
    }


def in_print(state: Shown, on: Sequence[str], columns: Sequence[Column], order: str) -> str:
    """What a printed list says instead of its forms: as at when, which filters are on, and its order."""
    day = state.words or words_of_day(state.today)
    by = next((column.heading for column in columns if column.name == order.removeprefix("-")), "")
    turned = ", the other way round" if order.startswith("-") else ""
    sorted_so = f" Sorted by {by[:1].lower()}{by[1:]}{turned}." if by else ""
    return f"As at {day}. {'; '.join(on) or 'All of them'}.{sorted_so}"


def add(kind: ListPage) -> None:
    """Add the address of a list."""

    def show_list(request: Request, who: SignedIn) -> Response:
        return show(request, who, kind)

    router.add_api_route(f"/{kind.of.things}", show_list, methods=["GET"], name=f"list-{kind.of.things}")


for each in PAGES:
    add(each)
