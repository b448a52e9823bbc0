"""Every way in which a log can be broken is found, and said with its position."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from domain.store.application import Store
from domain.store.verifying import MOST_TOLD, faults_of_the_log
from projections.migrations import migrate
from tests.domain.store.specimens import Note

UNREADABLE = "Position {0}: The event at position {0}"
BACK_IN_TIME = "update events set recorded_at = recorded_at - interval '1 day' where position = 4"
MOVED_TEXT = """
    update events set state = (select state from events where position = 3) where position = 4
"""


@pytest.fixture
def log(store: Store, tables: str) -> Store:
    """A log of five events, in a database with all tables."""
    migrate(tables)
    note = Note.write("A text")
    store.record(note)
    for text in ("b", "c", "d", "e"):
        store.record(note.rewrite(text))
    return store


def break_it(store: Store, statement: str) -> None:
    """Change the log as nobody can through the tracker."""
    with store.connection() as connection, connection.transaction():
        connection.execute("alter table events disable trigger events_are_immutable")
        connection.execute(statement.encode())
        connection.execute("alter table events enable always trigger events_are_immutable")


def faults(store: Store) -> list[str]:
    """What is found, by a store that has nothing in memory."""
    store.keys.notice_destroyed(-1)
    return list(faults_of_the_log(store))


def test_a_whole_log_has_no_fault(log: Store) -> None:
    """And it is heard how far the reading is."""
    heard: list[tuple[int, int]] = []
    assert list(faults_of_the_log(log, lambda done, of: heard.append((done, of)))) == []
    assert heard == [(5, 5)]


def test_erased_text_is_no_fault(log: Store) -> None:
    """The key was destroyed on purpose, and the history stands."""
    [event] = log.log.read(0, limit=1)
    log.keys.destroy(event.event.text_key)
    assert faults(log) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("delete from events where position = 1", "After position 0 comes position 2: "),
        ("delete from events where position = 3", "After position 2 comes position 4: "),
        (BACK_IN_TIME, "Position 4 was recorded at "),
        ("update events set originator_version = 9 where position = 5", "Version 9 of "),
        ("update events set state = '{}' where position = 2", f"{UNREADABLE.format(2)} (specimen.rewritten"),
        (
            "update events set topic = 'specimen.no' where position = 2",
            f"{UNREADABLE.format(2)} (specimen.no",
        ),
        (MOVED_TEXT, UNREADABLE.format(4)),
        ("delete from text_keys", UNREADABLE.format(1)),
        ("update text_keys set wrapped = decode(repeat('00', 60), 'hex')", "Position 1: The master key in "),
    ],
    ids=["first", "gap", "time", "version", "state", "topic", "moved text", "no key", "another key"],
)
def test_a_broken_log_is_found(log: Store, statement: str, found: str) -> None:
    """A sentence that names the position."""
    break_it(log, statement)
    assert any(fault.startswith(found) for fault in faults(log)), faults(log)


def test_of_a_thousand_faults_a_few_are_told(log: Store) -> None:
    """And how many there are in all."""
    things = [Note.write(f"Text {number}") for number in range(MOST_TOLD * 2)]
    log.record(*things)
    break_it(log, "update events set topic = 'specimen.unknown'")
    found = faults(log)
    assert len(found) == MOST_TOLD + 1
    assert found[-1] == f"{5 + MOST_TOLD * 2} events cannot be read in all."


def test_a_wrong_key_is_no_broken_log(tables: str, log: Store, tmp_path: Path) -> None:
    """The store does not even open with it, so that nothing is taken for damaged."""
    (tmp_path / "other.key").write_bytes(os.urandom(32))
    with pytest.raises(Exception, match="is not the one of this database"):
        Store(tables, tmp_path / "other.key")
