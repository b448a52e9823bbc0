"""Writes the golden files that are missing. One that is there is never written again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.provenance import Recorded
from domain.store.keys import MasterKey
from domain.store.mapper import TypedMapper
from domain.store.shape import shape_of
from tests.golden import MASTER_KEY, TEXT_KEY, mapper, meaning, own_events, path_of
from tests.golden.specimens import SCOPE, specimen


def write_missing() -> list[Path]:
    """Write a file for the present version of every event class that has none; those written come back."""
    if not TEXT_KEY.exists():
        _write(TEXT_KEY, _new_text_key())
    missing = [
        event for event in own_events() if not path_of(shape_of(event), shape_of(event).version).exists()
    ]
    return [_write_examples(event, mapper()) for event in missing]


def _write_examples(event: type[Recorded], stores: TypedMapper) -> Path:
    shape = shape_of(event)
    path = path_of(shape, shape.version)
    _write(path, [example(event, stores, name) for name in ("full", "least")])
    return path


def example(event: type[Recorded], stores: TypedMapper, name: str) -> dict[str, Any]:
    """One example of an event class as it stands in a golden file."""
    said = specimen(event, least=name == "least")
    stored = stores.to_stored_event(said)
    return {
        "example": name,
        "topic": stored.topic,
        "originator_id": str(stored.originator_id),
        "originator_version": stored.originator_version,
        "state": json.loads(stored.state),
        "means": meaning(said, shape_of(event)),
    }


def _new_text_key() -> dict[str, str]:
    identity = uuid4()
    wrapped = MasterKey(MASTER_KEY).wrap(AESGCM.generate_key(256), identity.bytes)
    label = "A test key: it opens the invented texts of these files, and nothing else."
    return {"what": label, "id": str(identity), "scope": str(SCOPE), "wrapped": wrapped.hex()}


def _write(path: Path, content: Any) -> None:
    with path.open("x") as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.stdout.writelines(f"{path.name}\n" for path in write_missing())
