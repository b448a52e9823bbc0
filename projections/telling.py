"""What sentences about events are made of: names, days, and where something was decided."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.clocks import in_words

Names = Mapping[UUID, str]
Detail = tuple[str, str]
Telling = Callable[[Any, Names], "Sentence"]

NOBODY_KNOWN = "somebody no longer known"


@dataclass(frozen=True)
class Sentence:
    """One sentence without a full stop, and what was typed: each with its heading."""

    text: str
    details: tuple[Detail, ...] = ()


def plain(text: str) -> Telling:
    """The same sentence for every such event."""
    return lambda _, __: Sentence(text)


def named(identities: Iterable[UUID], names: Names) -> str:
    """Names in a row: "A, B and C"."""
    *others, last = sorted(one_name(one, names) for one in identities) or ["nobody"]
    return f"{', '.join(others)} and {last}" if others else last


def one_name(identity: UUID | None, names: Names) -> str:
    """One name; the people and things that are gone are said to be no longer known."""
    return names.get(identity, NOBODY_KNOWN) if identity else "nobody"


def day(value: date | None) -> str:
    """A day as people write it."""
    return in_words(value) if value else "no day"


def where(event: Any) -> tuple[Detail, ...]:
    """The meeting and minute of a decision."""
    return ("Meeting", event.meeting), ("Minute", event.minute)
