"""What was ever stored can be read for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.provenance import Recorded
from domain.store.mapper import EventOfLog
from domain.store.shape import shape_of
from tests.golden import Golden, KeysOfFile, all_golden, mapper, meaning, own_events, path_of
from tests.golden.specimens import specimen
from tests.golden.write import write_missing

GOLDEN = list(all_golden())
EVENTS = [pytest.param(event, id=event.__dict__["TOPIC"]) for event in own_events()]


@pytest.mark.parametrize("golden", [pytest.param(golden, id=golden.name) for golden in GOLDEN])
def test_a_stored_event_still_means_what_it_meant(golden: Golden) -> None:
    """Every field of then, its prose decrypted, comes back as it was said, in the types of today."""
    event = mapper().to_domain_event(golden.stored())
    shape = shape_of(type(event))
    assert (shape.topic, event.originator_id) == (golden.topic, golden.originator_id)
    assert meaning(event, shape) | golden.means == meaning(event, shape)


@pytest.mark.parametrize("golden", [pytest.param(golden, id=golden.name) for golden in GOLDEN])
def test_a_stored_event_stands_in_the_log_as_it_did(golden: Golden) -> None:
    """What is confidential is not to be read in it; all else is, in SQL too."""
    event = mapper().to_domain_event(golden.stored())
    sealed = {name for name, _ in shape_of(type(event)).confidential}
    for name, value in golden.state.items():
        if name in sealed and value:
            assert value.startswith(KeysOfFile().kept["id"] + "."), name
        elif name in golden.means:
            assert value == golden.means[name], name


@pytest.mark.parametrize(
    "golden",
    [pytest.param(golden, id=golden.name) for golden in GOLDEN if "originator_topic" in golden.state],
)
def test_a_stored_beginning_makes_its_thing(golden: Golden) -> None:
    """The first event of a thing finds the class of the thing, by a topic that never changes either."""
    thing: Any = mapper().to_domain_event(golden.stored()).mutate(None)
    assert (thing.id, thing.TOPIC) == (golden.originator_id, golden.topic.partition(".")[0])


@pytest.mark.parametrize("event", EVENTS)
def test_every_version_of_every_event_has_its_golden_file(event: type[Recorded]) -> None:
    """`python -m tests.golden.write` writes what is missing; a version that was stored keeps its file."""
    shape = shape_of(event)
    missing = [version for version in range(1, shape.version + 1) if not path_of(shape, version).exists()]
    assert missing == []


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("least", [False, True])
def test_what_is_said_today_is_read_tomorrow(event: type[Recorded], *, least: bool) -> None:
    """Stored and read again, an event is equal to what it was, but for the time at which it was recorded."""
    said = specimen(event, least=least)
    stored = mapper().to_stored_event(said)
    moment = datetime(2026, 2, 3, tzinfo=UTC)
    row = EventOfLog(
        originator_id=stored.originator_id,
        originator_version=stored.originator_version,
        topic=stored.topic,
        state=stored.state,
        id=1,
        recorded_at=moment,
    )
    assert vars(mapper().to_domain_event(row)) == vars(said) | {"timestamp": moment}


def test_golden_files_are_never_written_twice() -> None:
    """Where each is there, nothing is written."""
    before = {
        path: path.read_bytes()
        for path in path_of(shape_of(own_events()[0]), 1).parent.iterdir()
        if path.is_file()
    }
    assert write_missing() == []
    assert {path: path.read_bytes() for path in before} == before
