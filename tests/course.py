"""The courses of invented reviews for the aggregate alone, and what their events say, to be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from api.demo.course import Given, carry_out
from domain.provenance import RECORDED, Provenance, Recorded
from domain.review import Review
from domain.store.shape import shape_of
from domain.vocabulary import How

OF_ALL = frozenset({*RECORDED, "partnership", "text_key", "happened_on"}) - {"reason"}
"""What every event says, whichever way it came."""


def in_aggregate(review: Review, steps: Iterator[Given], today: date) -> Review:
    """Carry the commands out on the aggregate alone."""
    for step in steps:
        carry_out(review, step, Provenance(How.FORM, today))
    return review


def told(events: Sequence[Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """What events say, with the ids that were made on the way in the order in which they were met."""
    order: dict[UUID, int] = {}
    found = []
    for event in events:
        kind: type[Recorded] = type(event)
        own = [name for name in sorted(shape_of(kind).stored) if name not in OF_ALL]
        said = {name: _plain(getattr(event, name), order) for name in own}
        found.append((shape_of(kind).topic, event.happened_on.isoformat(), said))
    return found


def _plain(value: Any, order: dict[UUID, int]) -> Any:
    if isinstance(value, UUID):
        return order.setdefault(value, len(order))
    if isinstance(value, tuple):
        # Boxes are ticked in the order in which they stand on a page.
        return sorted(_plain(one, order) for one in value)
    return value
