"""One thing as its page and its forms need it: the row of the register, and by what name it goes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Request
from psycopg import Connection

from api.access import by, log_of
from api.commands import Command, command, offered
from api.naming_things import KINDS
from api.noting import reads
from api.pages.past import Shown
from domain.permissions import NOTHING, is_allowed
from domain.refusals import NotFound
from domain.store.log import LogEntry
from domain.vocabulary import How
from projections import actions, directory, reviews


def row_of(
    connection: Connection[Any], things: str, identity: UUID, today: date, at: int | None = None
) -> Any:
    """The row of one thing with its names; None where the views do not have it (yet)."""
    found: Any = None
    if things == "actions":
        seen = actions.one(connection, identity, today=today, at=at)
        return seen.row if seen else None
    if things == "recommendations":
        found = reviews.recommendations(connection, identity=identity, at=at)
    elif things == "reviews":
        found = reviews.listed(connection, today=today, identity=identity, at=at)
    elif things == "agencies":
        found = directory.agencies(connection, today=today, identity=identity, at=at)
    elif things == "people":
        found = directory.people(connection, identity=identity, at=at)
    else:
        found = directory.partnerships(connection, identity=identity)
    return found[0] if found else None


def history_of(request: Request, things: str, identity: UUID, state: Shown | None = None) -> list[LogEntry]:
    """The history of one thing from the log. Raises NotFound where there is no such thing, or was none."""
    return _recorded_by_then(request, things, log_of(request).of(identity), state)


def history_shown(
    request: Request, things: str, identity: UUID, state: Shown | None = None
) -> list[LogEntry]:
    """The same, but none for whoever sees a thing and not what was recorded of it."""
    entries = log_of(request).of(identity)
    return _recorded_by_then(request, things, entries, state) if entries else []


def refuse_absent(row: Any, entries: list[LogEntry]) -> None:
    """Raises NotFound for what neither the views nor the log have at a moment."""
    if row is None and not entries:
        raise NotFound("This was not recorded yet by then.")


def _recorded_by_then(
    request: Request, things: str, entries: list[LogEntry], state: Shown | None
) -> list[LogEntry]:
    if not entries or not entries[0].topic.startswith(f"{KINDS[things].TOPIC}."):  # type: ignore[attr-defined]
        raise NotFound(NOTHING)
    recorded = state.recorded(entries) if state else entries
    if not recorded:
        raise NotFound("This was not recorded yet by then.")
    reads(request, recorded[:1])
    return recorded


def offered_to(request: Request, things: str, row: Any) -> list[Command]:
    """The forms of a thing that make sense now, and that whoever asks may use; none while the views lag."""
    if row is None:
        return []
    thing = request.app.state.tracker.get(KINDS[things], row.id)
    asking = by(request.state.who, How.FORM)
    return [one for one in offered(things, row) if is_allowed(one.carry_out.asks, thing, asking)]


def is_behind(row: Any, entries: list[LogEntry], state: Shown | None = None) -> bool:
    """Whether the views have yet to follow the last change of a thing, or do not know it yet."""
    if state and state.past:
        return row is None
    return row is None or (bool(entries) and row.version < entries[-1].event.originator_version)


def title_of(things: str, row: Any) -> str:
    """What a thing is called in headings."""
    if things == "actions":
        return f"Action {row.number}"
    if things == "recommendations":
        return f"Recommendation {row.label}".strip()
    if things == "reviews":
        return f"Review {row.reference}"
    if things == "people":
        return row.name or row.post or "A person no longer known"
    return str(row.name)


def recorded(request: Request, things: str) -> str:
    """What a form has just recorded, by the form's title; "" where the address names none."""
    noun = request.query_params.get("done", "")
    return command(things, "" if noun == "new" else noun).title if noun else ""
