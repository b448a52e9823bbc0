"""The open actions of a person that somebody else should own: who has left, or moved to another agency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from psycopg import Connection

from projections import actions
from projections.actions import Filters


class ToBeGiven(NamedTuple):
    """How many actions there are to be given to somebody else, and the address of the list of just these."""

    number: int
    href: str


def to_be_given(connection: Connection[Any], person: Any, *, today: date, at: int | None) -> ToBeGiven:
    """Those of a person of the directory, by their row: all that are open where they have left.

    Where they have not, those that their agency neither leads nor supports; nobody need take these from them.
    """
    why = "owner_has_left" if person.has_left else "owner_elsewhere"
    open_ones = Filters(owner=person.id, open=True)
    gone, moved = replace(open_ones, owner_has_left=True), replace(open_ones, owner_elsewhere=True)
    chosen = gone if person.has_left else moved
    query = urlencode({"owner": person.id, "open": "true", why: "true", "sort": "due"})
    return ToBeGiven(actions.counted(connection, chosen, today=today, at=at), f"/actions?{query}")
