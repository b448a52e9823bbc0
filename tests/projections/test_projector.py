"""The views follow the log: in any batches, beside each other, past failures and lost connections."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from domain.store.application import Store
from projections.check import check
from projections.feeding import Feeder
from projections.generations import connect, published
from projections.projector import Projector, Rests
from projections.reading import Views
from projections.view import VersionedView, View
from tests.domain.store.proxy import proxied
from tests.projections.shelf import BOOKS, CHAPTERS, REMARKS, VIEWS, Book, Chapter, a_life, many_books

RowsOf = Callable[[str], list[Any]]
CUT_ALL = """
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()
    """
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@contextmanager
def running(projector: Projector) -> Iterator[threading.Thread]:
    """The projector as a worker, stopped at the end of the block."""
    stop = threading.Event()
    worker = threading.Thread(target=projector.run, args=(stop,))
    worker.start()
    try:
        yield worker
    finally:
        stop.set()
        worker.join(20)
        assert not worker.is_alive()


def until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait for something that another thread brings about."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "This took too long."
        time.sleep(0.005)


def active_worker(store: Store) -> int | None:
    """The database process of the worker that feeds the views."""
    with store.connection() as connection:
        row = connection.execute(
            "select pid from pg_locks where locktype = 'advisory' and objsubid = 2 and objid = 1 and granted"
        ).fetchone()
    return row[0] if row else None


def all_at(reading: Views, position: int) -> bool:
    """Whether every view is at a position."""
    return {one.position for one in reading.lag().values()} == {position}


class Fragile:
    """A view of books that cannot bear some title until it is mended."""

    def __init__(self) -> None:
        self.mended = False
        self.view: VersionedView = replace(BOOKS, changes={**BOOKS.changes, Book.Retitled: self._retitled})

    def _retitled(self, row: Any, event: Any, entry: Any) -> Any:
        if event.title == "Unbearable" and not self.mended:
            raise ValueError(event.title)
        return BOOKS.changes[Book.Retitled](row, event, entry)

    def views(self) -> list[View]:
        """The view among others."""
        return [self.view, CHAPTERS, REMARKS]


def test_what_is_recorded_is_in_the_views(store: Store, rows_of: RowsOf) -> None:
    """Every field of a row is a column, of the type that it had."""
    reader = uuid4()
    book = Book.add('Tab\t, „quote" and \\ back').tell(Book.Lent, until=date(2026, 5, 1), readers=(reader,))
    projector = Projector(store, VIEWS)
    projector.catch_up()
    store.record(
        book.tell(Book.Remarked, words="two words").tell(Book.Divided, chapters=(Chapter(1, "One"),))
    )
    projector.catch_up()
    first, second = rows_of("books")
    assert (first.since, first.until, first.title) == (1, 2, 'Tab\t, „quote" and \\ back')
    assert (second.since, second.until, second.state, second.until_day) == (
        2,
        None,
        "lent out",
        date(2026, 5, 1),
    )
    assert (second.id, second.readers, second.gone) == (book.id, [reader], False)
    assert second.seen_at == store.log.of(book.id)[0].recorded_at
    assert [(row.position, row.word) for row in rows_of("remarks")] == [(3, "two"), (3, "words")]
    assert [row.chapter for row in rows_of("chapters")] == [{"number": 1, "heading": "One"}]


def test_one_by_one_gives_the_same_rows_as_all_at_once(store: Store) -> None:
    """A version that begins and ends in one batch is there as well."""
    projector = Projector(store, VIEWS)
    book = Book.add()
    for title in ("One", "Two", "Three"):
        store.record(book.tell(Book.Retitled, title=title))
        projector.catch_up()
    store.record(a_life("Another").tell(Book.Discarded))
    projector.catch_up()
    assert check(store, VIEWS) == []


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(some.tuples(some.integers(0, 2), some.integers(0, 5)), min_size=1, max_size=30),
    some.integers(1, 9),
)
def test_any_story_in_any_batches_is_what_a_rebuild_makes_of_it(
    store: Store, story: list[tuple[int, int]], batch: int
) -> None:
    """Live, in batches of any size, and rebuilt in one go, the rows are the same."""
    Projector(store, VIEWS).catch_up()
    books = [Book.add() for _ in range(3)]
    tellings: list[tuple[type[Any], dict[str, Any]]] = [
        (Book.Retitled, {"title": "Other"}),
        (Book.Lent, {"until": date(2026, 5, 1), "readers": ()}),
        (Book.Returned, {}),
        (Book.Discarded, {}),
        (Book.Divided, {"chapters": (Chapter(1, ""), Chapter(2, "End"))}),
        (Book.Divided, {"chapters": (Chapter(1, "Begin"),)}),
    ]
    for which, what in story:
        event, facts = tellings[what]
        books[which].tell(event, **facts)
    store.record(*books)
    with connect(store.datastore.conninfo) as connection:
        generation = published(connection)
        assert generation
        feeder = Feeder(connection, store.log, VIEWS, generation, batch)
        while feeder.advance():
            pass
    assert check(store, VIEWS) == []


def test_a_running_worker_shows_a_change_at_once(store: Store, reading: Views) -> None:
    """Who has recorded something waits for its position, and then sees it."""
    with running(Projector(store, VIEWS)):
        until(lambda: len(reading.lag()) == len(VIEWS))
        for book in many_books(5):
            position = store.record(book)
            assert reading.wait_for(position, timeout=10)
            with reading.reading() as connection:
                found = connection.execute("select count(*) from books where id = %s", [book.id]).fetchone()
            assert found
            assert found[0] == 7


def test_nobody_waits_for_a_worker_that_is_not_there(store: Store, reading: Views) -> None:
    """Without a worker the answer comes at once, and is yes only for what is there already."""
    Projector(store, VIEWS).catch_up()
    began = time.monotonic()
    assert not reading.wait_for(store.record(Book.add()), timeout=60)
    assert time.monotonic() - began < 30
    Projector(store, VIEWS).catch_up()
    assert reading.wait_for(store.log.last_position(), timeout=60)


def test_waiting_ends_when_the_time_is_up(store: Store, reading: Views) -> None:
    """A worker that runs is given the time, but no more."""
    with running(Projector(store, VIEWS)):
        until(lambda: active_worker(store) is not None)
        assert not reading.wait_for(1_000, timeout=0.1)


def test_without_a_database_nobody_waits_and_nothing_fails(store: Store, database_url: str) -> None:
    """What was saved before stays saved: to ask how far the views are must not look like a failure."""
    with proxied(database_url) as (proxy, url):
        views = Views(url)
        proxy.drop()
        assert not views.wait_for(1, timeout=60)
        views.close()


def test_a_view_that_fails_stops_alone_and_says_where(store: Store, reading: Views, rows_of: RowsOf) -> None:
    """It keeps what came before, names the event without its text, and the others go on."""
    fragile = Fragile()
    projector = Projector(store, fragile.views())
    projector.catch_up()
    last = store.record(Book.add().tell(Book.Retitled, title="Unbearable").tell(Book.Remarked, words="hm"))
    projector.catch_up()
    lag = reading.lag()
    assert (lag["books"].position, lag["books"].failed_at) == (1, 2)
    assert lag["books"].failure is not None
    assert lag["books"].failure.startswith(
        "The view books stopped at position 2 (test_book.retitled): ValueError in"
    )
    assert "Unbearable" not in lag["books"].failure
    assert lag["remarks"].position == lag["chapters"].position == last
    assert [(row.since, row.until) for row in rows_of("books")] == [(1, None)]
    assert not reading.wait_for(last, timeout=60)


def test_a_mended_view_goes_on_where_it_stopped(store: Store, reading: Views) -> None:
    """It loses nothing, and nothing comes twice."""
    fragile = Fragile()
    projector = Projector(store, fragile.views())
    projector.catch_up()
    store.record(*many_books(3), Book.add().tell(Book.Retitled, title="Unbearable"), *many_books(2))
    projector.catch_up()
    assert reading.lag()["books"].failed_at == 32
    fragile.mended = True
    projector.catch_up()
    assert {one.failed_at for one in reading.lag().values()} == {None}
    assert reading.wait_for(store.log.last_position())
    assert check(store, fragile.views()) == []


def test_a_worker_tries_a_stopped_view_again(store: Store, reading: Views) -> None:
    """Once it is mended, the view catches up by itself."""
    fragile = Fragile()
    with running(Projector(store, fragile.views())):
        until(lambda: len(reading.lag()) == len(VIEWS))
        last = store.record(Book.add().tell(Book.Retitled, title="Unbearable"))
        until(lambda: reading.lag()["books"].failed_at == 2)
        fragile.mended = True
        until(lambda: reading.lag()["books"].position == last)


def test_a_row_that_the_table_refuses_stops_the_view_there(store: Store, reading: Views) -> None:
    """What fails in the database is found to the event, like what fails in the fold."""
    projector = Projector(store, VIEWS)
    projector.catch_up()
    store.record(*many_books(3), Book.add("Fine").tell(Book.Retitled, title="here"), *many_books(3))
    projector.catch_up()
    stopped = reading.lag()["books"]
    assert (stopped.position, stopped.failed_at) == (31, 32)
    assert stopped.failure is not None
    assert "CheckViolation" in stopped.failure


def test_an_event_that_cannot_be_read_stops_every_view_before_it(store: Store, reading: Views) -> None:
    """What came before it is in the views, and each says why it does not go on."""
    projector = Projector(store, VIEWS)
    projector.catch_up()
    store.record(Book.add(), Book.add())
    with store.connection() as connection:
        connection.execute(
            "select record_events(array[%s]::uuid[], '{1}', '{test_book.unheard_of}', '{\"{}\"}',"
            " array[null]::uuid[], array[%s]::uuid[], '{}')",
            [uuid4(), uuid4()],
        )
    projector.catch_up()
    assert {(one.position, one.failed_at) for one in reading.lag().values()} == {(2, 3)}
    assert {one.failure for one in reading.lag().values()} != {None}


def test_a_view_left_behind_catches_up_beside_the_others(store: Store, reading: Views) -> None:
    """Each view goes on from its own position."""
    store.record(*many_books(30))
    Projector(store, VIEWS).catch_up()
    last = store.record(*many_books(5))
    with connect(store.datastore.conninfo) as connection:
        generation = published(connection)
        assert generation
        feeder = Feeder(connection, store.log, VIEWS, generation, 20)
        assert feeder.advance(resting={"books"})
        assert {name: one.position for name, one in reading.lag().items()} == {
            "books": 300,
            "chapters": 320,
            "remarks": 320,
        }
        while feeder.advance():
            pass
    assert {one.position for one in reading.lag().values()} == {last}
    assert check(store, VIEWS) == []


def test_a_second_worker_stands_by_and_takes_over(store: Store, reading: Views) -> None:
    """One feeds the views; when its connection dies, one of the two goes on."""
    with running(Projector(store, VIEWS)), running(Projector(store, VIEWS)):
        until(lambda: active_worker(store) is not None)
        first = active_worker(store)
        assert reading.wait_for(store.record(*many_books(3)), timeout=10)
        with store.connection() as connection:
            connection.execute("select pg_terminate_backend(%s)", [first])
        last = store.record(*many_books(3))
        until(lambda: active_worker(store) not in (None, first))
        until(lambda: reading.wait_for(last))
    assert check(store, VIEWS) == []


def test_two_that_feed_at_once_write_everything_once(store: Store) -> None:
    """The locked position keeps what one has written from being written by the other."""
    Projector(store, VIEWS).catch_up()
    failures: list[BaseException] = []

    def feed() -> None:
        try:
            with connect(store.datastore.conninfo) as connection:
                generation = published(connection)
                assert generation
                feeder = Feeder(connection, store.log, VIEWS, generation, 7)
                for _ in range(60):
                    feeder.advance()
        except BaseException as error:
            failures.append(error)
            raise

    feeding = [threading.Thread(target=feed) for _ in range(3)]
    for thread in feeding:
        thread.start()
    for book in many_books(30):
        store.record(book)
    for thread in feeding:
        thread.join()
    Projector(store, VIEWS).catch_up()
    assert failures == []
    assert check(store, VIEWS) == []


def test_a_worker_outlives_lost_connections(store: Store, reading: Views) -> None:
    """It connects again, and misses nothing."""
    with running(Projector(store, VIEWS)) as worker:
        for _ in range(3):
            until(lambda: active_worker(store) is not None)
            with store.connection() as connection, pytest.raises(psycopg.OperationalError):
                connection.execute(CUT_ALL)
            last = store.record(*many_books(2))
            until(partial(all_at, reading, last))
        assert worker.is_alive()
    assert check(store, VIEWS) == []


def test_what_fails_rests_longer_each_time() -> None:
    """A second, two, four … and never more than a minute; success ends it."""
    rests = Rests()
    lengths = []
    for _ in range(8):
        rests.note({"a", "b"}, {"a"}, NOON)
        lengths.append(next(s for s in range(100) if not rests.resting(NOON + timedelta(seconds=s))))
    assert lengths == [1, 2, 4, 8, 16, 32, 60, 60]
    rests.note({"a"}, set(), NOON)
    assert rests.resting(NOON) == set()
