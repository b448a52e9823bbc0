"""Generations: a new one takes the place of the old one at one instant, and the old one goes later."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from domain.store.application import Store
from projections.check import check
from projections.generations import connect, create, drop_replaced, published
from projections.projector import Projector
from projections.reading import NothingPublished, Views
from projections.rebuild import rebuild
from tests.projections.shelf import BOOKS, CHAPTERS, REMARKS, VIEWS, Book, many_books, never
from tests.projections.test_projector import all_at, until

RowsOf = Callable[[str], list[Any]]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def schemas(store: Store) -> set[str]:
    """The schemas that hold views."""
    with store.connection() as connection:
        return {
            name
            for (name,) in connection.execute("select nspname from pg_namespace where nspname ~ '^views_'")
        }


def tamper_with(store: Store, table: str, column: str, value: str) -> None:
    """Change all rows of a published view behind the projector's back."""
    with connect(store.datastore.conninfo) as connection:
        generation = published(connection)
        assert generation
        statement = SQL("update {} set {} = %s").format(
            Identifier(generation.schema, table), Identifier(column)
        )
        connection.execute(statement, [value])


def test_before_the_first_generation_readers_are_told_so(store: Store, reading: Views) -> None:
    """A sentence, and no error about a table."""
    with pytest.raises(NothingPublished, match="for the first time"), reading.reading():
        pass
    assert reading.lag() == {}
    assert reading.unready(VIEWS) == ["books", "chapters", "remarks"]
    assert not reading.wait_for(0)


def test_a_new_installation_has_empty_views(store: Store, rows_of: RowsOf) -> None:
    """They are there before the first event."""
    Projector(store, VIEWS).catch_up()
    assert [rows_of(view.name) for view in VIEWS] == [[], [], []]
    assert schemas(store) == {"views_1"}


def test_views_are_built_from_a_log_that_is_there_already(store: Store, rows_of: RowsOf) -> None:
    """As after a restore of the log alone."""
    store.record(*many_books(3))
    Projector(store, VIEWS).catch_up()
    assert len(rows_of("books")) == 21


def test_readers_never_see_a_torn_generation(store: Store, reading: Views) -> None:
    """While one generation after the other is published, each request sees one of them, and all of it."""
    store.record(*many_books(10))
    Projector(store, VIEWS).catch_up()
    stop, seen, failures = threading.Event(), set(), []

    def read() -> None:
        try:
            while not stop.is_set():
                with reading.reading() as connection:
                    before = connection.execute(
                        "select current_schema() as schema, count(*) from books"
                    ).fetchone()
                    after = connection.execute(
                        "select current_schema() as schema, count(*) from remarks"
                    ).fetchone()
                    assert before.schema == after.schema  # type: ignore[union-attr]
                    assert (before.count, after.count) == (70, 100)  # type: ignore[union-attr]
                    seen.add(before.schema)  # type: ignore[union-attr]
        except BaseException as error:
            failures.append(error)
            raise

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(8):
        rebuild(store, VIEWS)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 1


def test_an_old_generation_goes_a_minute_after_it_was_replaced(store: Store) -> None:
    """Whoever still reads it has a minute to finish."""
    Projector(store, VIEWS, now=lambda: NOON).catch_up()
    rebuild(store, VIEWS, now=lambda: NOON)
    Projector(store, VIEWS, now=lambda: NOON + timedelta(seconds=59)).catch_up()
    assert schemas(store) == {"views_1", "views_2"}
    Projector(store, VIEWS, now=lambda: NOON + timedelta(seconds=60)).catch_up()
    assert schemas(store) == {"views_2"}


def test_an_old_generation_that_is_still_being_read_stays_for_another_time(store: Store) -> None:
    """Nobody is interrupted, and the worker does not wait for long."""
    Projector(store, VIEWS, now=lambda: NOON).catch_up()
    rebuild(store, VIEWS, now=lambda: NOON)
    later = NOON + timedelta(minutes=2)
    with connect(store.datastore.conninfo) as connection:
        with psycopg.connect(store.datastore.conninfo) as reader:
            reader.execute("select from views_1.books")
            drop_replaced(connection, later)
            assert schemas(store) == {"views_1", "views_2"}
        drop_replaced(connection, later)
    assert schemas(store) == {"views_2"}


def test_what_a_killed_rebuild_left_is_cleared_away_by_the_next(store: Store) -> None:
    """A generation that was never published is of no use."""
    Projector(store, VIEWS).catch_up()
    with connect(store.datastore.conninfo) as connection:
        left = create(connection, VIEWS)
    assert left.schema in schemas(store)
    rebuilt = rebuild(store, VIEWS)
    assert schemas(store) == {"views_1", rebuilt.schema}


