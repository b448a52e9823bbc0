"""The log as views, feeds and histories read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from typing import Any, cast
from uuid import uuid4

import psycopg
import pytest
from psycopg import Connection

from domain.store.application import Along, Store
from domain.store.log import LogEntry
from tests.domain.store.specimens import Note, by


@pytest.fixture
def notes(store: Store) -> list[Note]:
    """Three notes, recorded one after the other, at positions 1 to 2, 3 and 4 to 5."""
    made = [Note.write("a").rewrite("b"), Note.write("c"), Note.write("d").rewrite("e")]
    for note in made:
        store.record(note)
    return made


def positions(entries: list[LogEntry]) -> list[int]:
    """Only where they stand."""
    return [entry.position for entry in entries]


def test_it_is_read_in_pieces(store: Store, notes: list[Note]) -> None:
    """From a position on, no more than asked for, until there is nothing."""
    assert positions(store.log.read(0, limit=2)) == [1, 2]
    assert positions(store.log.read(2, limit=2)) == [3, 4]
    assert positions(store.log.read(4, limit=2)) == [5]
    assert store.log.read(5, limit=2) == []


def test_an_entry_has_its_topic_its_time_and_its_event(store: Store, notes: list[Note]) -> None:
    """The time is that of the database, in UTC, and the event carries it too."""
    entry = store.log.read(1, limit=1)[0]
    assert (entry.topic, cast(Note.Rewritten, entry.event).text) == ("specimen.rewritten", "b")
    assert entry.recorded_at.utcoffset() == timedelta(0)
    assert entry.event.timestamp == entry.recorded_at
    assert store.repository.get(notes[0].id).modified_on == entry.recorded_at


def test_the_history_of_one_thing(store: Store, notes: list[Note]) -> None:
    """Its own events, from the first on; of an unknown thing none."""
    assert positions(store.log.of(notes[2].id)) == [4, 5]
    assert store.log.of(uuid4()) == []


def test_single_entries_are_fetched_in_order(store: Store, notes: list[Note]) -> None:
    """As a page of the timeline asks for them; what does not exist is left out."""
    assert positions(store.log.at([5, 2, 99, 3])) == [2, 3, 5]
    assert store.log.at([]) == []


def test_what_one_request_did_is_found(store: Store, notes: list[Note]) -> None:
    """Events of several things that came of one request carry its correlation."""
    who = by()
    store.record(Note.write("x", who), Note.write("y", who))
    assert positions(store.log.of_correlations([who.correlation])) == [6, 7]


def test_the_last_position(store: Store) -> None:
    """Zero at first, then that of the last event."""
    assert (store.log.last_position(), store.recorder.max_notification_id()) == (0, None)
    store.record(Note.write("a"))
    assert (store.log.last_position(), store.recorder.max_notification_id()) == (1, 1)


def test_the_position_before_a_moment(store: Store, notes: list[Note]) -> None:
    """The last event recorded before it; an event of that very moment does not count."""
    first, _, third, fourth, _ = (entry.recorded_at for entry in store.log.read(0, limit=9))
    assert store.log.position_before(first) == 0
    assert store.log.position_before(third) == 2
    assert store.log.position_before(fourth) == 3
    assert store.log.position_before(fourth + timedelta(microseconds=1)) == 5
    assert store.log.position_before(fourth.astimezone(UTC) + timedelta(days=999)) == 5


def test_the_library_reads_the_log_in_its_own_way(store: Store, notes: list[Note]) -> None:
    """Its notifications have our positions, with bounds on both sides, topics and a limit."""
    select = store.recorder.select_notifications
    assert [one.id for one in select(2, 10)] == [2, 3, 4, 5]
    assert [one.id for one in select(2, 10, inclusive_of_start=False)] == [3, 4, 5]
    assert [one.id for one in select(None, 2, stop=4)] == [1, 2]
    assert [one.id for one in select(1, 10, topics=["specimen.rewritten"])] == [2, 5]
    assert [item.id for item in store.notification_log.select(1, 10)] == [1, 2, 3, 4, 5]


def test_the_library_reads_one_thing_in_its_own_way(store: Store) -> None:
    """From either end, between versions, with a limit."""
    note = Note.write("1").rewrite("2").rewrite("3")
    store.record(note)

    def versions(**how: Any) -> list[int]:
        return [event.originator_version for event in store.events.get(note.id, **how)]

    assert (versions(gt=1), versions(lte=2), versions(limit=1)) == ([2, 3], [1, 2], [1])
    assert (versions(desc=True), versions(desc=True, limit=1, lte=2)) == ([3, 2, 1], [2])


def test_who_waits_is_woken_by_a_save(store: Store) -> None:
    """True as soon as something is recorded, also from another thread; False when the time is up."""
    assert store.log.wait(0.01) is False
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.log.wait, 30)
        store.record(Note.write("a"))
        assert waiting.result(timeout=20) is True
    store.record(Note.write("b"))
    assert store.log.wait(30) is True
    assert store.log.wait(0.01) is False


def test_a_refused_save_wakes_nobody(store: Store) -> None:
    """Only what was recorded is told."""
    store.log.wait(0.01)
    with pytest.raises(psycopg.errors.DivisionByZero):
        store.record(Note.write("a"), along=[Along("select 1 / 0")])
    assert store.log.wait(0.05) is False


def test_waiting_goes_on_after_a_lost_connection(store: Store) -> None:
    """Something may have been missed meanwhile, so whoever waits is woken, and listens again."""
    store.log.wait(0.01)
    with store.connection() as connection:
        end_listeners(connection)
    assert store.log.wait(30) is True
    assert store.log.wait(0.01) is False
    store.record(Note.write("a"))
    assert store.log.wait(30) is True


def end_listeners(connection: Connection) -> None:
    """Cut the connections that listen."""
    connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen events'")
