"""Versions out of events: pure, and the same live as in a rebuild."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from domain.store.log import LogEntry
    from projections.view import AppendedView, Row, VersionedView


class Version(NamedTuple):
    """The row of the thing `id` from the log position `since` until before `until` (None: still)."""

    id: UUID
    since: int
    until: int | None
    row: Row


def touched(view: VersionedView, entries: Sequence[LogEntry]) -> list[UUID]:
    """The ids of the things that these entries may change."""
    concerning = (entry.event for entry in entries if type(entry.event) in view.changes)
    return list({identity for event in concerning for identity in view.about(event)})


def fold(view: VersionedView, entries: Sequence[LogEntry], standing: dict[UUID, Version]) -> list[Version]:
    """Carry `standing`, the versions that stand before the entries, on to those that stand after them.

    Returns the versions that ended on the way, among them those that also began on the way.
    """
    ended: list[Version] = []
    for entry in entries:
        change = view.changes.get(type(entry.event))
        if change is None:
            continue
        for identity, part in view.about(entry.event).items():
            before = standing.get(identity)
            row = before.row if before else None
            after = change(row, part, entry)
            if after is row or after == row:
                continue
            if before:
                ended.append(Version(identity, before.since, entry.position, before.row))
            if after is not None:
                standing[identity] = Version(identity, entry.position, None, after)
            else:
                del standing[identity]
    return ended


def lines(view: AppendedView, entries: Sequence[LogEntry]) -> list[Row]:
    """The lines of these entries."""
    events = view.events
    return [
        line
        for entry in entries
        if events is None or type(entry.event) in events
        for line in view.lines(entry)
    ]