def test_a_changed_view_is_rebuilt_before_it_serves(store: Store, rows_of: RowsOf) -> None:
    """It alone: the others are copied as they stand, each with its position."""
    store.record(*many_books(2))
    Projector(store, VIEWS).catch_up()
    tamper_with(store, "books", "title", "tampered")
    tamper_with(store, "remarks", "word", "tampered")
    last = store.record(*many_books(1))
    Projector(store, [replace(BOOKS, version=2), CHAPTERS, REMARKS]).catch_up()
    assert "tampered" not in {row.title for row in rows_of("books")}
    assert "tampered" in {row.word for row in rows_of("remarks")}
    assert len(rows_of("remarks")) == 30
    assert max(row.position for row in rows_of("remarks")) <= last


def test_the_other_views_are_fed_while_a_changed_one_is_rebuilt(store: Store, reading: Views) -> None:
    """A worker of a new version keeps nobody waiting for what has not changed."""
    store.record(*many_books(2))
    Projector(store, VIEWS).catch_up()
    go_on, stop = threading.Event(), threading.Event()

    def added(row: Any, event: Any, entry: Any) -> Any:
        assert go_on.wait(30)
        return BOOKS.changes[Book.Added](row, event, entry)

    slow = replace(BOOKS, version=2, changes={**BOOKS.changes, Book.Added: added})
    worker = threading.Thread(target=Projector(store, [slow, CHAPTERS, REMARKS]).run, args=(stop,))
    worker.start()
    try:
        last = store.record(Book.add().tell(Book.Remarked, words="seen"))
        until(lambda: reading.lag()["remarks"].position == last)
        assert reading.unready([slow]) == ["books"]
        go_on.set()
        until(lambda: reading.unready([slow]) == [])
        until(partial(all_at, reading, last))
    finally:
        go_on.set()
        stop.set()
        worker.join(30)
    assert not worker.is_alive()
    assert check(store, [slow, CHAPTERS, REMARKS]) == []


def test_a_new_view_is_built_beside_the_others(store: Store, rows_of: RowsOf) -> None:
    """An upgrade may bring one."""
    store.record(*many_books(2))
    Projector(store, [BOOKS, CHAPTERS]).catch_up()
    Projector(store, VIEWS).catch_up()
    assert len(rows_of("remarks")) == 20


def test_a_new_view_that_fails_stops_alone(store: Store, reading: Views) -> None:
    """The others are served with it, and it says where it stopped."""
    store.record(Book.add().tell(Book.Remarked, words="well"))
    Projector(store, [BOOKS, CHAPTERS]).catch_up()
    broken = replace(REMARKS, lines=never)
    Projector(store, [BOOKS, CHAPTERS, broken]).catch_up()
    assert {name: (one.position, one.failed_at) for name, one in reading.lag().items()} == {
        "books": (2, None),
        "chapters": (2, None),
        "remarks": (1, 2),
    }
    assert reading.unready([BOOKS, CHAPTERS, broken]) == []


def test_a_view_that_no_longer_exists_is_left_out(store: Store, reading: Views) -> None:
    """The next generation is made of the views that there are."""
    Projector(store, VIEWS).catch_up()
    rebuild(store, [BOOKS])
    assert reading.lag().keys() == {"books"}


def test_a_changed_view_that_cannot_be_rebuilt_stops_alone(store: Store, reading: Views) -> None:
    """The old generation goes on with the others, and says why the changed one does not."""
    store.record(Book.add())
    Projector(store, VIEWS).catch_up()
    broken = replace(BOOKS, version=2, changes={Book.Added: never})
    projector = Projector(store, [broken, CHAPTERS, REMARKS])
    last = store.record(Book.add().tell(Book.Remarked, words="fine"))
    projector.catch_up()
    lag = reading.lag()
    assert lag["remarks"].position == last
    assert lag["books"].position == 1
    assert lag["books"].failure is not None
    assert "ZeroDivisionError" in lag["books"].failure
    assert reading.unready([broken, CHAPTERS, REMARKS]) == ["books"]
    projector.catch_up()
    assert schemas(store) == {"views_1"}


def test_a_repaired_definition_ends_the_failure(store: Store, reading: Views) -> None:
    """The next worker with a good definition rebuilds the view."""
    store.record(Book.add())
    Projector(store, VIEWS).catch_up()
    broken = replace(BOOKS, version=2, changes={Book.Added: never})
    Projector(store, [broken, CHAPTERS, REMARKS]).catch_up()
    Projector(store, [replace(BOOKS, version=3), CHAPTERS, REMARKS]).catch_up()
    assert {one.failure for one in reading.lag().values()} == {None}
