"""One stored example, and one of the least that may be said, of every version of every event.

What stands in these files stands in logs. They are added to, never changed: `python -m tests.golden.write`
writes those that are missing. Their keys, and all that they tell of, are invented for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.persistence import StoredEvent

from domain.provenance import Recorded
from domain.store.keys import MasterKey, TextKey, TextKeys
from domain.store.mapper import TypedMapper
from domain.store.shape import Shape, event_classes

FOLDER = Path(__file__).parent
MASTER_KEY = FOLDER / "test-master-key.txt"
TEXT_KEY = FOLDER / "test-text-key.json"


class KeysOfFile(TextKeys):
    """The one text key of the golden files, which lies wrapped beside them and not in a database."""

    def __init__(self) -> None:
        self._master_key = MasterKey(MASTER_KEY)
        self._of_scope, self._of_id = {}, {}
        self.kept = json.loads(TEXT_KEY.read_text())

    def _fetch_or_make(self, scope: UUID) -> TextKey:
        assert scope == UUID(self.kept["scope"]), "golden events have their texts under one key"
        identity = UUID(self.kept["id"])
        return TextKey(identity, f"{identity}.", self._kept(identity))

    def _fetch(self, key_id: str) -> AESGCM:
        assert key_id == self.kept["id"], "golden events have their texts under one key"
        return self._kept(UUID(key_id))

    def _kept(self, identity: UUID) -> AESGCM:
        return self._open(identity, bytes.fromhex(self.kept["wrapped"]))


@dataclass(frozen=True)
class Golden:
    """One stored event, and what it means: its fields as plain JSON, with its prose readable."""

    name: str
    topic: str
    originator_id: UUID
    originator_version: int
    state: dict[str, Any]
    means: dict[str, Any]

    def stored(self) -> StoredEvent:
        """The event as the log keeps it."""
        state = json.dumps(self.state).encode()
        return StoredEvent(self.originator_id, self.originator_version, self.topic, state)


def own_events() -> list[type[Recorded]]:
    """Every event class of the tracker, by topic; those that tests make up are left out."""
    found = [event for event in event_classes() if event.__module__.startswith("domain.")]
    return sorted(found, key=lambda event: str(event.__dict__["TOPIC"]))


def path_of(shape: Shape, version: int) -> Path:
    """The file of one version of an event class."""
    return FOLDER / f"{shape.topic}.v{version}.json"


def mapper() -> TypedMapper:
    """The mapper of the store, over the keys of the golden files."""
    return TypedMapper(KeysOfFile())


def meaning(event: Recorded, shape: Shape) -> dict[str, Any]:
    """The facts of an event as plain JSON."""
    facts = {name: getattr(event, name) for name in sorted(shape.stored)}
    plain: dict[str, Any] = json.loads(msgspec.json.encode(facts))
    return plain


def all_golden() -> Iterator[Golden]:
    """Every example of every file."""
    for path in sorted(FOLDER.glob("*.v*.json")):
        for example in json.loads(path.read_text()):
            identity = UUID(example.pop("originator_id"))
            yield Golden(name=f"{path.stem} {example.pop('example')}", originator_id=identity, **example)
