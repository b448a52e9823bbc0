"""Events as JSON and back: typed, readable in SQL, with what people typed as prose encrypted."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    JSONTranscoder,
    Mapper,
    MapperDeserialisationError,
    Notification,
    StoredEvent,
)

from domain.provenance import Recorded
from domain.refusals import Refused
from domain.store.keys import TextKeys
from domain.store.shape import Shape, shape_of, shape_of_topic

NULL_CHARACTER = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A null character, as it stands in JSON. PostgreSQL keeps it in no text."""

NOT_RECORDED_YET = datetime(1970, 1, 1, tzinfo=UTC)

RowOfLog = tuple[int | None, UUID, int, str, bytes | str, datetime]
"""Position, thing, version of the thing, topic, state, and when it was recorded, as the log has them."""

_encode = msgspec.json.Encoder().encode


class UnreadableEvent(MapperDeserialisationError):
    """The event at `position` of the log cannot be understood. `str()` names it, and says why."""

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__(sentence)
        self.position = position


@dataclass(frozen=True)
class EventToStore(StoredEvent):
    """One row on its way into the log. `key` is the key of its encrypted text, if it has any."""

    partnership: UUID | None
    correlation: UUID
    key: UUID | None


@dataclass(frozen=True)
class EventOfLog(Notification):
    """One row of the log; its `id` is the position."""

    recorded_at: datetime = NOT_RECORDED_YET


class TypedMapper(Mapper[UUID]):
    """Turns an event into its row and a row into its event.

    The identity and version stand in columns of their own. The library's `timestamp` is not stored: an
    event that is read carries the time at which the database recorded it.
    """

    def __init__(self, keys: TextKeys) -> None:
        super().__init__(JSONTranscoder())
        self.keys = keys

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> EventToStore:
        """The row of an event. Raises `TypeError` for one that could not be read back."""
        event = cast(Recorded, domain_event)
        shape = shape_of(type(event))
        state, key = self._state(event, shape)
        return EventToStore(
            event.originator_id,
            event.originator_version,
            shape.topic,
            state,
            event.partnership,
            event.correlation,
            key,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:
        """The event of a row. Raises `UnreadableEvent`."""
        recorded_at = getattr(stored_event, "recorded_at", NOT_RECORDED_YET)
        thing = cast(UUID, stored_event.originator_id), stored_event.originator_version
        found = stored_event.topic, stored_event.state, recorded_at
        return self.event((getattr(stored_event, "id", None), *thing, *found))

    def event(self, row: RowOfLog) -> Recorded:
        """The event of the columns of a row. Raises `UnreadableEvent`."""
        try:
            return self._event(row)
        except (msgspec.MsgspecError, ValueError, LookupError, TypeError, AttributeError) as error:
            position, thing, version, topic, *_ = row
            raise UnreadableEvent(
                f"The event at position {position or 'unknown'} ({topic}, version {version} of {thing})"
                f" cannot be read: {error}.",
                position,
            ) from error

    def _state(self, event: Recorded, shape: Shape) -> tuple[bytes, UUID | None]:
        facts = {name: value for name, value in vars(event).items() if name in shape.stored}
        if shape.version > 1:
            facts["class_version"] = shape.version
        try:
            key = self._encrypt(event, facts, shape)
            state = _encode(facts)
            shape.decode(state)
        except (msgspec.MsgspecError, TypeError, AttributeError) as error:
            raise TypeError(f"{shape.topic} cannot be recorded: {error}") from error
        except UnicodeEncodeError:
            raise Refused("The text holds a broken character. Write it again, and save it again.") from None
        if b"\\u0000" in state and NULL_CHARACTER.search(state):
            refuse_null_character()
        return state, key

    def _encrypt(self, event: Recorded, facts: dict[str, Any], shape: Shape) -> UUID | None:
        key, here = None, place(event.originator_id, event.originator_version)
        for name, bound_to in shape.confidential:
            if text := facts[name]:
                if "\0" in text:
                    refuse_null_character()
                key = key or self.keys.of_scope(event.text_key)
                facts[name] = key.encrypt(text, here + bound_to)
        return key.id if key else None

    def _event(self, row: RowOfLog) -> Recorded:
        _, thing, version, topic, state, recorded_at = row
        shape = shape_of_topic(topic)
        facts = shape.read(state)
        facts["originator_id"] = thing
        facts["originator_version"] = version
        facts["timestamp"] = recorded_at
        sealed = [(name, bound_to) for name, bound_to in shape.confidential if facts[name]]
        if sealed:
            here = place(thing, version)
            for name, bound_to in sealed:
                facts[name] = self.keys.decrypt(facts[name], here + bound_to)
        event: Recorded = object.__new__(shape.event)
        object.__setattr__(event, "__dict__", facts)
        return event


def place(thing: UUID, version: int) -> bytes:
    """What a text is bound to, with the name of its field: the thing and the version it was written for."""
    return thing.bytes + version.to_bytes(8, "big")


def refuse_null_character() -> None:
    """Refuse a text that PostgreSQL could not keep in a view."""
    raise Refused("The text holds a null character, which cannot be kept. Take it out, and save it again.")
