"""Partnerships with the rules that each has set, who answers to it, and who has a role in it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.access import SignedIn
from api.pages.framing import page
from api.pages.histories import history
from api.pages.things import history_shown, is_behind, offered_to, recorded, row_of
from api.templating import counted
from domain.delegation import DelegationScheme, describe_scheme
from domain.partnership import Partnership
from domain.permissions import NOTHING
from domain.rag import RagRule, why
from domain.refusals import NotFound
from domain.reminders import ReminderRule, describe_rule
from domain.retention import RetentionPeriod, years_in_force
from domain.review.rules_in_words import describe_clock_rule, describe_definition, describe_practice
from domain.vocabulary import Colour
from projections import directory

router = APIRouter()

COLOURS: Final = (
    Colour.NONE,
    Colour.BLUE,
    Colour.PURPLE,
    Colour.RED,
    Colour.GREY,
    Colour.AMBER,
    Colour.GREEN,
)
"""In the order in which the rule asks: the first that applies."""


@router.get("/partnerships")
def show_partnerships(request: Request) -> HTMLResponse:
    """All partnerships of the installation."""
    with request.app.state.views.reading() as connection:
        found = directory.partnerships(connection)
    return page(request, "partnerships.html", registered=found)


@router.get("/partnerships/{identity:uuid}")
def show_partnership(request: Request, who: SignedIn, identity: UUID) -> HTMLResponse:
    """One partnership: its rules for everybody in it, its history for who may read that, too."""
    entries = history_shown(request, "partnerships", identity)
    with request.app.state.views.reading() as connection:
        row = row_of(connection, "partnerships", identity, who.today)
        contacts = [one for one in directory.contacts(connection) if one.partnership == identity]
        roles = directory.roles(connection, partnership=identity)
        agencies = directory.names(connection, [one.agency for one in contacts])
        past = history(request, connection, entries)
    if not (row or entries):
        raise NotFound(NOTHING)
    return page(
        request,
        "partnership.html",
        row=row,
        behind=bool(entries) and is_behind(row, entries),
        contacts=sorted(contacts, key=lambda one: (agencies.get(one.agency, "").casefold(), one.contact)),
        agencies=agencies,
        roles=roles,
        past=past,
        rules=rules_of(row, who.today) if row else {},
        reviewing=reviewing(request.app.state.tracker.get(Partnership, identity)) if row else {},
        offered=offered_to(request, "partnerships", row) if entries else [],
        done=recorded(request, "partnerships"),
    )


def _schemes(row: Any) -> list[dict[str, Any]]:
    """The schemes of delegation, the one set last first; before any was set, the default."""
    told = msgspec.convert(row.delegation_schemes["set"], tuple[DelegationScheme, ...])
    return [
        {"version": one.version, "first_day": one.first_day, "sentences": describe_scheme(one)}
        for one in reversed(told or (DelegationScheme(),))
    ]


def rules_of(row: Any, today: date) -> dict[str, Any]:
    """The rules that a partnership has set, in sentences; of what is dated, that of today."""
    years = years_in_force(msgspec.convert(row.retention, list[RetentionPeriod]), today)
    colours = msgspec.convert(row.rag_rule, RagRule)
    reminders = msgspec.convert(row.reminder_rule, ReminderRule)
    return {
        "colours": [(colour, why(colour, colours)) for colour in COLOURS],
        "colours_version": colours.version,
        "reminders": describe_rule(reminders),
        "reminders_version": reminders.version,
        "schemes": _schemes(row),
        "retention": f"{counted(years, 'year')} after a review's conclusion",
    }


def reviewing(home: Partnership) -> dict[str, Any]:
    """By what the reviews of a partnership go, in sentences, and how the public reaches it."""
    rules = home.review_rules
    return {
        "public_contact": home.public_contact,
        "practice": [*describe_practice(rules), f"Quality assurance is by the {rules.quality_board}."],
        "clocks": [describe_clock_rule(one) for one in rules.clocks],
        "definitions": [describe_definition(one) for one in rules.definitions],
        "themes": rules.themes,
    }
