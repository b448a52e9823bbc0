"""The board: what is late and what waits, the answer first; for a new installation, what to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import SignedIn
from api.pages.downloading import list_files
from api.pages.framing import page
from api.pages.listing import A_PAGE, Listing
from api.pages.past import shown
from api.pages.seen import seen
from api.rest.asking import partnerships
from api.rest.board import QUERIES, led_by
from domain.vocabulary import Colour
from projections import board, directory, reviews
from projections.board import AGEING, LISTS, SLIPPAGE, Board, Counts, OfAgency

router = APIRouter()

MEANINGS: Final = {
    Colour.RED: "overdue",
    Colour.AMBER: "due soon, or at risk",
    Colour.GREEN: "on course",
    Colour.GREY: "no due date",
    Colour.PURPLE: "reported complete",
    Colour.BLUE: "signed off",
    Colour.NONE: "cancelled, split, or plan not issued",
}
"""What each colour means, in the order in which the board shows them."""
AGES: Final = dict(
    zip(AGEING, ("0 to 30 days", "31 to 90 days", "91 to 180 days", "Over 180 days"), strict=True)
)
SLIPS: Final = dict(
    zip(
        SLIPPAGE,
        ("Earlier", "Not moved", "1 to 30 days", "31 to 90 days", "91 to 180 days", "Over 180 days"),
        strict=True,
    )
)
KEY_FIGURES: Final = {
    "newly_overdue": ("Newly overdue", "in the last 28 days"),
    "due_soon": ("Due soon", "in the next 28 days"),
    "waiting_for_sign_off": ("Waiting for sign-off", "reported complete"),
    "waiting_for_decision": ("Waiting for a decision", "more time asked for"),
    "without_owner": ("Without an owner", "open actions"),
    "without_date": ("Without a due date", "open actions"),
}

OLDEST_FIRST: Final = "days overdue, the oldest first"


class Figure(NamedTuple):
    """A number, what it counts, and the address of the list of just these."""

    number: int
    words: str
    href: str
    kind: str = ""


class Late(NamedTuple):
    """What an agency leads that is overdue; `ages` from the newest to the oldest."""

    agency: str
    overdue: Figure
    longest: Figure
    newly: Figure
    ages: Sequence[Figure]


class Moved(NamedTuple):
    """How far the due dates have moved of what an agency leads, from the earliest to the latest."""

    agency: str
    slips: Sequence[Figure]


class Addresses(NamedTuple):
    """Where figures lead: the lists of everything, or of one partnership by its code."""

    partnership: str

    def of(self, name: str, *narrower: str) -> str:
        """The address of the list that a figure counts; `narrower` are further query words."""
        return self.at("/actions", QUERIES[name], *narrower)

    def at(self, path: str, *words: str) -> str:
        """The address of a list there with these query words."""
        own = urlencode({"partnership": self.partnership}) if self.partnership else ""
        query = "&".join(one for one in (own, *words) if one)
        return f"{path}?{query}" if query else path

    def figure(self, name: str, counts: Counts, words: str, kind: str = "", narrower: str = "") -> Figure:
        """One of the figures; `narrower` are further query words of these counts."""
        return Figure(getattr(counts, name), words, self.of(name, narrower), kind)

    def late(self, one: OfAgency) -> Late:
        """The row of an agency."""
        led = led_by(one)
        return Late(
            one.name,
            self.figure("overdue", one.counts, "overdue", narrower=led),
            Figure(one.longest, OLDEST_FIRST, self.of("overdue", led, "sort=due")),
            self.figure("newly_overdue", one.counts, "newly overdue", narrower=led),
            [
                self.figure(name, one.counts, words, f"age-{place}", led)
                for place, (name, words) in enumerate(AGES.items(), start=1)
            ],
        )

    def moved(self, one: OfAgency) -> Moved:
        """The row of an agency in the table of slippage."""
        led = led_by(one)
        return Moved(
            one.name, [self.figure(name, one.counts, words, "slip", led) for name, words in SLIPS.items()]
        )

    def figures(self, shown: Board) -> Mapping[str, Any]:
        """All figures but those of agencies."""
        counts = shown.counts
        return {
            "all": {name: self.figure(name, counts, "") for name in LISTS},
            "key": [
                (self.figure(name, counts, words), meaning) for name, (words, meaning) in KEY_FIGURES.items()
            ],
            "ages": [self.figure(name, counts, words) for name, words in AGES.items()],
            "slips": [self.figure(name, counts, words, "slip") for name, words in SLIPS.items()],
            "colours": [
                (self.figure(name, counts, colour, name.replace("_", "-")), meaning)
                for colour, meaning in MEANINGS.items()
                for name in (colour.replace(" ", "_"),)
            ],
        }


def a_page_of(request: Request, found: Board) -> tuple[Listing, Sequence[OfAgency]]:
    """The agencies that stand in one page's tables. Few partnerships have more than one page of them."""
    told = [one for one in found.agencies if one.counts.overdue or has_moved(one)]
    paging = Listing.of(request, len(told), known=("partnership", "as_at"))
    return paging, told[paging.offset :][: paging.a_page]


def has_moved(one: OfAgency) -> bool:
    """Whether the table of slippage has a row of an agency."""
    return any(getattr(one.counts, name) for name in SLIPS)


@router.get("/")
def show_board(request: Request, who: SignedIn) -> HTMLResponse:
    """What needs attention today, or needed it on a day in the past, of all or of one partnership."""
    state, chosen = shown(request), request.query_params.get("partnership", "")
    today, at = state.today, state.at
    with request.app.state.views.reading() as connection:
        ours = partnerships(connection, chosen or None)
        found = board.figures(connection, partnerships=ours, today=today, at=at)
        asking = board.questions(connection, partnerships=ours, at=at)
        registered = directory.names_of_partnerships(connection, at=at)
        mark = None if state.past else seen(connection, who.person)
        opened = reviews.counted(connection, reviews.Filters(partnerships=ours), today=today, at=at)
    addresses = Addresses(chosen)
    paging, agencies = a_page_of(request, found)
    return page(
        request,
        "board.html",
        shown=state,
        today=today,
        chosen=next((one for one in registered if chosen and ours and one.id in ours), None),
        registered=registered,
        mark=mark,
        opened=opened,
        paging=paging,
        late=[addresses.late(one) for one in agencies if one.counts.overdue],
        moved=[addresses.moved(one) for one in agencies if has_moved(one)],
        most=max((one.counts.overdue for one in found.late), default=0),
        longest=Figure(found.longest, OLDEST_FIRST, addresses.of("overdue", "sort=due")),
        asking=asking[:A_PAGE],
        reviews=Figure(len(asking), "reviews", addresses.at("/reviews", "questions=true")),
        questions=sum(one.questions for one in asking),
        files=list_files("board", request.query_params),
        **addresses.figures(found),
    )
