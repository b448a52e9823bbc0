"""What the stored JSON of each class of event looks like, worked out once a class."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from domain.provenance import CONFIDENTIAL, Recorded

KEPT_IN_COLUMNS = {"originator_id", "originator_version", "timestamp"}

TOPIC = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
"""A noun, a dot, and what happened to it."""


class _Versioned(msgspec.Struct):
    class_version: int = 1


_read_version = msgspec.json.Decoder(_Versioned).decode


@dataclass(frozen=True)
class Shape:
    """The stored form of one class of event.

    `stored` are the fields of the JSON, `confidential` those that are encrypted, each with the name under
    which it was first written; `decode` checks the types of all of them.
    """

    event: type[Recorded]
    topic: str
    version: int
    stored: frozenset[str]
    confidential: tuple[tuple[str, bytes], ...]
    struct: type[msgspec.Struct]
    decode: Callable[[bytes | str], msgspec.Struct]

    def read(self, state: bytes | str) -> dict[str, Any]:
        """The typed fields of a stored state, brought up from older versions of the class."""
        facts = msgspec.structs.asdict(self._typed(state))
        del facts["class_version"]
        return facts

    def _typed(self, state: bytes | str) -> msgspec.Struct:
        # Nearly all are of the present version: the JSON is read a second time only where one is not.
        try:
            typed: Any = self.decode(state)
        except msgspec.ValidationError:
            if (version := _read_version(state).class_version) == self.version:
                raise
            return self._upcast(state, version)
        return typed if typed.class_version == self.version else self._upcast(state, typed.class_version)

    def _upcast(self, state: bytes | str, version: int) -> msgspec.Struct:
        if version > self.version:
            raise ValueError(f"it is of version {version} and this program knows {self.version}")
        raw = msgspec.json.decode(state)
        for step in range(version, self.version):
            getattr(self.event, f"upcast_v{step}_v{step + 1}")(raw)
        raw["class_version"] = self.version
        return msgspec.convert(raw, self.struct)


@cache
def shape_of(event: type[Recorded]) -> Shape:
    """The shape of a class of event."""
    hints = get_type_hints(event, include_extras=True)
    stored = [one.name for one in fields(event) if one.name not in KEPT_IN_COLUMNS]
    struct = msgspec.defstruct(
        f"{event.__name__}State",
        [*((name, hints[name]) for name in stored), ("class_version", int, 1)],
        kw_only=True,
        forbid_unknown_fields=True,
        gc=False,
    )
    first = getattr(event, "FIRST_WRITTEN", {})
    return Shape(
        event=event,
        topic=topic_of(event),
        version=getattr(event, "class_version", 1),
        stored=frozenset(stored),
        confidential=tuple((name, first.get(name, name).encode()) for name in _confidential(event, hints)),
        struct=struct,
        decode=msgspec.json.Decoder(struct).decode,
    )


def _confidential(event: type[Recorded], hints: dict[str, Any]) -> list[str]:
    mentioning = [name for name, hint in hints.items() if _mentions_confidential(hint)]
    for name in mentioning:
        if not _is_confidential(hints[name]):
            raise TypeError(f"{event.__qualname__}.{name}: only a plain text can be confidential")
    return mentioning


def _is_confidential(hint: Any) -> bool:
    return CONFIDENTIAL in getattr(hint, "__metadata__", ())


def _mentions_confidential(hint: Any) -> bool:
    inner = get_type_hints(hint, include_extras=True).values() if is_dataclass(hint) else get_args(hint)
    return _is_confidential(hint) or any(_mentions_confidential(one) for one in inner)


def topic_of(event: type[Recorded]) -> str:
    """The name by which the log knows a class of event. Raises `TypeError` where it has none of its own."""
    topic = str(event.__dict__.get("TOPIC"))
    if not TOPIC.fullmatch(topic):
        raise TypeError(f"{event.__qualname__} has no TOPIC of its own like 'action.sent_back', but {topic}")
    return topic


_of_topic: dict[str, Shape] = {}


def shape_of_topic(topic: str) -> Shape:
    """The shape of the events with that topic. Raises `LookupError` for one that this program does not know.

    Only event classes are looked up, never modules: what stands in the database imports nothing.
    """
    if topic not in _of_topic:
        known = {event.__dict__["TOPIC"]: event for event in event_classes()}
        if topic not in known:
            raise LookupError(f"this program does not know the topic {topic!r}")
        _of_topic[topic] = shape_of(known[topic])
    return _of_topic[topic]


def event_classes() -> Iterator[type[Recorded]]:
    """Every class of event that has been imported."""
    waiting: list[type[Recorded]] = [Recorded]
    while waiting:
        event = waiting.pop()
        waiting.extend(event.__subclasses__())
        if "TOPIC" in event.__dict__:
            yield event
