"""The disclosure log: the files that were taken out of the tracker, and to whom each was handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import disclosures as recorded
from api.access import SignedIn, Who
from api.disclosures import Belongs
from api.lists import understood
from api.not_personal import saying
from api.pages.choices import Choice
from api.pages.downloading import files
from api.pages.filters import MOST_OFFERED
from api.pages.framing import form_page, page
from api.pages.listing import A_PAGE, Listing, asked_in, without_empty_words
from api.pages.log_filters import Offered
from api.pages.narrowing import Narrowing
from api.pages.posting import Posted, text
from api.pages.posting import identity as identity_of
from api.pages.reading import day_typed
from api.pages.warning import (
    SEEN,
    Warned,
    digest_of,
    not_asked_yet,
    personal_details_in,
    said_not_personal,
)
from api.pages.which_one import asked_which_one
from api.rest.disclosures import NO_AS_AT, DisclosuresBefore, DisclosuresChosen, exports
from api.templating import words_of_day
from domain.clocks import london_day
from domain.disclosures import KEEPERS, LONGEST_NAME, LONGEST_PURPOSE, READERS, HandedOn, reach
from domain.permissions import NOTHING
from domain.refusals import NotAllowed, NotFound, Refused
from projections import directory, disclosures
from projections.disclosures import Export, Filters, Seen

router = APIRouter()

LABELS: Final = {
    "who": "Taken by",
    "partnership": "Partnership of whoever took it",
    "from": "On this day or later",
    "to": "On this day or earlier",
}
NOT_YOURS: Final = (
    "Only whoever took this file, or a coordinator or administrator, records to whom it was handed on."
)
WORDS: Final = {"to": "To which agency or post was it handed on?", "purpose": "What for?"}
"""The fields of words, as the form calls them."""
DAY: Final = ("day-day", "day-month", "day-year")


@router.get("/disclosures", dependencies=[NO_AS_AT])
def show_disclosures(request: Request, who: SignedIn) -> Response:
    """A page of the disclosure log, the newest export first, before one of them."""
    if shorter := without_empty_words(request):
        return RedirectResponse(shorter, 303)
    said = asked_in(request)
    if which := asked_which_one(request, said):
        return which
    asked, listing = understood(DisclosuresBefore, said, LABELS), Listing.of(request, 0)
    with request.app.state.views.reading() as connection:
        found = exports(connection, who, asked, before=asked.before, limit=A_PAGE + 1)
        people = Offered.of(connection, who.today).people
        partnerships = [Choice(str(one.id), one.name) for one in directory.names_of_partnerships(connection)]
    shown = found[:A_PAGE]
    filters = {name: value for name, value in listing.asked.items() if name != "before"}
    return page(
        request,
        "disclosures.html",
        exports=shown,
        **_told(request, shown),
        asked=filters,
        selects=[
            ("who", LABELS["who"], "Anybody", people),
            ("partnership", LABELS["partnership"], "Any partnership", partnerships),
        ],
        most_offered=MOST_OFFERED,
        narrowings=narrowings(listing, asked, people, partnerships),
        everything=reach(who.standing, READERS) is None,
        older=listing.with_words(before=str(shown[-1].id)) if len(found) > A_PAGE else "",
        newest=listing.with_words(before="") if asked.before else "",
        files=files("disclosures", filters),
    )


@router.get("/disclosures/{identity:uuid}")
def show_export(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """One export: to whom it was handed on, and the form to record it."""
    return export_page(request, who, found(request, who, identity))


@router.post("/disclosures/{identity:uuid}")
def hand_on(request: Request, who: SignedIn, identity: UUID, form: Posted) -> Response:
    """Record to whom an export was handed on, once; or show what is wrong, with what was typed."""
    export, store = found(request, who, identity), request.app.state.store
    if not may_record(request, who, export):
        raise NotAllowed(NOT_YOURS)
    typed = {name: text(form, name) for name in ("to", "purpose", "key", SEEN, *DAY)}
    asked, now = personal_details_in(WORDS, form), request.app.state.clock()
    try:
        handed = HandedOn(typed["to"], typed["purpose"], _day(form, who.today))
        checked = handed.checked(taken_on=london_day(export.at), today=who.today)
        if not_asked_yet(asked, form):
            return export_page(request, who, export, typed=typed, asked=asked)
        key = identity_of(typed["key"]) or uuid4()
        meant = saying(said_not_personal(asked), correlation=key, person=who.person, now=now)
        where = belongs(request, who, export)
        recorded.record(store, export, checked, where, identity=key, person=who.person, now=now, along=meant)
    except Refused as refusal:
        return export_page(request, who, export, typed=typed, refusal=refusal)
    return RedirectResponse(f"/disclosures/{identity}?done=recorded", 303)


def found(request: Request, who: Who, identity: UUID) -> Export:
    """An export that somebody sees. Raises NotFound."""
    one = seen_by(request, Seen(who.person, reach(who.standing, READERS)), identity)
    if one is None:
        raise NotFound(NOTHING)
    return one


def may_record(request: Request, who: Who, export: Export) -> bool:
    """Whether somebody may say what became of an export: of their own, or as a keeper of its partnership."""
    return seen_by(request, Seen(who.person, reach(who.standing, KEEPERS)), export.id) is not None


def seen_by(request: Request, seen: Seen, identity: UUID) -> Export | None:
    """An export, for whoever sees it; None for others."""
    with request.app.state.views.reading() as connection:
        return next(iter(disclosures.exports(connection, Filters(identity), seen, limit=1)), None)


def belongs(request: Request, who: Who, export: Export) -> Belongs:
    """The one review that is in an export; else the one partnership of whoever records it, if it is one."""
    with request.app.state.views.reading() as connection:
        of_reviews = disclosures.of_reviews(connection, export.reviews)
    if len(export.reviews) == len(of_reviews) == 1:
        return Belongs(of_reviews[0].partnership, of_reviews[0].id)
    own = {held.partnership for held in who.standing.held}
    return Belongs(own.pop() if len(own) == 1 else None, None)


def export_page(
    request: Request,
    who: Who,
    export: Export,
    *,
    typed: Mapping[str, str] | None = None,
    refusal: Refused | None = None,
    asked: Sequence[Warned] = (),
) -> HTMLResponse:
    """The page of an export, with the form as it was sent, what is wrong with it and what is asked of it."""
    today = dict(zip(DAY, (str(who.today.day), str(who.today.month), str(who.today.year)), strict=True))
    return form_page(
        request,
        "disclosure.html",
        status=422 if refusal or asked else 200,
        export=export,
        asked=asked,
        warned=digest_of(asked) or (typed or {}).get(SEEN, ""),
        **_told(request, [export]),
        may_record=may_record(request, who, export),
        typed=typed or {"to": "", "purpose": "", "key": str(uuid4()), **today},
        refusal=refusal,
        longest=(LONGEST_NAME, LONGEST_PURPOSE),
        done=request.query_params.get("done") == "recorded",
    )


def narrowings(
    listing: Listing, asked: DisclosuresChosen, people: list[Choice], partnerships: list[Choice]
) -> list[Narrowing]:
    """The filters that are on, in words, each with the address without it."""
    words = {
        "who": _named(people, asked.who),
        "partnership": _named(partnerships, asked.partnership),
        "from": f"On or after {words_of_day(asked.from_)}" if asked.from_ else "",
        "to": f"On or before {words_of_day(asked.to)}" if asked.to else "",
    }
    on = [name for name in words if name in listing.asked]
    return [Narrowing(words[name], listing.with_words(**{name: "", "before": ""})) for name in on]


def _told(request: Request, shown: list[Export] | Any) -> dict[str, Any]:
    """What was recorded of these exports, and the names of those who are in it."""
    handed = recorded.of_exports(request.app.state.store, [one.id for one in shown])
    people = {person for one in shown for person in (one.person, one.about) if person}
    people |= {one.person for several in handed.values() for one in several}
    with request.app.state.views.reading() as connection:
        return {"handed": handed, "names": directory.names(connection, people)}


def _day(form: Any, today: date) -> date:
    """The day in the form, today where its boxes are empty. Refuses what is no day."""
    try:
        return day_typed("day", form) or today
    except Refused as refused:
        raise Refused(f"The day {refused}", field="day") from None


def _named(choices: list[Choice], chosen: UUID | None) -> str:
    return next((one.text for one in choices if one.value == str(chosen)), "Not known")
