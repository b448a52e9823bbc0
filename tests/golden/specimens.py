"""Events with every field filled, or with the least that each may hold, out of the types of their fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.provenance import Recorded
from domain.store.shape import shape_of

SCOPE = uuid5(NAMESPACE_URL, "https://example.org/golden-files")
"""The review under whose key all golden texts lie."""

FIRST_DAY = date(2026, 1, 1)
SINGLE: dict[type, Callable[[str], Any]] = {
    UUID: lambda name: uuid5(SCOPE, name),
    date: lambda name: FIRST_DAY + timedelta(days=sum(name.encode()) % 365),
    str: lambda name: f"Invented words: {re.sub(r'[_.]', ' ', name)} – “ŵ”",
    bool: lambda _: True,
    int: lambda name: 1 + len(name),
}
LEAST: dict[type, Callable[[str], Any]] = SINGLE | {
    str: lambda _: "",
    bool: lambda _: False,
    int: lambda _: 0,
}


def specimen(event: type[Recorded], *, least: bool) -> Recorded:
    """One event of this class, always the same."""
    shape = shape_of(event)
    hints = get_type_hints(event, include_extras=True)
    facts = {name: value_of(hints[name], f"{shape.topic}.{name}", least=least) for name in shape.stored}
    facts |= {"text_key": SCOPE}
    if "originator_topic" in facts:
        facts["originator_topic"] = shape.topic.partition(".")[0]
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return event(originator_id=uuid5(SCOPE, shape.topic), originator_version=1, timestamp=moment, **facts)


def value_of(hint: Any, name: str, *, least: bool) -> Any:
    """A value of this type, taken from the name of its field."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return value_of(parts[0], name, least=least)
    if origin in (Union, UnionType):
        some = [part for part in parts if part is not NoneType]
        return None if least else value_of(some[0], name, least=least)
    if origin is tuple:
        return () if least else tuple(value_of(parts[0], f"{name}.{place}", least=least) for place in (1, 2))
    return _single(hint, name, least=least)


def _single(hint: type[Any], name: str, *, least: bool) -> Any:
    if issubclass(hint, StrEnum):
        return list(hint)[0 if least else -1]
    if is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        parts = {
            one.name: value_of(hints[one.name], f"{name}.{one.name}", least=least) for one in fields(hint)
        }
        return hint(**parts)
    return (LEAST if least else SINGLE)[hint](name)
