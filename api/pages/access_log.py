"""The access log for auditors: who came in, took files, and read reviews that are not published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.access import SignedIn, log_of
from api.lists import understood
from api.offices import may
from api.pages.choices import Choice
from api.pages.downloading import files
from api.pages.filters import MOST_OFFERED
from api.pages.framing import page
from api.pages.listing import A_PAGE, Listing, asked_in, without_empty_words
from api.pages.log_filters import Offered
from api.pages.narrowing import Narrowing
from api.pages.which_one import asked_which_one
from api.rest.access_log import NO_AS_AT, AccessLogBefore, AccessLogChosen, entries, names, told
from api.templating import sentence_case, words_of_day
from domain.access_log import Kind
from domain.offices import Office

router = APIRouter(dependencies=[may(Office.ACCESS_LOG)])

KINDS: Final = tuple(Choice(kind, sentence_case(kind)) for kind in Kind)
LABELS: Final = {
    "who": "Who",
    "kind": "What",
    "review": "Review that was read",
    "from": "On this day or later",
    "to": "On this day or earlier",
}


@router.get("/access-log", dependencies=[NO_AS_AT])
def show_access_log(request: Request, who: SignedIn) -> Response:
    """A page of the access log, the newest first, before one of its entries."""
    if shorter := without_empty_words(request):
        return RedirectResponse(shorter, 303)
    said = asked_in(request)
    if which := asked_which_one(request, said):
        return which
    asked = understood(AccessLogBefore, said, LABELS)
    listing, log = Listing.of(request, 0), log_of(request)
    with request.app.state.views.reading() as connection:
        found = entries(connection, who, asked, before=asked.before, limit=A_PAGE + 1)
        shown = found[:A_PAGE]
        offered = Offered.of(connection, who.today)
        known, sentences = names(connection, shown), told(log, connection, shown)
    older = listing.with_words(before=str(shown[-1].id)) if len(found) > A_PAGE else ""
    filters = {name: value for name, value in listing.asked.items() if name != "before"}
    return page(
        request,
        "access-log.html",
        entries=shown,
        names=known,
        told=sentences,
        asked=filters,
        selects=selects(offered),
        most_offered=MOST_OFFERED,
        narrowings=narrowings(listing, asked, offered),
        older=older,
        newest=listing.with_words(before="") if asked.before else "",
        files=files("access-log", filters),
    )


def selects(offered: Offered) -> list[tuple[str, str, str, Any]]:
    """The lists of the form: name, label, what stands for all, and the entries."""
    return [
        ("who", LABELS["who"], "Anybody", offered.people),
        ("kind", LABELS["kind"], "Anything", KINDS),
        ("review", LABELS["review"], "Any review", offered.reviews),
    ]


def narrowings(listing: Listing, asked: AccessLogChosen, offered: Offered) -> list[Narrowing]:
    """The filters that are on, in words, each with the address without it."""
    words: Mapping[str, str] = {
        "who": _named(offered.people, asked.who),
        "kind": sentence_case(asked.kind or ""),
        "review": _named(offered.reviews, asked.review),
        "from": f"On or after {words_of_day(asked.from_)}" if asked.from_ else "",
        "to": f"On or before {words_of_day(asked.to)}" if asked.to else "",
    }
    on = [name for name in words if name in listing.asked]
    return [Narrowing(words[name], listing.with_words(**{name: "", "before": ""})) for name in on]


def _named(choices: list[Choice], chosen: UUID | None) -> str:
    return next((one.text for one in choices if one.value == str(chosen)), "Not known")
