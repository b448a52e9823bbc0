"""Events as JSON: as a feed for programs, and told in sentences as the history of one thing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from fastapi import Request
from psycopg import Connection

from api.access import log_of
from api.noting import reads
from api.rest.shapes import Event, Told
from domain.permissions import NOTHING
from domain.provenance import Recorded
from domain.refusals import NotFound
from domain.store.log import Log, LogEntry
from projections.directory import names
from projections.sentences import mentioned, sentence

OF_EVERY_EVENT = {
    *Recorded.__annotations__,
    "originator_id",
    "originator_version",
    "originator_topic",
    "timestamp",
}
KINDS = {
    "actions": "action",
    "recommendations": "recommendation",
    "reviews": "review",
    "agencies": "agency",
    "people": "person",
    "partnerships": "partnership",
}
"""The noun of each kind of thing, as topics begin with it."""


def history_of(request: Request, things: str, identity: UUID, at: int | None = None) -> list[LogEntry]:
    """All that has happened to a thing of this kind, until a position (None: until now). Raises NotFound."""
    log: Log = log_of(request)
    entries = [one for one in log.of(identity) if at is None or one.position <= at]
    if not entries or not entries[0].topic.startswith(f"{KINDS[things]}."):
        raise NotFound(NOTHING)
    reads(request, entries[:1])
    return entries


def event(entry: LogEntry) -> Event:
    """An event as JSON."""
    return Event.model_validate(_members(entry))


def told(connection: Connection[Any], entries: Sequence[LogEntry], at: int | None = None) -> list[Told]:
    """Events with their sentences, in which things have the names of a position."""
    known = names(connection, mentioned(entries), at=at)
    return [_told(entry, known) for entry in entries]


def _told(entry: LogEntry, known: Any) -> Told:
    said = sentence(entry, known)
    return Told.model_validate(_members(entry) | {"sentence": said.text, "details": list(said.details)})


def _members(entry: LogEntry) -> dict[str, Any]:
    fields = vars(entry.event)
    facts = {name: value for name, value in fields.items() if name not in OF_EVERY_EVENT}
    own = {name: value for name, value in fields.items() if name in OF_EVERY_EVENT}
    return {
        **own,
        "position": entry.position,
        "topic": entry.topic,
        "recorded_at": entry.recorded_at,
        "thing": entry.event.originator_id,
        "version": entry.event.originator_version,
        "facts": msgspec.to_builtins(facts),
    }
