"""Many writers at once: one order, no gap, nothing missed by whoever follows the log."""

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Event
from uuid import UUID

import pytest

from domain.refusals import SomeoneWasFirst
from domain.store.application import Store
from domain.store.log import LogEntry
from tests.domain.store.specimens import Note

WRITERS = 8
SAVES = 40


def write(url: str, key: Path, together: Barrier) -> list[tuple[int, UUID]]:
    """Save one thing after the other, some with several events; give each with its last position."""
    with Store(url, key, pool_size=1, max_overflow=0) as store:
        together.wait()
        saved = []
        for turn in range(SAVES):
            note = Note.write("first")
            for _ in range(turn % 3):
                note.rewrite("again")
            saved.append((store.record(note), note.id))
        return saved


def follow(url: str, key: Path, finished: Event) -> list[LogEntry]:
    """Read on from the last position seen, as a view does, until the writers have finished."""
    seen: list[LogEntry] = []
    with Store(url, key, pool_size=1) as store:
        while True:
            last_round = finished.is_set()
            seen += store.log.read(seen[-1].position if seen else 0, limit=7)
            if last_round and store.log.last_position() == (seen[-1].position if seen else 0):
                return seen


def test_a_follower_of_eight_writers_misses_nothing(tables: str, master_key_file: Path) -> None:
    """Positions rise by one, time never goes back, the events of one save lie together, none is missed."""
    together, finished = Barrier(WRITERS), Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow, tables, master_key_file, finished)
        writers = [pool.submit(write, tables, master_key_file, together) for _ in range(WRITERS)]
        saved = _results(writers, finished)
        seen = follower.result(timeout=60)
    assert [entry.position for entry in seen] == list(range(1, len(seen) + 1))
    assert len(seen) == WRITERS * sum(1 + turn % 3 for turn in range(SAVES))
    times = [entry.recorded_at for entry in seen]
    assert times == sorted(times)
    for position, identity in saved:
        assert seen[position - 1].event.originator_id == identity
    changes = sum(a.event.originator_id != b.event.originator_id for a, b in pairwise(seen))
    assert changes == WRITERS * SAVES - 1


def _results(writers: list[Future[list[tuple[int, UUID]]]], finished: Event) -> list[tuple[int, UUID]]:
    try:
        return [saved for writer in writers for saved in writer.result(timeout=120)]
    finally:
        finished.set()


def test_five_thousand_events_in_one_save(store: Store) -> None:
    """A large import is one save, which does not hang, and keeps its order."""
    notes = [Note.write(f"number {number}") for number in range(5000)]
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(store.record, *notes).result(timeout=60) == 5000
    entries = store.log.read(0, limit=5000)
    assert [entry.event.originator_id for entry in entries] == [note.id for note in notes]
    assert len({entry.recorded_at for entry in entries}) == 1


def test_of_two_who_change_the_same_thing_one_is_first(store: Store) -> None:
    """Whoever comes second is told, and nothing of it is saved; in every one of many races."""
    for _ in range(10):
        note = Note.write("a")
        store.record(note)
        together = Barrier(2)

        def change(text: str, identity: UUID = note.id, together: Barrier = together) -> str:
            mine = store.repository.get(identity).rewrite(text)
            together.wait()
            store.record(mine)
            return text

        with ThreadPoolExecutor(2) as pool:
            tries = [pool.submit(change, text) for text in ("one", "two")]
            errors = [attempt.exception(timeout=30) for attempt in tries]
        assert [type(error) for error in errors if error] == [SomeoneWasFirst]
        winner = tries[0 if errors[0] is None else 1].result()
        assert store.repository.get(note.id).text == winner
        assert store.repository.get(note.id).version == 2


def test_time_does_not_go_back_with_the_clock_of_the_server(store: Store) -> None:
    """If the clock was ahead once, later events wait at that time until the clock has caught up."""
    with store.connection() as connection:
        connection.execute(
            "insert into events select 1, gen_random_uuid(), 1, 'specimen.written', '{}', null,"
            " gen_random_uuid(), now() + interval '1 hour'"
        )
        [(ahead,)] = connection.execute("select recorded_at from events").fetchall()
    store.record(Note.write("a"))
    [entry] = store.log.read(1, limit=9)
    assert entry.recorded_at == ahead


@pytest.mark.parametrize("size", [1, 3])
def test_more_threads_than_connections_wait_for_their_turn(
    tables: str, master_key_file: Path, size: int
) -> None:
    """A small pool serves many at once."""
    with Store(tables, master_key_file, pool_size=1, max_overflow=size - 1) as store:
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda number: store.record(Note.write(str(number))), range(60)))
        assert store.log.last_position() == 60
