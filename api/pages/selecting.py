"""Which actions somebody has selected in the list: by their boxes, all of a page, or all that it shows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData

from api.access import Who
from api.lists import LISTS, understood
from api.pages.posting import identity, text
from api.rest.asking import Moment
from domain.refusals import refuse_if
from domain.tracker.choosing import Seen
from projections import chosen_actions

MOST: Final = 5_000
LONGEST: Final = 10
"""Digits that no version has."""

NOTHING_CHOSEN: Final = (
    "You have not selected any action. Tick the box of each that is to change, and press the button again."
)
TOO_MANY: Final = f"That is more than {MOST:,} actions. Use the filters of the list to choose fewer."
IN_THE_PAST: Final = "That list shows the past, where nothing can be changed. Return to today first."


def selected(request: Request, who: Who, form: FormData) -> list[Seen]:
    """The actions that were selected, each as it was seen. Refuses none, too many, and a list of the past."""
    query = dict(parse_qsl(text(form, "list")))
    refuse_if("as_at" in query, IN_THE_PAST, field="as_at")
    seen = all_in_list(request, who, query) if "all" in form else ticked(form)
    refuse_if(not seen, NOTHING_CHOSEN, field="select")
    return seen


def all_in_list(request: Request, who: Who, query: dict[str, str]) -> list[Seen]:
    """All actions that a list shows on all its pages, as they stand. Refuses a list that is too long."""
    of = LISTS["actions"]
    known = {name: value for name, value in query.items() if name in of.chosen.model_fields}
    chosen, now = understood(of.chosen, known), Moment(who.today)
    with request.app.state.views.reading() as connection:
        refuse_if(of.count(connection, chosen, now) > MOST, TOO_MANY, field="all")
        rows = of.rows(connection, chosen, now, MOST, 0)
    return [Seen(one.row.id, one.row.version) for one in rows]


def ticked(form: FormData) -> list[Seen]:
    """The actions whose boxes are ticked, or all that the page showed. Leaves out what is no action."""
    said = [str(one) for one in form.getlist("select")]
    shown = text(form, "shown").split() if "page" in form else []
    refuse_if(len(said) + len(shown) > MOST, TOO_MANY, field="select")
    return [seen for one in (*shown, *said) if (seen := seen_in(one))]


def seen_in(said: str) -> Seen | None:
    """An action and its version, as a box of the list says them."""
    action, _, version = said.partition(":")
    known = identity(action)
    is_number = version.isascii() and version.isdigit() and len(version) < LONGEST
    return Seen(known, int(version)) if known and is_number else None


def standing(request: Request, things: Collection[UUID]) -> list[Seen]:
    """These actions with the versions that they have now; without those that are not there for who asks."""
    with request.app.state.views.reading() as connection:
        versions = chosen_actions.versions(connection, things)
    return [Seen(thing, versions[thing]) for thing in things if thing in versions]
